import type { Expr, Index, Member } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { inferBinary, inferUnary } from "./expression-arithmetic.ts";
import { inferComparison } from "./expression-comparison.ts";
import { inferAt, inferName } from "./expression-names.ts";
import { inferRaw, inferTemplate } from "./expression-text.ts";
import { inferCast } from "./expression-cast.ts";
import { inferCall } from "./functions.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, literal } from "./values.ts";

type Rules = { readonly [Kind in Expr["kind"]]: (expr: Extract<Expr, { kind: Kind }>, context: Context) => Typed };

const RULES: Rules = {
  number: (expr) => ({
    kind: "exact",
    span: expr.span,
    value: call("exact", [literal(expr.text)]),
    nullable: false,
    constant: { kind: "number", text: expr.text },
  }),
  duration: (expr) => ({
    kind: "duration",
    span: expr.span,
    value: call("duration", [{ kind: "bigint", text: String(expr.micros) }]),
    nullable: false,
  }),
  size: (expr, context) => {
    context.sink.report("RDI2016", expr.span, {
      name: expr.text,
      instead: `Write the number of bytes: \`${expr.bytes}\`.`,
    });
    return invalid(expr.span);
  },
  string: inferTemplate,
  raw: inferRaw,
  boolean: (expr) => ({
    kind: "boolean",
    span: expr.span,
    value: literal(expr.value),
    nullable: false,
    constant: { kind: "boolean", value: expr.value },
  }),
  null: (expr) => ({ kind: "null", span: expr.span, value: literal(null), nullable: true }),
  at: inferAt,
  name: inferName,
  call: inferCall,
  member: (expr, context) =>
    stepInto(expr, "A hash field is read by its plain name; backquotes take any character: `` `a.b` ``.", context),
  index: (expr, context) => stepInto(expr, undefined, context),
  group: (expr, context) => infer(expr.inner, context),
  list: (expr, context) => notYet(expr, "a list outside of `in`", undefined, context),
  loop: (expr, context) => notYet(expr, "a list's loop", undefined, context),
  object: (expr, context) => notYet(expr, "an object", undefined, context),
  case: (expr, context) => notYet(expr, "`case`", "Use `??` and `nullif`, or two `where` blocks, meanwhile.", context),
  unary: inferUnary,
  binary: inferBinary,
  comparison: inferComparison,
  cast: inferCast,
};

/** The type of an expression by itself, and how it is computed. Remembered, since operands are looked at before they are converted. */
export function infer(expr: Expr, context: Context): Typed {
  const known = context.job.inferred.get(expr);
  if (known !== undefined) return known;
  const rule = RULES[expr.kind] as (expr: Expr, context: Context) => Typed;
  const typed = rule(expr, context);
  context.job.inferred.set(expr, typed);
  return typed;
}

/** Silent where the value itself is one that was reported, such as a `lookup`. */
function stepInto(expr: Member | Index, meanwhile: string | undefined, context: Context): Typed {
  const object = infer(expr.object, context);
  return object.kind === "invalid" ? invalid(expr.span) : notYet(expr, "a step into a value", meanwhile, context);
}

/** Reports a construct that is part of the language and not compiled. */
export function notYet(expr: Expr, what: string, meanwhile: string | undefined, context: Context): Typed {
  context.sink.report("RDI2060", expr.span, { what, meanwhile });
  context.job.incomplete = true;
  return invalid(expr.span);
}
