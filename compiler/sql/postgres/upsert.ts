import type { ColumnPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { beside, cell, names, wrapped } from "./fragments.ts";
import { quoted } from "./identifiers.ts";
import { insertInto } from "./insert.ts";
import { without, type TableShape } from "./table-shape.ts";
import { exactly } from "./types.ts";

/** Inserts, or overwrites a row with the same owner columns that differs. Equal rows are not rewritten. */
export function upsert(table: TableShape): RowStatement {
  const conflict = `ON CONFLICT (${names(table.key)})`;
  const changing = without(table.columns, [...table.key, ...table.owners, ...table.constants]);
  if (changing.length === 0) return insertInto(table, "upsert", [`${conflict} DO NOTHING`]);
  const assignments = changing.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`);
  return insertInto(table, "upsert", [
    `${conflict} DO UPDATE SET ${wrapped(assignments)}`,
    `WHERE ${[...sameOwner(table), differs(changing)].join("\n  AND ")}`,
  ]);
}

/** Nothing where `key` identifies the owner by itself. */
function sameOwner(table: TableShape): readonly string[] {
  return [
    ...without(table.owners, table.key).map((column) => `${exact("t", column)} = ${exact("excluded", column)}`),
    ...without(table.constants, table.key).map((column) => `${exact("t", column)} = ${constantText(column)}`),
  ];
}

function differs(columns: readonly ColumnPlan[]): string {
  const side = (alias: string): string => wrapped(columns.map((column) => exact(alias, column)));
  const row = (alias: string): string => (columns.length === 1 ? side(alias) : `(${side(alias)})`);
  return beside(row("t"), `IS DISTINCT FROM ${row("excluded")}`);
}

function exact(alias: string, column: ColumnPlan): string {
  return exactly(cell(alias, column), column);
}
