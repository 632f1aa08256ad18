import type { Expr } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { inferBinary, inferUnary } from "./expression-arithmetic.ts";
import { inferComparison } from "./expression-comparison.ts";
import { inferAt, inferName } from "./expression-names.ts";
import { inferRaw, inferTemplate } from "./expression-text.ts";
import { inferCase } from "./expression-case.ts";
import { inferCast } from "./expression-cast.ts";
import { inferList, inferLoop } from "./expression-lists.ts";
import { inferObject } from "./expression-object.ts";
import { inferIndex, inferMember } from "./expression-steps.ts";
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
  member: inferMember,
  index: inferIndex,
  group: (expr, context) => infer(expr.inner, context),
  list: inferList,
  loop: inferLoop,
  object: inferObject,
  case: inferCase,
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
