import type { ColumnPlan } from "../plan/ir.ts";
import { propertyOf } from "./names.ts";

/** A text that two rows share exactly when these of their columns are equal. */
export function rowText(columns: readonly ColumnPlan[]): string {
  const [first] = columns;
  if (columns.length === 1 && first !== undefined && first.notNull) return singleText(first);
  return `JSON.stringify([${columns.map(cellText).join(", ")}])`;
}

function singleText(column: ColumnPlan): string {
  const cell = cellText(column);
  return holdsJson(column) && !isText(column) ? `String(${cell})` : cell;
}

/** A cell as JSON tells it apart from others; a missing one becomes null in a JSON list. */
function cellText(column: ColumnPlan): string {
  const cell = propertyOf("row", column.name);
  if (holdsJson(column)) return cell;
  const encoding = column.type.kind === "bytes" ? `"base64"` : "";
  return `${cell}${column.notNull ? "" : "?"}.toString(${encoding})`;
}

function holdsJson(column: ColumnPlan): boolean {
  return isText(column) || ["smallint", "int", "date", "boolean"].includes(column.type.kind);
}

function isText(column: ColumnPlan): boolean {
  return ["text", "varchar", "char", "uuid"].includes(column.type.kind);
}
