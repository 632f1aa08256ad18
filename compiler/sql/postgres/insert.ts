import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { beside, cell, names, parameters, unnest, wrapped } from "./fragments.ts";
import { without, type TableShape } from "./table-shape.ts";

/** For the full replacement of a batch's keys, after their rows were removed. */
export function insert(table: TableShape): RowStatement {
  return insertInto(table, "insert", []);
}

/** An INSERT of the batch's rows, with more lines behind it. */
export function insertInto(table: TableShape, statement: string, more: readonly string[]): RowStatement {
  const inputs = without(table.columns, table.constants);
  const values = table.columns.map((column) => (inputs.includes(column) ? cell("i", column) : constantText(column)));
  const lines = [
    `INSERT INTO ${table.name} AS t (${names(table.columns)})`,
    `SELECT ${wrapped(values)}`,
    // Where all columns are constants there is one row, and nothing to take from a parameter.
    ...(inputs.length === 0 ? [] : [beside(`FROM ${unnest(inputs)}`, `AS i(${names(inputs)})`)]),
    ...more,
  ];
  return { name: table.statement(statement), text: lines.join("\n"), rows: parameters(inputs) };
}
