import type { Expr } from "../../grammar/ast.ts";
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
    context.sink.report("RDI2016", expr.span, { name: expr.text, instead: `Write the number of bytes: \`${expr.bytes}\`.` });
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
  member: (expr, context) => notYet(expr, "a step into a value (`a.b`)", "A hash field is read by its plain name; backquotes take any character: `` `a.b` ``.", context),
  index: (expr, context) => notYet(expr, "a step into a value (`a[0]`)", undefined, context),
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

/** The type of an expression by itself, and how it is computed. */
export function infer(expr: Expr, context: Context): Typed {
  const rule = RULES[expr.kind] as (expr: Expr, context: Context) => Typed;
  return rule(expr, context);
}

export function notYet(expr: Expr, what: string, meanwhile: string | undefined, context: Context): Typed {
  context.sink.report("RDI2060", expr.span, { what, meanwhile });
  return invalid(expr.span);
}
