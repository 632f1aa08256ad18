import type { ColumnPlan, Value } from "../plan/ir.ts";

export function isNull(column: ColumnPlan): boolean {
  return constantOf(column.value, column.name) === null;
}

/** A constant is a literal that conversions surround; their first argument is what they convert. */
export function constantOf(value: Value, column: string): string | number | boolean | null {
  if (value.kind === "bigint") return value.text;
  if (value.kind === "literal") return value.value;
  const [first] = value.kind === "call" || value.kind === "constant" ? value.args : [];
  if (first === undefined) throw new Error(`the column ${column} is no constant`);
  return constantOf(first, column);
}
