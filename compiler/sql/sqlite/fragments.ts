import type { ColumnPlan } from "../../plan/ir.ts";
import type { ColumnParameter } from "../statements.ts";
import { constantText } from "./constants.ts";
import { quoted } from "../identifiers.ts";
import { beside, wrapped } from "../layout.ts";
import { encoderName } from "./types.ts";

/** `t."id"` */
export function cell(alias: string, column: ColumnPlan): string {
  return `${alias}.${quoted(column.name)}`;
}

/** `t."id", t."name"` */
export function cells(alias: string, columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => cell(alias, column)));
}

/** `"id", "name"` */
export function names(columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => quoted(column.name)));
}

/** `json_each(?1) AS i`: a document of rows, so that one text serves every batch size. Each row is a list. */
export function rowsOf(parameter: number, alias: string): string {
  return `json_each(?${parameter}) AS ${alias}`;
}

/** One value of a row of {@link rowsOf}. */
export function input(alias: string, column: ColumnPlan, at: number): string {
  const value = `${alias}.value ->> ${at}`;
  return column.type.kind === "bytes" ? `unhex(${value})` : value;
}

export function inputs(alias: string, columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column, at) => input(alias, column, at));
}

export function parameters(columns: readonly ColumnPlan[]): readonly ColumnParameter[] {
  return columns.map((column) => ({ of: "column", column, encoder: encoderName(column) }));
}

/** `t."id" = i.value ->> 0`, for some of the columns that the rows have. Equality is that of bytes: other collations are refused at the start. */
export function equalInputs(
  alias: string,
  columns: readonly ColumnPlan[],
  all: readonly ColumnPlan[] = columns,
): readonly string[] {
  return columns.map((column) => `${cell("t", column)} = ${input(alias, column, all.indexOf(column))}`);
}

/** `t."kind" = 'card'`, one a column. */
export function equalConstants(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => `${cell("t", column)} = ${constantText(column)}`);
}

/** Whether a stored row is one of a list. SQLite makes an index of the list, or looks each of it up in an index of the table. */
export function isAmong(columns: readonly ColumnPlan[], rows: string, values: readonly string[]): string {
  const stored = tuple(columns.map((column) => cell("t", column)));
  return beside(`${stored} IN`, `(SELECT ${wrapped(values)} FROM ${rows})`);
}

/** `t."a", t."b"` in parentheses where they are several. */
export function tuple(items: readonly string[]): string {
  const [only, ...others] = items;
  return only !== undefined && others.length === 0 ? only : `(${wrapped(items)})`;
}
