import type { RowStatement } from "../statements.ts";
import { constantText } from "./constants.ts";
import { inputCell, names, rowParameters, useOf } from "./fragments.ts";
import { wrapped } from "../layout.ts";
import { nameOf } from "./identifiers.ts";
import { inputOf, taken } from "./inputs.ts";
import { without, type TableShape } from "../table-shape.ts";
import { fates } from "../fates.ts";

/** For the full replacement of a batch's keys, after their rows were removed. Undefined where a removed row is not gone. */
export function replacement(table: TableShape): RowStatement | undefined {
  const [only] = fates(table);
  const removed = only?.outcome.kind === "remove" && only.when === "always";
  return table.mode === "upsert" && removed ? plainInsert(table, "insert") : undefined;
}

/** One row for each observed change. */
export function append(table: TableShape): RowStatement {
  return plainInsert(table, "append");
}

function plainInsert(table: TableShape, statement: string): RowStatement {
  const lines = [...takenRows(table), ...insertLines(table, []), "SET @count = @@ROWCOUNT"];
  return { name: table.statement(statement), text: lines.join("\n"), rows: writeParameters(table) };
}

/** All columns of a row but its constants. Where all are constants there is one row, and nothing to take from a parameter. */
export function takenRows(table: TableShape): readonly string[] {
  const inputs = without(table.columns, table.constants);
  if (inputs.length === 0) return [];
  return taken(
    "@i",
    "@rows",
    inputs.map((column) => inputOf(column, useOf(table, column))),
  );
}

export function writeParameters(table: TableShape): RowStatement["rows"] {
  return rowParameters(table, without(table.columns, table.constants));
}

/** An INSERT of the batch's rows, with conditions. */
export function insertLines(table: TableShape, conditions: readonly string[]): readonly string[] {
  const inputs = without(table.columns, table.constants);
  const lines = [
    `INSERT INTO ${nameOf(table)} (${names(table.columns)})`,
    `SELECT ${wrapped(insertedValues(table))}`,
    ...(inputs.length === 0 ? [] : ["FROM @i AS i"]),
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`, "OPTION (LOOP JOIN, FORCE ORDER)"]),
  ];
  return [...lines.slice(0, -1), `${lines.at(-1)};`];
}

/** The columns' values, of inputs that are called `i`. */
export function insertedValues({ columns, constants }: TableShape): readonly string[] {
  return columns.map((column) => (constants.includes(column) ? constantText(column) : inputCell("i", column)));
}
