import type { ColumnPlan } from "../plan/ir.ts";
import type { Imports } from "./imports.ts";
import { propertyOf } from "./names.ts";

/** A text that two rows share exactly when these of their columns are equal. */
export function rowText(columns: readonly ColumnPlan[], imports: Imports): string {
  const [first] = columns;
  if (columns.length === 1 && first !== undefined && first.notNull) return singleText(first, imports);
  return `JSON.stringify([${columns.map((column) => cellText(column, imports)).join(", ")}])`;
}

function singleText(column: ColumnPlan, imports: Imports): string {
  const cell = cellText(column, imports);
  return holdsJson(column) && !isText(column) ? `String(${cell})` : cell;
}

/** A cell as JSON tells it apart from others; a missing one becomes null in a JSON list. */
function cellText(column: ColumnPlan, imports: Imports): string {
  const cell = propertyOf("row", column.name);
  if (holdsJson(column)) return cell;
  if (column.type.kind === "json") return jsonText(cell, column, imports);
  const encoding = column.type.kind === "bytes" ? `"base64"` : "";
  return `${cell}${column.notNull ? "" : "?"}.toString(${encoding})`;
}

function jsonText(cell: string, { notNull }: ColumnPlan, imports: Imports): string {
  const text = `${imports.value("jsonText")}(${cell})`;
  return notNull ? text : `${cell} === null ? null : ${text}`;
}

function holdsJson(column: ColumnPlan): boolean {
  return isText(column) || ["smallint", "int", "date", "boolean"].includes(column.type.kind);
}

function isText(column: ColumnPlan): boolean {
  return ["text", "varchar", "char", "uuid", "native"].includes(column.type.kind);
}
