import type { ColumnPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { differs, equalConstants, equalInputs, inputCell } from "./fragments.ts";
import { wrapped } from "../layout.ts";
import { nameOf, quoted } from "./identifiers.ts";
import { insertLines, takenRows, writeParameters } from "./insert.ts";
import { dead } from "./conditions.ts";
import { compared, without, type TableShape } from "../table-shape.ts";

/**
 * Overwrites a row with the same owner columns that differs, then inserts rows whose `key` is not there. Equal rows are not rewritten. A dead
 * row is nobody's any more: it is overwritten whoever owned it, else its `key` would be lost to all other keys. HOLDLOCK keeps a `key` that
 * is not there from being inserted by somebody else between the two, and UPDLOCK keeps two that look for one from waiting for each other. No
 * MERGE: it has neither by itself.
 */
export function upsert(table: TableShape): RowStatement {
  const lines = [
    ...takenRows(table),
    ...overwrite(table),
    ...insertLines(table, [`NOT EXISTS (${stored(table)})`]),
    "SET @count = @count + @@ROWCOUNT",
  ];
  return { name: table.statement("upsert"), text: lines.join("\n"), rows: writeParameters(table) };
}

export const LOCKED = "WITH (UPDLOCK, HOLDLOCK)";

function overwrite(table: TableShape): readonly string[] {
  const differing = compared(table);
  if (differing.length === 0) return ["SET @count = 0;"];
  const taken = table.marks.length === 0 ? [] : without(table.owners, table.key);
  const changing = without(table.columns, [...table.key, ...table.owners, ...table.constants]);
  const assignments = [...taken, ...changing].map(
    (column: ColumnPlan) => `${quoted(column.name)} = ${inputCell("i", column)}`,
  );
  return [
    `UPDATE t SET ${wrapped(assignments)}`,
    `FROM @i AS i JOIN ${nameOf(table)} AS t ${LOCKED} ON ${byKey(table)}`,
    `WHERE ${[...sameOwner(table), differs(differing, "i")].join("\n  AND ")}`,
    "OPTION (LOOP JOIN, FORCE ORDER);",
    "SET @count = @@ROWCOUNT;",
  ];
}

function stored(table: TableShape): string {
  return `SELECT 1 FROM ${nameOf(table)} AS t ${LOCKED} WHERE ${byKey(table)}`;
}

export function byKey({ key, constants }: Pick<TableShape, "key" | "constants">): string {
  return [
    ...equalInputs("i", without(key, constants)),
    ...equalConstants(constants.filter((column) => key.includes(column))),
  ].join(" AND ");
}

/** Nothing where `key` identifies the owner by itself. */
function sameOwner(table: TableShape): readonly string[] {
  const owners = equalInputs("i", without(table.owners, table.key));
  const constants = equalConstants(without(table.constants, table.key));
  if (owners.length === 0 || table.marks.length === 0) return [...owners, ...constants];
  return [`(${owners.join(" AND ")} OR ${dead(table)})`, ...constants];
}
