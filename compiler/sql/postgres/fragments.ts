import type { ColumnPlan } from "../../plan/ir.ts";
import type { ColumnParameter } from "../statements.ts";
import { constantText } from "./constants.ts";
import { quoted } from "../identifiers.ts";
import { wrapped } from "../layout.ts";
import { encoderName, parameterType, typeName } from "./types.ts";

/** `t."id"` */
export function cell(alias: string, column: ColumnPlan): string {
  return `${alias}.${quoted(column.name)}`;
}

/** A cell that a parameter holds, in the column's type. */
export function inputCell(alias: string, column: ColumnPlan): string {
  return column.type.kind === "native" ? `${cell(alias, column)}::${typeName(column)}` : cell(alias, column);
}

/** `t."id", t."name"` */
export function cells(alias: string, columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => cell(alias, column)));
}

/** `"id", "name"` */
export function names(columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => quoted(column.name)));
}

/** `unnest($1::int8[], $2::text[])`: one array a column, so that one text and one plan serve every batch size. */
export function unnest(columns: readonly ColumnPlan[], first = 1): string {
  return unnestTypes(columns.map(parameterType), first);
}

export function unnestTypes(types: readonly string[], first = 1): string {
  return `unnest(${wrapped(types.map((type, index) => `$${first + index}::${type}[]`))})`;
}

export function parameters(columns: readonly ColumnPlan[]): readonly ColumnParameter[] {
  return columns.map((column) => ({ of: "column", column, encoder: encoderName(column) }));
}

/** `t."id" = o."id"`, one a column. Equality is that of bytes: nondeterministic collations are refused at the start. */
export function equalInputs(alias: string, columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => `${cell("t", column)} = ${inputCell(alias, column)}`);
}

/** The same for rows that stay, called `k`. */
export function equalKept(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => `${inputCell("k", column)} = ${cell("t", column)}`);
}

/** `t."kind" = 'card'::text`, one a column. */
export function equalConstants(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => `${cell("t", column)} = ${constantText(column)}`);
}
