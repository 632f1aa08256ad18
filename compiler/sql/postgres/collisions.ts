import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants, equalInputs, inputCell, names, parameters, unnest } from "./fragments.ts";
import { nameOf, quoted } from "../identifiers.ts";
import { ownersBesideKey, without, type TableShape } from "../table-shape.ts";
import { exactly, ownerText } from "./types.ts";

/** Cannot be a column's name by accident. */
const POSITION = quoted("rdi position");

/** Finds, after the writes, inputs whose stored row, or open version, has other owner columns. */
export function collisions(table: TableShape): RowStatement | undefined {
  const { key, owners, constants, period } = table;
  if (ownersBesideKey(table).length === 0) return undefined;
  const inputs = without([...key, ...without(owners, key)], constants);
  const same = [
    ...equalInputs("i", without(key, constants)),
    ...equalConstants(constants.filter((column) => key.includes(column))),
    ...(period === undefined ? [] : [`t.${quoted(period.to)} IS NULL`]),
  ];
  const lines = [
    `SELECT ${[`(i.${POSITION} - 1)::text`, ...ownerTexts(table)].join(", ")}`,
    `FROM ${unnest(inputs)} WITH ORDINALITY AS i(${names(inputs)}, ${POSITION})`,
    `JOIN ${nameOf(table)} AS t ON ${same.join(" AND ")}`,
    `WHERE ${differs(table).join(" OR ")}`,
  ];
  return { name: table.statement("collisions"), text: lines.join("\n"), rows: parameters(inputs) };
}

function differs(table: TableShape): readonly string[] {
  return [
    ...without(table.owners, table.key).map(
      (column) => `${exactly(cell("t", column), column)} IS DISTINCT FROM ${exactly(inputCell("i", column), column)}`,
    ),
    ...without(table.constants, table.key).map(
      (column) => `${cell("t", column)} IS DISTINCT FROM ${constantText(column)}`,
    ),
  ];
}

/** Where a constant differs, the row is another job's, and its owner is no key of this one. */
function ownerTexts(table: TableShape): readonly string[] {
  const own = equalConstants(without(table.constants, table.key)).join(" AND ");
  return table.owners.map((column) => {
    const text = ownerText(cell("t", column), column);
    return own === "" ? text : `CASE WHEN ${own} THEN ${text} END`;
  });
}
