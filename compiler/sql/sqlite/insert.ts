import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { wrapped } from "../layout.ts";
import { input, names, parameters, rowsOf } from "./fragments.ts";
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
  const lines = [
    `INSERT INTO ${nameOf(table)} AS t (${names(table.columns)})`,
    `SELECT ${wrapped(insertedValues(table))}`,
    `FROM ${rowsOf(1, "i")}`,
    // Without a WHERE, ON would begin the condition of a join.
    ...(more.length === 0 ? [] : ["WHERE true", ...more]),
  ];
  return { name: table.statement(statement), text: lines.join("\n"), rows: parameters(inputColumns(table)) };
}

/** The columns' values, of inputs that are called `i`. */
export function insertedValues(table: TableShape): readonly string[] {
  const inputs = inputColumns(table);
  return table.columns.map((column) =>
    table.constants.includes(column) ? constantText(column) : input("i", column, inputs.indexOf(column)),
  );
}

/** What a row statement takes. */
export function inputColumns({ columns, constants }: TableShape): TableShape["columns"] {
  return without(columns, constants);
}
