import type { RowStatement } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { constantText } from "./constants.ts";
import { inputCell, inputColumns, jsonTable, names, parameters } from "./fragments.ts";
import { nameOf } from "./identifiers.ts";
import { ownersBesideKey, without, type TableShape } from "../table-shape.ts";
import { fates } from "../fates.ts";
import { sameKey } from "./upsert.ts";

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

/**
 * Rows whose `key` is not there. Where another key's row may have it, that row is locked: were it removed right now by its own key, neither this
 * statement nor the look for collisions behind it would see anything amiss, and the row would be lost.
 */
export function insertWhereNone(table: TableShape): RowStatement {
  const lock = ownersBesideKey(table).length === 0 ? "" : " LOCK IN SHARE MODE";
  const there = `SELECT 1 FROM ${nameOf(table)} AS t WHERE ${sameKey(table).join(" AND ")}${lock}`;
  return insertInto(table, "insert-new", [`WHERE NOT EXISTS (${there})`]);
}

/** An INSERT of the batch's rows, with more lines behind it. */
function insertInto(table: TableShape, statement: string, more: readonly string[]): RowStatement {
  const inputs = without(table.columns, table.constants);
  const lines = [
    `INSERT INTO ${nameOf(table)} (${names(table.columns)})`,
    `SELECT ${wrapped(insertedValues(table))}`,
    fromInputs(table),
    ...more,
  ];
  return { name: table.statement(statement), text: lines.join("\n"), rows: parameters(inputs) };
}

/** Where all columns are constants there is one row, and nothing to take from a parameter. */
export function fromInputs(table: TableShape): string {
  const inputs = without(table.columns, table.constants);
  return inputs.length === 0 ? "FROM DUAL" : `FROM ${jsonTable("i", inputColumns(inputs))}`;
}

/** The columns' values, of inputs that are called `i`. */
export function insertedValues({ columns, constants }: TableShape): readonly string[] {
  return columns.map((column) => (constants.includes(column) ? constantText(column) : inputCell("i", column)));
}
