import type { Call } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Context } from "./context.ts";
import { convert, attempt } from "./convert.ts";
import { infer, notYet } from "./expression.ts";
import { BUILT_INS, NOT_YET } from "./built-ins.ts";
import type { BuiltIn } from "./built-ins.ts";
import { requireText } from "./text-of.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { call } from "./values.ts";

type Special = (expr: Call, context: Context) => Typed;

/** Functions whose type depends on their arguments. */
const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ["try", inferTry],
  ["nullif", inferNullIf],
  ["reject", inferReject],
  ["to_text", (expr, context) => argument(expr, context, (arg) => ({ ...requireText(arg, context), span: expr.span }))],
  ["now", (expr) => ({ kind: "timestamptz", span: expr.span, value: { kind: "now" }, nullable: false })],
]);

export function inferCall(expr: Call, context: Context): Typed {
  const name = expr.name.text;
  const builtIn = BUILT_INS.get(name);
  if (builtIn === undefined) return unknownCall(expr, context);
  if (!argumentsFit(expr, context)) return invalid(expr.span);
  const special = SPECIAL.get(name);
  return special === undefined ? inferPlain(expr, builtIn, context) : special(expr, context);
}

/** Reports a wrong number of arguments. */
export function argumentsFit(expr: Call, context: Context): boolean {
  const builtIn = BUILT_INS.get(expr.name.text);
  const count = expr.args.length;
  if (builtIn === undefined) return false;
  if (expr.name.text === "round" && count === 3) {
    notYet(expr, "the rounding mode of `round`", "Leave it out: halves are rounded away from zero.", context);
    return false;
  }
  if (count >= builtIn.required && count <= builtIn.params.length) return true;
  context.sink.report("RDI2025", expr.span, { name: expr.name.text, signature: builtIn.signature, found: count });
  return false;
}

function unknownCall(expr: Call, context: Context): Typed {
  const name = expr.name.text;
  const instead = "Read it in the settings of `source` or `target`, or write a constant.";
  if (name === "env" || name === "file") context.sink.report("RDI2016", expr.span, { name, instead });
  else if (NOT_YET.has(name)) notYet(expr, `the function \`${name}\``, undefined, context);
  else if (!context.job.functions.has(name)) {
    const near = suggest(name, [...BUILT_INS.keys(), ...NOT_YET, ...context.job.functions]);
    context.sink.report("RDI2004", expr.name.span, { name, near });
  }
  return invalid(expr.span);
}

function inferPlain(expr: Call, builtIn: BuiltIn, context: Context): Typed {
  const args = expr.args.map((arg, index) => {
    const to = builtIn.params[index] ?? "text";
    return to === "number" ? number(arg, context) : convert(arg, { kind: "operand", to }, context);
  });
  const [first] = args;
  if (args.some((arg) => arg.kind === "invalid")) return invalid(expr.span);
  const kind = builtIn.result === "number" ? (first?.kind === "double" ? "double" : "exact") : builtIn.result;
  return {
    kind,
    span: expr.span,
    value: call(
      builtIn.fn,
      args.map((arg) => arg.value),
      builtIn.rejects ? context.site : undefined,
    ),
    nullable: args.some((arg) => arg.nullable),
    inexact: builtIn.keepsInexact && args.some((arg) => arg.inexact === true),
  };
}

/** An exact number, or a double where it is one already. */
function number(arg: Call["args"][number], context: Context): Typed {
  const typed = infer(arg, context);
  return typed.kind === "double" ? typed : convert(arg, { kind: "operand", to: "exact" }, context);
}

function argument(expr: Call, context: Context, build: (arg: Typed) => Typed): Typed {
  const [arg] = expr.args;
  if (arg === undefined) return invalid(expr.span);
  const typed = infer(arg, context);
  return typed.kind === "invalid" ? invalid(expr.span) : build(typed);
}

/** Without a type from outside there may be nothing to try yet. */
function inferTry(expr: Call, context: Context): Typed {
  return argument(expr, context, (arg) => {
    const tried = attempt(expr, arg);
    return arg.kind === "raw" ? { ...tried, value: arg.value, raw: arg.value, untried: true } : tried;
  });
}

/** Beside a text the first argument stays undecoded, so that `nullif(n, "")` still is a number where one is needed. */
function inferNullIf(expr: Call, context: Context): Typed {
  const [first] = expr.args;
  if (first === undefined) return invalid(expr.span);
  const raw = infer(first, context);
  const { kind, operands } = unify(expr.args, expr, context);
  const typed = kind === "raw" ? operands.map((operand) => requireText(operand, context)) : operands;
  const [value, unwanted] = typed;
  if (value === undefined || unwanted === undefined || value.kind === "invalid" || unwanted.kind === "invalid")
    return invalid(expr.span);
  if (value.kind === "null" || value.kind === "never") return { ...value, span: expr.span };
  const result = call("nullIf", [value.value, unwanted.value, { kind: "function", name: "same" }]);
  const undecoded = raw.kind === "raw" && (kind === "raw" || kind === "text");
  if (undecoded) return { kind: "raw", span: expr.span, value: result, raw: result, text: result, nullable: true };
  return { kind: value.kind, span: expr.span, value: result, nullable: true, inexact: value.inexact === true };
}

function inferReject(expr: Call, context: Context): Typed {
  return argument(expr, context, (arg) => {
    const message = requireText(arg, context);
    return { kind: "never", span: expr.span, value: call("reject", [message.value], context.site), nullable: false };
  });
}
