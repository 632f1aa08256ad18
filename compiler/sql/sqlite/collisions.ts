import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants, equalInputs, input, parameters, rowsOf } from "./fragments.ts";
import { nameOf, quoted } from "../identifiers.ts";
import { ownersBesideKey, without, type TableShape } from "../table-shape.ts";
import { exactly, ownerText } from "./types.ts";

/**
 * Finds, after the writes, inputs whose stored row, or open version, has other owner columns. A CROSS JOIN of SQLite keeps its order, so that each input looks
 * its row up.
 */
export function collisions(table: TableShape): RowStatement | undefined {
  const { key, owners, constants, period } = table;
  if (ownersBesideKey(table).length === 0) return undefined;
  const inputs = without([...key, ...without(owners, key)], constants);
  const same = [
    ...equalInputs("i", without(key, constants), inputs),
    ...equalConstants(constants.filter((column) => key.includes(column))),
    ...(period === undefined ? [] : [`t.${quoted(period.to)} IS NULL`]),
  ];
  const differs = [
    ...without(owners, key).map((column) => {
      return `${exactly(cell("t", column), column)} IS NOT ${input("i", column, inputs.indexOf(column))}`;
    }),
    ...without(constants, key).map((column) => `${cell("t", column)} IS NOT ${constantText(column)}`),
  ];
  const lines = [
    `SELECT ${["i.key", ...ownerTexts(table)].join(", ")}`,
    `FROM ${rowsOf(1, "i")}`,
    `CROSS JOIN ${nameOf(table)} AS t ON ${same.join(" AND ")}`,
    `WHERE ${differs.join(" OR ")}`,
  ];
  return { name: table.statement("collisions"), text: lines.join("\n"), rows: parameters(inputs) };
}

/** Where a constant differs, the row is another job's, and its owner is no key of this one. */
function ownerTexts(table: TableShape): readonly string[] {
  const own = equalConstants(without(table.constants, table.key)).join(" AND ");
  return table.owners.map((column) => {
    const text = ownerText(cell("t", column), column);
    return own === "" ? text : `CASE WHEN ${own} THEN ${text} END`;
  });
}
