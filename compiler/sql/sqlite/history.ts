import type { ColumnPlan, PeriodPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { cell, equalConstants, equalInputs, input, parameters, rowsOf } from "./fragments.ts";
import { inputColumns, insertedValues } from "./insert.ts";
import { nameOf, quoted, quotedPeriod } from "../identifiers.ts";
import { compared, without, type TableShape } from "../table-shape.ts";
import { exactly } from "./types.ts";

/** The transaction's time, which the worker sends with each statement: a clock of SQLite's would run on between two. */
const NOW = "?3";

/** Every version is visible at some instant, so it lasts a millisecond at least, also where the clock was set back. */
function after(time: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%f000Z', ${time}, '+0.001 seconds')`;
}

/** Ends a version by the target's clock. */
export function closing(table: TableShape, period: PeriodPlan): readonly string[] {
  const { from, to, current } = quotedPeriod(period);
  const ends = `${to} = max(${NOW}, ${after(`t.${from}`)})`;
  return [`UPDATE ${nameOf(table)} AS t SET ${current === undefined ? ends : `${ends}, ${current} = 0`}`];
}

/** Ends the open versions that differ from the batch's rows, then inserts open versions where there is none. */
export function versions(table: TableShape, period: PeriodPlan): readonly RowStatement[] {
  const differing = compared(table);
  return [...(differing.length === 0 ? [] : [close(table, period, differing)]), open(table, period)];
}

function close(table: TableShape, period: PeriodPlan, differing: readonly ColumnPlan[]): RowStatement {
  const inputs = inputColumns(table);
  const same = [
    ...equalInputs("i", without([...table.key, ...without(table.owners, table.key)], table.constants), inputs),
    ...equalConstants(table.constants),
    `t.${quoted(period.to)} IS NULL`,
  ];
  const differs = differing.map((column) => {
    return `${exactly(cell("t", column), column)} IS NOT ${input("i", column, inputs.indexOf(column))}`;
  });
  const lines = [
    ...closing(table, period),
    `FROM ${rowsOf(1, "i")}`,
    `WHERE ${same.join(" AND ")}`,
    `  AND (${differs.join("\n    OR ")})`,
  ];
  return { name: table.statement("close"), text: lines.join("\n"), rows: parameters(inputs) };
}

/** A version begins where its predecessor ended, if that was just now, and never before. */
function open(table: TableShape, period: PeriodPlan): RowStatement {
  const { from, to, current } = quotedPeriod(period);
  const inputs = inputColumns(table);
  const key = [
    ...equalInputs("i", without(table.key, table.constants), inputs),
    ...equalConstants(table.constants.filter((column) => table.key.includes(column))),
  ].join(" AND ");
  const predecessor = `SELECT max(coalesce(t.${to}, ''), ${after(`t.${from}`)}) FROM ${nameOf(table)} AS t WHERE ${key} ORDER BY t.${from} DESC LIMIT 1`;
  const begins = `max(${NOW}, coalesce((${predecessor}), ''))`;
  const ofPeriod = current === undefined ? [from, to] : [from, to, current];
  const values = [...insertedValues(table), begins, "NULL", ...(current === undefined ? [] : ["1"])];
  const lines = [
    `INSERT INTO ${nameOf(table)} (${wrapped([...table.columns.map(({ name }) => quoted(name)), ...ofPeriod])})`,
    `SELECT ${wrapped(values)}`,
    `FROM ${rowsOf(1, "i")}`,
    `WHERE NOT EXISTS (SELECT 1 FROM ${nameOf(table)} AS t WHERE ${key} AND t.${to} IS NULL)`,
  ];
  return { name: table.statement("open"), text: lines.join("\n"), rows: parameters(inputs) };
}
