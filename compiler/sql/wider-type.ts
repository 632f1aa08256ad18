import type { ColumnType } from "../plan/ir.ts";

/** The one of two types that holds the values of both; the first where neither does, or where that needs a third. */
export function widerType(one: ColumnType, other: ColumnType): ColumnType {
  return holds(other, one) ? other : one;
}

const INTEGERS: readonly string[] = ["smallint", "int", "bigint"];

function holds(wide: ColumnType, narrow: ColumnType): boolean {
  if (wide.kind === "text") return narrow.kind === "varchar";
  if (wide.kind === "varchar" || wide.kind === "char") return narrow.kind === wide.kind && narrow.length <= wide.length;
  if (wide.kind === "numeric") return holdsNumber(wide, narrow);
  return INTEGERS.includes(narrow.kind) && INTEGERS.indexOf(wide.kind) >= INTEGERS.indexOf(narrow.kind);
}

type Numeric = Extract<ColumnType, { readonly kind: "numeric" }>;

function holdsNumber({ precision, scale = 0 }: Numeric, narrow: ColumnType): boolean {
  if (precision === undefined) return narrow.kind === "numeric" || INTEGERS.includes(narrow.kind);
  if (narrow.kind !== "numeric" || narrow.precision === undefined) return false;
  const { scale: theirs = 0 } = narrow;
  return theirs <= scale && narrow.precision - theirs <= precision - scale;
}
