import type { Binary, Call, CaseExpr, Expr } from "../../grammar/ast.ts";
import { AGGREGATES, convertAggregate } from "./aggregates.ts";
import { argumentsFit } from "./arguments.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { chooseArm, resultsOf } from "./expression-case.ts";
import { checkDefaultNeighbours } from "./expression-default.ts";
import type { Goal, Typed } from "./types.ts";
import { call, thunk } from "./values.ts";

/**
 * An expression as what its place needs. `??`, `try`, `case` and aggregates pass the wish on, so that undecoded values decode straight to
 * it.
 */
export function convert(expr: Expr, goal: Goal, context: Context): Typed {
  if (expr.kind === "group") return convert(expr.inner, goal, context);
  if (expr.kind === "binary" && expr.operator === "??") return convertDefault(expr, goal, context);
  if (expr.kind === "case") return convertCase(expr, goal, context);
  if (expr.kind === "call" && expr.name.text === "try") return convertTry(expr, goal, context);
  if (expr.kind === "call" && AGGREGATES.has(expr.name.text) && argumentsFit(expr, context))
    return coerce(convertAggregate(expr, goal, context), goal, context);
  return coerce(infer(expr, context), goal, context);
}

function convertDefault(expr: Binary, goal: Goal, context: Context): Typed {
  checkDefaultNeighbours(expr, context);
  const quiet = { ...context, membership: false };
  return coalesce(expr, convert(expr.left, goal, quiet), convert(expr.right, goal, quiet));
}

/** `left ?? right`, both in one representation. */
export function coalesce(expr: Binary, left: Typed, right: Typed): Typed {
  if (left.kind === "null") return { ...right, span: expr.span };
  if (right.kind === "null") return { ...left, span: expr.span };
  const broken = left.kind === "invalid" || right.kind === "invalid";
  const typed = left.kind === "never" ? right : left;
  return {
    kind: broken ? "invalid" : typed.kind,
    span: expr.span,
    value: call("coalesce", [left.value, thunk(right.value)]),
    nullable: right.nullable,
    inexact: left.inexact === true || right.inexact === true,
    element: typed.element,
    names: typed.names,
  };
}

function convertCase(expr: CaseExpr, goal: Goal, context: Context): Typed {
  const results = resultsOf(expr).map((result) => convert(result, goal, { ...context, membership: false }));
  return chooseArm(expr, results, context);
}

function convertTry(expr: Call, goal: Goal, context: Context): Typed {
  const [operand] = expr.args;
  if (!argumentsFit(expr, context) || operand === undefined) return infer(expr, context);
  return attempt(expr, convert(operand, goal, context));
}

export function attempt(expr: Call, tried: Typed): Typed {
  if (tried.kind === "null") return tried;
  const { constant: _constant, raw: _raw, rawType: _rawType, stored: _stored, ...rest } = tried;
  const typed: Typed = { ...rest, span: expr.span, value: call("attempt", [thunk(tried.value)]), nullable: true };
  return typed.kind === "json" ? { ...typed, raw: typed.value } : typed;
}
