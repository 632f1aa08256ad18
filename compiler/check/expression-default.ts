import type { Binary, Expr } from "../../grammar/ast.ts";
import type { Context } from "./context.ts";
import { coalesce } from "./convert.ts";
import { alternatives, unify } from "./unify.ts";
import { isUndecoded } from "./types.ts";
import type { Typed } from "./types.ts";

const TIGHTER: readonly string[] = ["++", "+", "-", "*", "/", "%"];

/** `x ?? y` without a wish from outside: both become what the typed side is. */
export function inferDefault(expr: Binary, context: Context): Typed {
  checkDefaultNeighbours(expr, context);
  const unified = unify([expr.left, expr.right], expr, { ...context, membership: false });
  const { operands, kind } = alternatives(unified, context);
  const [left, right] = operands;
  if (left === undefined || right === undefined)
    return { kind: "invalid", span: expr.span, value: { kind: "literal", value: null }, nullable: false };
  const united = coalesce(expr, left, right);
  const untried = left.untried === true || right.untried === true;
  return isUndecoded(kind) ? { ...united, kind, raw: united.value, untried } : { ...united, kind };
}

/** `??` next to arithmetic or `++` needs parentheses. */
export function checkDefaultNeighbours(expr: Binary, context: Context): void {
  for (const side of [expr.left, expr.right]) {
    if (isTighter(side))
      context.sink.report("RDI2024", side.operatorSpan, { operator: side.operator }, [
        { span: expr.operatorSpan, label: "next to this" },
      ]);
  }
}

function isTighter(expr: Expr): expr is Binary {
  return expr.kind === "binary" && TIGHTER.includes(expr.operator);
}
