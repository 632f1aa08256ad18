import type { RowStatement } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { constantText } from "./constants.ts";
import {
  cell,
  differs,
  equalConstants,
  equalInputs,
  inputCell,
  inputColumns,
  jsonTable,
  parameters,
} from "./fragments.ts";
import { nameOf } from "./identifiers.ts";
import { insertWhereNone } from "./insert.ts";
import { dead } from "./conditions.ts";
import { compared, without, type TableShape } from "../table-shape.ts";
import { exactly } from "./types.ts";

/**
 * Overwrites rows with the same owner columns that differ, then inserts what is not there. Equal rows are not rewritten. A dead row is nobody's any
 * more: it is overwritten whoever owned it, else its `key` would be lost to all other keys.
 *
 * INSERT … ON DUPLICATE KEY UPDATE is no way to write this: it takes a row that is equal in any unique index for the one that is meant, so a value
 * that another row has in a second index would overwrite that row without a word; and it locks the gaps beside what it finds. Here the update looks
 * a row up by `key` alone, and a plain insert that meets anything in any index is an error (1062).
 */
export function upsert(table: TableShape): readonly RowStatement[] {
  const differing = compared(table);
  const insert = insertWhereNone(table);
  return differing.length === 0 ? [insert] : [update(table), insert];
}

function update(table: TableShape): RowStatement {
  const inputs = without(table.columns, table.constants);
  const taken = table.marks.length === 0 ? [] : without(table.owners, table.key);
  const changing = without(table.columns, [...table.key, ...table.owners, ...table.constants]);
  const assignments = [...taken, ...changing].map((column) => `${cell("t", column)} = ${inputCell("i", column)}`);
  // Read in this order: the server would rather scan a table that it takes for small, and wait for all rows' locks.
  const lines = [
    `UPDATE ${jsonTable("i", inputColumns(inputs))}`,
    `STRAIGHT_JOIN ${nameOf(table)} AS t ON ${sameKey(table).join(" AND ")}`,
    `SET ${wrapped(assignments)}`,
    `WHERE ${[...sameOwner(table), differs(compared(table), "i")].join("\n  AND ")}`,
  ];
  return { name: table.statement("update"), text: lines.join("\n"), rows: parameters(inputs) };
}

/** Conditions over the row `t` and the input `i`. */
export function sameKey({ key, constants }: TableShape): readonly string[] {
  return [
    ...equalInputs("i", without(key, constants)),
    ...equalConstants(constants.filter((column) => key.includes(column))),
  ];
}

/** Nothing where `key` identifies the owner by itself. */
function sameOwner(table: TableShape): readonly string[] {
  const owners = without(table.owners, table.key).map(
    (column) => `${exactly(cell("t", column), column)} = ${exactly(inputCell("i", column), column)}`,
  );
  const constants = without(table.constants, table.key).map(
    (column) => `${exactly(cell("t", column), column)} = ${exactly(constantText(column), column)}`,
  );
  if (owners.length === 0 || table.marks.length === 0) return [...owners, ...constants];
  return [`(${owners.join(" AND ")} OR ${dead(table)})`, ...constants];
}
