import type { Call, Expr } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Value } from "../plan/ir.ts";
import { AGGREGATES, convertAggregate } from "./aggregates.ts";
import { argumentsFit } from "./arguments.ts";
import { BUILT_INS, isConstantKind, isWords, SIGNATURES } from "./built-ins.ts";
import type { BuiltIn, Param } from "./built-ins.ts";
import type { Context } from "./context.ts";
import { attempt, convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { COLLECTION_FUNCTIONS } from "./functions-collections.ts";
import { TIME_FUNCTIONS } from "./functions-times.ts";
import { moduleConstant, wordConstant } from "./module-constants.ts";
import { requireText } from "./text-of.ts";
import { invalid, isUndecoded } from "./types.ts";
import type { Typed } from "./types.ts";
import { unify } from "./unify.ts";
import { inferUserCall } from "./user-functions.ts";
import { call, literal } from "./values.ts";

type Rule = (expr: Call, context: Context) => Typed;

/** Functions whose type depends on their arguments. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["try", inferTry],
  ["nullif", inferNullIf],
  ["reject", inferReject],
  ["to_text", (expr, context) => argument(expr, context, (arg) => ({ ...requireText(arg, context), span: expr.span }))],
  ["now", (expr) => ({ kind: "timestamptz", span: expr.span, value: { kind: "now" }, nullable: false })],
  ...[...AGGREGATES.keys()].map((name): [string, Rule] => [
    name,
    (expr, context) => convertAggregate(expr, undefined, context),
  ]),
  ...COLLECTION_FUNCTIONS,
  ...TIME_FUNCTIONS,
]);

export function inferCall(expr: Call, context: Context): Typed {
  const name = expr.name.text;
  const own = context.job.functions.find(name);
  if (own !== undefined && !SIGNATURES.has(name)) return inferUserCall(expr, own, context);
  if (!SIGNATURES.has(name)) return unknownCall(expr, context);
  if (!argumentsFit(expr, context)) return invalid(expr.span);
  const builtIn = BUILT_INS.get(name);
  if (builtIn !== undefined) return inferPlain(expr, builtIn, context);
  return RULES.get(name)?.(expr, context) ?? invalid(expr.span);
}

function unknownCall(expr: Call, context: Context): Typed {
  const name = expr.name.text;
  const instead = "Read it in the settings of `source` or `target`, or write a constant.";
  if (name === "env" || name === "file") context.sink.report("RDI2016", expr.span, { name, instead });
  else {
    const near = suggest(name, [...SIGNATURES.keys(), ...context.job.functions.names()]);
    context.sink.report("RDI2004", expr.name.span, { name, near });
  }
  for (const arg of expr.args) infer(arg, context);
  return invalid(expr.span);
}

function inferPlain(expr: Call, builtIn: BuiltIn, context: Context): Typed {
  const args = numbersAlike(
    expr.args.map((arg, index) => convertArgument(arg, builtIn.params[index] ?? "text", context)),
    expr,
    { builtIn, context },
  );
  if (args.some((arg) => arg.kind === "invalid")) return invalid(expr.span);
  const [first] = args;
  const kind = builtIn.result === "number" ? (first?.kind === "double" ? "double" : "exact") : builtIn.result;
  const values = args.map((arg) => arg.value);
  const value = call(builtIn.fn, padded(values, builtIn), builtIn.rejects ? context.site : undefined);
  const inexact =
    (builtIn.inexact === "makes" && kind === "exact") ||
    (builtIn.inexact === "keeps" && args.some((arg) => arg.inexact === true));
  const nullable = builtIn.nullable || args.some((arg) => arg.nullable);
  const typed: Typed = { kind, span: expr.span, value, nullable, inexact };
  return kind === "json" ? { ...typed, raw: value } : typed;
}

/** Arguments that were left out, where a site comes behind them: their defaults. */
function padded(values: readonly Value[], { params, rejects }: BuiltIn): readonly Value[] {
  if (!rejects || values.length === params.length) return values;
  return [...values, ...params.slice(values.length).map((param) => literal(param === "text" ? " " : null))];
}

function convertArgument(arg: Expr, param: Param, context: Context): Typed {
  if (isConstantKind(param)) return constant(arg, moduleConstant(arg, param, context));
  if (isWords(param)) {
    const word = wordConstant(arg, param.what, param.words, context);
    return constant(arg, word === undefined ? undefined : literal(word));
  }
  if (param === "number") return number(arg, context);
  return param === "content" ? content(arg, context) : convert(arg, { kind: "operand", to: param }, context);
}

function constant({ span }: Expr, value: Value | undefined): Typed {
  return value === undefined ? invalid(span) : { kind: "text", span, value, nullable: false };
}

/** An exact number, or a double where it is one already. */
function number(arg: Expr, context: Context): Typed {
  const typed = infer(arg, context);
  return typed.kind === "double" ? typed : convert(arg, { kind: "operand", to: "exact" }, context);
}

/** Bytes as they are, everything else as text. */
function content(arg: Expr, context: Context): Typed {
  const typed = infer(arg, context);
  return typed.kind === "bytes" || typed.kind === "raw" ? typed : requireText(typed, context);
}

/** Where one number is a double, a literal beside it is one too. */
function numbersAlike(
  args: readonly Typed[],
  expr: Call,
  { builtIn, context }: { builtIn: BuiltIn; context: Context },
): readonly Typed[] {
  const numbers = args.filter((_, index) => builtIn.params[index] === "number");
  if (numbers.length < 2 || new Set(numbers.map(({ kind }) => kind)).size === 1) return args;
  return unify(expr.args, expr, context).operands;
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
    return isUndecoded(arg.kind) && arg.value === arg.raw && isPlain(arg)
      ? { ...tried, value: arg.value, raw: arg.value, untried: true }
      : tried;
  });
}

/** A field or a step, which can't reject before it is decoded. */
function isPlain({ value }: Typed): boolean {
  return value.kind !== "call" && value.kind !== "choice";
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
  const undecoded = isUndecoded(raw.kind) && (isUndecoded(kind) || kind === "text");
  if (undecoded && kind === "json")
    return { kind: "json", span: expr.span, value: result, raw: result, nullable: true };
  if (undecoded) return { kind: "raw", span: expr.span, value: result, raw: result, text: result, nullable: true };
  return { kind: value.kind, span: expr.span, value: result, nullable: true, inexact: value.inexact === true };
}

function inferReject(expr: Call, context: Context): Typed {
  return argument(expr, context, (arg) => {
    const message = requireText(arg, context);
    return { kind: "never", span: expr.span, value: call("reject", [message.value], context.site), nullable: false };
  });
}
