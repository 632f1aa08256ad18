import type { RowStatement } from "../statements.ts";
import { equalConstants, equalInputs, names, parameters, unnest } from "./fragments.ts";
import { nameOf } from "../identifiers.ts";
import { without, type TableShape } from "../table-shape.ts";

/** Removes the rows of members that are not in their value any more: `key` is the owner columns and the member. */
export function removeLeft(table: TableShape): RowStatement {
  const columns = without(table.key, table.constants);
  const conditions = [...equalInputs("o", columns), ...equalConstants(table.constants)];
  const lines = [
    `DELETE FROM ${nameOf(table)} AS t`,
    `USING ${unnest(columns)} AS o(${names(columns)})`,
    `WHERE ${conditions.join(" AND ")}`,
  ];
  return { name: table.statement("left"), text: lines.join("\n"), rows: parameters(columns) };
}
