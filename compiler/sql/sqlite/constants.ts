import type { ColumnPlan, Value } from "../../plan/ir.ts";
import { constantOf } from "../constants.ts";

/** A constant as a SQL literal, spelled as the encoders spell values of the column's type. By default the one that the column's `into` gives it. */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  if (constant === null) return "NULL";
  return literal(column, String(constant));
}

function literal({ type }: ColumnPlan, text: string): string {
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
      return text;
    case "real":
    case "double":
      return /[.eE]/.test(text) ? text : `${text}.0`;
    case "boolean":
      return text === "true" ? "1" : "0";
    default:
      return `'${text.replaceAll("'", "''")}'`;
  }
}
