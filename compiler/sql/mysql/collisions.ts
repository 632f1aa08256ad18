import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants, inputCell, inputColumns, jsonTable, parameters } from "./fragments.ts";
import { nameOf, quoted } from "./identifiers.ts";
import { ownersBesideKey, without, type TableShape } from "../table-shape.ts";
import { exactly, ownerText } from "./types.ts";
import { sameKey } from "./upsert.ts";

/** Cannot be a column's name by accident. */
const POSITION = quoted("rdi position");

/** Finds, after the writes, inputs whose stored row, or open version, has other owner columns. */
export function collisions(table: TableShape): RowStatement | undefined {
  const { key, owners, constants, period } = table;
  if (ownersBesideKey(table).length === 0) return undefined;
  const inputs = without([...key, ...without(owners, key)], constants);
  const same = [...sameKey(table), ...(period === undefined ? [] : [`t.${quoted(period.to)} IS NULL`])];
  const stored = `${nameOf(table)} AS t`;
  const lines = [
    `SELECT ${[inputs.length === 0 ? "'0'" : `CAST(i.${POSITION} - 1 AS CHAR)`, ...ownerTexts(table)].join(", ")}`,
    ...(inputs.length === 0
      ? [`FROM ${stored}`]
      : [`FROM ${jsonTable("i", inputColumns(inputs), POSITION)}`, `STRAIGHT_JOIN ${stored} ON ${same.join(" AND ")}`]),
    `WHERE ${[...(inputs.length === 0 ? same : []), `(${differing(table).join(" OR ")})`].join(" AND ")}`,
  ];
  return { name: table.statement("collisions"), text: lines.join("\n"), rows: parameters(inputs) };
}

function differing(table: TableShape): readonly string[] {
  return [
    ...without(table.owners, table.key).map(
      (column) => `NOT (${exactly(cell("t", column), column)} <=> ${exactly(inputCell("i", column), column)})`,
    ),
    ...without(table.constants, table.key).map(
      (column) => `NOT (${exactly(cell("t", column), column)} <=> ${exactly(constantText(column), column)})`,
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
