import type { ColumnPlan, PeriodPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { differs, equalConstants, equalInputs } from "./fragments.ts";
import { wrapped } from "../layout.ts";
import { insertedValues, takenRows, writeParameters } from "./insert.ts";
import { nameOf, quoted, quotedPeriod } from "./identifiers.ts";
import { compared, without, type TableShape } from "../table-shape.ts";
import { byKey, LOCKED } from "./upsert.ts";

/** The latest of instants, nulls left out. GREATEST came with SQL Server 2022. */
function latest(...instants: readonly string[]): string {
  return `(SELECT MAX(v.instant) FROM (VALUES ${instants.map((instant) => `(${instant})`).join(", ")}) AS v(instant))`;
}

/** Every version is visible at some instant, so it lasts a microsecond at least, also where the clock was set back. */
function after(instant: string): string {
  return `DATEADD(microsecond, 1, ${instant})`;
}

/** Ends a version by the target's clock. `@now` is one instant for the whole transaction. */
export function closing(period: PeriodPlan): string {
  const { from, to, current } = quotedPeriod(period);
  const ends = `${to} = ${latest("@now", after(`t.${from}`))}`;
  return `UPDATE t SET ${current === undefined ? ends : `${ends}, ${current} = 0`}`;
}

/** Ends the open versions that differ from the batch's rows, then inserts open versions where there is none. */
export function versions(table: TableShape, period: PeriodPlan): readonly RowStatement[] {
  const differing = compared(table);
  return [...(differing.length === 0 ? [] : [close(table, period, differing)]), open(table, period)];
}

function close(table: TableShape, period: PeriodPlan, differing: readonly ColumnPlan[]): RowStatement {
  const same = [
    ...equalInputs("i", without([...table.key, ...without(table.owners, table.key)], table.constants)),
    ...equalConstants(table.constants),
    `t.${quoted(period.to)} IS NULL`,
  ];
  const lines = [
    ...takenRows(table),
    closing(period),
    `FROM @i AS i JOIN ${nameOf(table)} AS t ${LOCKED} ON ${same.join(" AND ")}`,
    `WHERE ${differs(differing, "i")}`,
    "OPTION (LOOP JOIN, FORCE ORDER);",
    "SET @count = @@ROWCOUNT",
  ];
  return { name: table.statement("close"), text: lines.join("\n"), rows: writeParameters(table) };
}

/** A version begins where its predecessor ended, if that was just now, and never before. */
function open(table: TableShape, period: PeriodPlan): RowStatement {
  const { from, to, current } = quotedPeriod(period);
  const ofPeriod = current === undefined ? [from, to] : [from, to, current];
  const begins = latest("@now", `p.${to}`, after(`p.${from}`));
  const values = [...insertedValues(table), begins, "NULL", ...(current === undefined ? [] : ["1"])];
  const lines = [
    ...takenRows(table),
    `INSERT INTO ${nameOf(table)} (${wrapped([...table.columns.map(({ name }) => quoted(name)), ...ofPeriod])})`,
    `SELECT ${wrapped(values)}`,
    without(table.columns, table.constants).length === 0 ? "FROM (SELECT 1 AS one) AS i" : "FROM @i AS i",
    `OUTER APPLY (`,
    `  SELECT TOP (1) t.${from}, t.${to} FROM ${nameOf(table)} AS t ${LOCKED} WHERE ${byKey(table)} ORDER BY t.${from} DESC`,
    `) AS p`,
    `WHERE NOT EXISTS (SELECT 1 FROM ${nameOf(table)} AS t ${LOCKED} WHERE ${byKey(table)} AND t.${to} IS NULL)`,
    "OPTION (LOOP JOIN, FORCE ORDER);",
    "SET @count = @@ROWCOUNT",
  ];
  return { name: table.statement("open"), text: lines.join("\n"), rows: writeParameters(table) };
}
