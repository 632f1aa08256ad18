import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { beside, wrapped } from "../layout.ts";
import { inputCell, names, parameters, unnest } from "./fragments.ts";
import { nameOf } from "../identifiers.ts";
import { without, type TableShape } from "../table-shape.ts";
import { fates } from "../fates.ts";

/** For the full replacement of a batch's keys, after their rows were removed. Undefined where a removed row is not gone. */
export function replacement(table: TableShape): RowStatement | undefined {
  const [only] = fates(table);
  const removed = only?.outcome.kind === "remove" && only.when === "always";
  return table.mode === "upsert" && removed ? insertInto(table, "insert", []) : undefined;
}

/** One row for each observed change. */
export function append(table: TableShape): RowStatement {
  return insertInto(table, "append", []);
}

/** An INSERT of the batch's rows, with more lines behind it. */
export function insertInto(table: TableShape, statement: string, more: readonly string[]): RowStatement {
  const inputs = without(table.columns, table.constants);
  const lines = [
    `INSERT INTO ${nameOf(table)} AS t (${names(table.columns)})`,
    `SELECT ${wrapped(insertedValues(table))}`,
    // Where all columns are constants there is one row, and nothing to take from a parameter.
    ...(inputs.length === 0 ? [] : [beside(`FROM ${unnest(inputs)}`, `AS i(${names(inputs)})`)]),
    ...more,
  ];
  return { name: table.statement(statement), text: lines.join("\n"), rows: parameters(inputs) };
}

/** The columns' values, of inputs that are called `i`. */
export function insertedValues({ columns, constants }: TableShape): readonly string[] {
  return columns.map((column) => (constants.includes(column) ? constantText(column) : inputCell("i", column)));
}
