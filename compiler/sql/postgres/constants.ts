import type { ColumnPlan, Value } from "../../plan/ir.ts";
import { constantOf } from "../constants.ts";
import { typeName } from "./types.ts";

/** A constant as a typed SQL literal: `'card'::text`. By default the one that the column's `into` gives it. */
export function constantText(column: ColumnPlan, value: Value = column.value): string {
  const constant = constantOf(value, column.name);
  return constant === null ? "NULL" : `'${String(constant).replaceAll("'", "''")}'::${typeName(column)}`;
}
