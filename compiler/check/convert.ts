import type { Binary, Call, Expr } from "../../grammar/ast.ts";
import { coerce } from "./coerce.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { checkDefaultNeighbours } from "./expression-default.ts";
import { argumentsFit } from "./functions.ts";
import type { Goal, Typed } from "./types.ts";
import { call, thunk } from "./values.ts";

/** An expression as what its place needs. `??` and `try` pass the wish on, so that undecoded values decode straight to it. */
export function convert(expr: Expr, goal: Goal, context: Context): Typed {
  if (expr.kind === "group") return convert(expr.inner, goal, context);
  if (expr.kind === "binary" && expr.operator === "??") return convertDefault(expr, goal, context);
  if (expr.kind === "call" && expr.name.text === "try") return convertTry(expr, goal, context);
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
  return {
    kind: broken ? "invalid" : left.kind === "never" ? right.kind : left.kind,
    span: expr.span,
    value: call("coalesce", [left.value, thunk(right.value)]),
    nullable: right.nullable,
    inexact: left.inexact === true || right.inexact === true,
  };
}

function convertTry(expr: Call, goal: Goal, context: Context): Typed {
  const [operand] = expr.args;
  if (!argumentsFit(expr, context) || operand === undefined) return infer(expr, context);
  return attempt(expr, convert(operand, goal, context));
}

export function attempt(expr: Call, tried: Typed): Typed {
  if (tried.kind === "null") return tried;
  const { constant: _constant, raw: _raw, rawType: _rawType, stored: _stored, ...rest } = tried;
  return { ...rest, span: expr.span, value: call("attempt", [thunk(tried.value)]), nullable: true };
}
