import type { ColumnPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { beside, wrapped } from "../layout.ts";
import { cell, names, tuple } from "./fragments.ts";
import { quoted } from "../identifiers.ts";
import { insertInto } from "./insert.ts";
import { dead } from "./conditions.ts";
import { compared, without, type TableShape } from "../table-shape.ts";
import { exactly } from "./types.ts";

/**
 * Inserts, or overwrites a row with the same owner columns that differs. Equal rows are not rewritten. A dead row is nobody's any more: it
 * is overwritten whoever owned it, else its `key` would be lost to all other keys.
 */
export function upsert(table: TableShape): RowStatement {
  const conflict = `ON CONFLICT (${names(table.key)})`;
  const differing = compared(table);
  if (differing.length === 0) return insertInto(table, "upsert", [`${conflict} DO NOTHING`]);
  const taken = table.marks.length === 0 ? [] : without(table.owners, table.key);
  const changing = without(table.columns, [...table.key, ...table.owners, ...table.constants]);
  const assignments = [...taken, ...changing].map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`);
  return insertInto(table, "upsert", [
    `${conflict} DO UPDATE SET ${wrapped(assignments)}`,
    `WHERE ${[...sameOwner(table), differs(differing)].join("\n  AND ")}`,
  ]);
}

/** Nothing where `key` identifies the owner by itself. */
function sameOwner(table: TableShape): readonly string[] {
  const owners = without(table.owners, table.key).map(
    (column) => `${exact("t", column)} = ${cell("excluded", column)}`,
  );
  const constants = without(table.constants, table.key).map(
    (column) => `${exact("t", column)} = ${constantText(column)}`,
  );
  if (owners.length === 0 || table.marks.length === 0) return [...owners, ...constants];
  return [`(${owners.join(" AND ")} OR ${dead(table)})`, ...constants];
}

function differs(columns: readonly ColumnPlan[]): string {
  const stored = tuple(columns.map((column) => exact("t", column)));
  return beside(stored, `IS NOT ${tuple(columns.map((column) => cell("excluded", column)))}`);
}

function exact(alias: string, column: ColumnPlan): string {
  return exactly(cell(alias, column), column);
}
