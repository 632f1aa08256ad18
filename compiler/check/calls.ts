import type { Expr, StringLiteral } from "../../grammar/ast.ts";

/** Names of the functions that an expression calls. */
export function callsIn(expr: Expr): readonly string[] {
  const inner = partsOfExpr(expr).flatMap(callsIn);
  return [...new Set(expr.kind === "call" ? [expr.name.text, ...inner] : inner)];
}

function partsOfExpr(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "string":
      return holesOf(expr);
    case "call":
      return expr.args;
    case "member":
      return [expr.object];
    case "index":
      return [expr.object, expr.index];
    case "group":
      return [expr.inner];
    case "list":
      return expr.items;
    case "loop":
      return present([expr.item, expr.list, expr.where]);
    case "object":
      return present(expr.entries.map((entry) => entry.value));
    case "case":
      return present([expr.subject, ...expr.arms.flatMap((arm) => [...arm.tests, arm.result]), expr.otherwise]);
    case "unary":
    case "cast":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "comparison":
      return present([expr.left, expr.right, expr.upper]);
    default:
      return [];
  }
}

/** How often a name stands in an expression; one that a loop binds anew counts too. */
export function countUses(expr: Expr, name: string): number {
  const own = expr.kind === "name" && expr.name.text === name ? 1 : 0;
  return partsOfExpr(expr).reduce((sum, part) => sum + countUses(part, name), own) + bareEntries(expr, name);
}

/** `{ b }` stands for `{ b: b }`; a loop's body is computed many times. */
function bareEntries(expr: Expr, name: string): number {
  if (expr.kind === "loop") return countUses(expr.item, name);
  if (expr.kind !== "object") return 0;
  return expr.entries.filter((entry) => entry.kind === "entry" && entry.value === undefined && entry.name.text === name)
    .length;
}

function present(parts: readonly (Expr | undefined)[]): readonly Expr[] {
  return parts.filter((part) => part !== undefined);
}

function holesOf(expr: StringLiteral): readonly Expr[] {
  return expr.parts.flatMap((part) => (part.kind === "hole" ? [part.value] : []));
}
