import type { ColumnPlan, Value } from "../../plan/ir.ts";
import { constantOf } from "../constants.ts";
import { fromText, inPlace } from "./types.ts";

/** A constant as a typed SQL literal: `N'card'`, `CONVERT(int, N'1')`. By default the one that the column's `into` gives it. */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  if (constant === null) return "NULL";
  return inPlace(fromText(`N'${sent(constant, column).replaceAll("'", "''")}'`, column), column);
}

/** As the runtime's encoders have it. */
function sent(constant: string | number | boolean, { type }: ColumnPlan): string {
  if (typeof constant === "boolean") return constant ? "1" : "0";
  if (type.kind === "boolean") return String(constant) === "true" ? "1" : "0";
  return String(constant);
}
