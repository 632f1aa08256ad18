import type { ColumnPlan, Value } from "../../plan/ir.ts";
import { typeName } from "./types.ts";

/** A constant column's value as a typed SQL literal: `'card'::text`. */
export function constantText(column: ColumnPlan): string {
  const text = String(innermost(column.value, column.name));
  return `'${text.replaceAll("'", "''")}'::${typeName(column)}`;
}

/** A constant is a literal that conversions surround; their first argument is what they convert. */
function innermost(value: Value, column: string): string | number | boolean {
  if (value.kind === "bigint") return value.text;
  if (value.kind === "literal" && value.value !== null) return value.value;
  const [first] = value.kind === "call" ? value.args : [];
  if (first === undefined) throw new Error(`the owner column ${column} is no constant`);
  return innermost(first, column);
}
