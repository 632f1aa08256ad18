import type { ColumnPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { cell, equalCells, equalConstants, names, parameters, unnest } from "./fragments.ts";
import { quoted } from "./identifiers.ts";
import { without, type TableShape } from "./table-shape.ts";
import { exactly, ownerText } from "./types.ts";

/** Cannot be a column's name by accident. */
const POSITION = quoted("rdi position");

/** Finds, after the upsert, inputs whose stored row has other owner columns. */
export function collisions(table: TableShape): RowStatement | undefined {
  const { key, owners, constants } = table;
  if (without([...owners, ...constants], key).length === 0) return undefined;
  const inputs = without([...key, ...without(owners, key)], constants);
  const same = [
    ...equalCells("t", "i", without(key, constants)),
    ...equalConstants(constants.filter((column) => key.includes(column))),
  ];
  const lines = [
    `SELECT ${[`(i.${POSITION} - 1)::text`, ...ownerTexts(table)].join(", ")}`,
    `FROM ${unnest(inputs)} WITH ORDINALITY AS i(${names(inputs)}, ${POSITION})`,
    `JOIN ${table.name} AS t ON ${same.join(" AND ")}`,
    `WHERE ${differs(table).join(" OR ")}`,
  ];
  return { name: table.statement("collisions"), text: lines.join("\n"), rows: parameters(inputs) };
}

function differs(table: TableShape): readonly string[] {
  return [
    ...without(table.owners, table.key).map((column) => `${exact("t", column)} IS DISTINCT FROM ${exact("i", column)}`),
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

function exact(alias: string, column: ColumnPlan): string {
  return exactly(cell(alias, column), column);
}
