import type { ColumnType, Value } from "../plan/ir.ts";
import { typeText } from "./column-types.ts";
import { loadColumn } from "./columns.ts";
import { call } from "./values.ts";

/** Digits of the largest value. No numeric has room for some values of an integer type that has more digits, and for others not. */
const DIGITS = { smallint: 5, int: 10, bigint: 19 } as const;

/**
 * A value of one column type in the representation of another one that holds all values of the first. Undefined where the other one is
 * narrower, or of another kind.
 */
export function widen(from: ColumnType, to: ColumnType, value: Value): Value | undefined {
  if (typeText(from) === typeText(to)) return value;
  if (from.kind !== "smallint" && from.kind !== "int" && from.kind !== "bigint") return undefined;
  if (to.kind === "numeric") return wholeDigits(to) >= DIGITS[from.kind] ? loadColumn(from, value) : undefined;
  if (from.kind === "smallint" && to.kind === "int") return value;
  return from.kind !== "bigint" && to.kind === "bigint" ? call("bigintOfInt", [value]) : undefined;
}

function wholeDigits({ precision, scale = 0 }: Extract<ColumnType, { kind: "numeric" }>): number {
  return precision === undefined ? Infinity : precision - scale;
}
