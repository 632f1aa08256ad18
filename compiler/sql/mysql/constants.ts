import type { ColumnPlan, Value } from "../../plan/ir.ts";
import { constantOf } from "../constants.ts";

/** A constant as an SQL literal. By default the one that the column's `into` gives it. */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  if (constant === null) return "NULL";
  if (typeof constant === "boolean") return constant ? "1" : "0";
  if (column.type.kind === "bytes") return `X'${Buffer.from(String(constant)).toString("hex")}'`;
  if (typeof constant === "number") return numberText(constant, column);
  return stringLiteral(constant);
}

/** A number for a text is one, too. */
function numberText(number: number, { type }: ColumnPlan): string {
  return NUMBERS.has(type.kind) ? String(number) : `'${number}'`;
}

const NUMBERS: ReadonlySet<string> = new Set(["smallint", "int", "bigint", "numeric", "real", "double", "boolean"]);

/** A backslash may mean itself or not, as `sql_mode` has it, so a text that has one is written by its bytes. */
function stringLiteral(text: string): string {
  if (!text.includes("\\")) return `'${text.replaceAll("'", "''")}'`;
  return `_utf8mb4 X'${Buffer.from(text).toString("hex")}'`;
}
