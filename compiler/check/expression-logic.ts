import type { Binary, Expr, Unary } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { convert } from "./convert.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, thunk } from "./values.ts";

/** `and` and `or` follow SQL, and stop early. */
export function inferLogic(expr: Binary, operator: "and" | "or", context: Context): Typed {
  const left = condition(expr.left, context);
  const right = condition(expr.right, context);
  if (left.kind === "invalid" || right.kind === "invalid") return invalid(expr.span);
  return {
    kind: "boolean",
    span: expr.span,
    value: call(operator, [left.value, thunk(right.value)]),
    nullable: left.nullable || right.nullable,
  };
}

export function inferNot(expr: Unary, context: Context): Typed {
  const operand = condition(expr.operand, context);
  if (operand.kind === "invalid") return invalid(expr.span);
  return { kind: "boolean", span: expr.span, value: call("not", [operand.value]), nullable: operand.nullable };
}

/** A condition: undecoded values are booleans here. */
export function condition(expr: Expr, context: Context): Typed {
  return convert(expr, { kind: "operand", to: "boolean" }, context);
}
