import { wrapped } from "../layout.ts";
import type { ColumnPlan } from "../../plan/ir.ts";
import type { ColumnParameter } from "../statements.ts";
import type { TableShape } from "../table-shape.ts";
import { constantText } from "./constants.ts";
import { quoted } from "./identifiers.ts";
import { encoderName, EXACT_COLLATION, exactly, inPlace, isPadded, type Use } from "./types.ts";

/** `t.[id]` */
export function cell(alias: string, column: ColumnPlan): string {
  return `${alias}.${quoted(column.name)}`;
}

/** A cell that an input holds, in the column's type. */
export function inputCell(alias: string, column: ColumnPlan): string {
  return inPlace(cell(alias, column), column);
}

export function cells(alias: string, columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => cell(alias, column)));
}

/** `[id], [name]` */
export function names(columns: readonly ColumnPlan[]): string {
  return wrapped(columns.map((column) => quoted(column.name)));
}

/** `key` and owner columns. */
export function isCompared({ key, owners }: TableShape, column: ColumnPlan): boolean {
  return key.includes(column) || owners.includes(column);
}

export function useOf(table: TableShape, column: ColumnPlan): Use {
  return isCompared(table, column) ? "compared" : "carried";
}

/** Of rows that are written. */
export function rowParameters(table: TableShape, columns: readonly ColumnPlan[]): readonly ColumnParameter[] {
  return columns.map((column) => ({ of: "column", column, encoder: encoderName(column, useOf(table, column)) }));
}

/** Of values by which stored rows are only looked for. */
export function parameters(columns: readonly ColumnPlan[]): readonly ColumnParameter[] {
  return columns.map((column) => ({ of: "column", column, encoder: encoderName(column, "carried") }));
}

/**
 * `t.[id] = i.[id]`, one a column. `=` takes 'a' and 'a ' for one text, and 0x61 and 0x6100, in every collation and in indexes too, so lengths
 * are compared besides. The column's collation is looked at when the worker starts.
 */
export function equalInputs(alias: string, columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => equal(cell("t", column), inputCell(alias, column), column));
}

/** `t.[kind] = N'card'`, one a column, by bytes whatever the column's collation is. */
export function equalConstants(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map((column) => equal(cell("t", column), exactConstant(column), column));
}

/** A constant to compare with. */
export function exactConstant(column: ColumnPlan): string {
  const { kind } = column.type;
  const isText = kind === "text" || kind === "varchar" || kind === "char";
  return isText ? `${constantText(column)} COLLATE ${EXACT_COLLATION}` : constantText(column);
}

function equal(left: string, right: string, column: ColumnPlan): string {
  return isPadded(column) ? `${left} = ${right} AND DATALENGTH(${left}) = DATALENGTH(${right})` : `${left} = ${right}`;
}

/** Whether a stored row's cells differ from those of an input by a byte. EXCEPT takes two nulls for equal. */
export function differs(columns: readonly ColumnPlan[], alias: string): string {
  const stored = columns.flatMap((column) => exactly(cell("t", column), column));
  const given = columns.flatMap((column) => exactly(inputCell(alias, column), column));
  return `EXISTS (SELECT ${wrapped(stored)}\n  EXCEPT SELECT ${wrapped(given)})`;
}
