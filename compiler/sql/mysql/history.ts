import type { ColumnPlan, PeriodPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { differs, equalConstants, equalInputs, inputColumns, jsonTable, parameters } from "./fragments.ts";
import { fromInputs, insertedValues } from "./insert.ts";
import { nameOf, quoted, quotedPeriod } from "./identifiers.ts";
import { compared, without, type TableShape } from "../table-shape.ts";
import { sameKey } from "./upsert.ts";

/** Every version is visible at some instant, so it lasts a microsecond at least, also where the clock was set back. */
const TICK = "INTERVAL 1 MICROSECOND";

/** The worker sets it once a transaction: NOW() is that of a statement, and what ends a version and what begins the next one are two. */
const NOW = "CAST(@rdi_now AS DATETIME(6))";

/** Assignments that end the version `t` by the target's clock. */
export function closedNow(period: PeriodPlan): string {
  const { from, to, current } = quotedPeriod(period);
  const ends = `t.${to} = GREATEST(${NOW}, t.${from} + ${TICK})`;
  return current === undefined ? ends : `${ends}, t.${current} = 0`;
}

/** Ends the open versions that differ from the batch's rows, then inserts open versions where there is none. */
export function versions(table: TableShape, period: PeriodPlan): readonly RowStatement[] {
  const differing = compared(table);
  return [...(differing.length === 0 ? [] : [close(table, period, differing)]), open(table, period)];
}

function close(table: TableShape, period: PeriodPlan, differing: readonly ColumnPlan[]): RowStatement {
  const inputs = without(table.columns, table.constants);
  const same = [
    ...equalInputs("i", without([...table.key, ...without(table.owners, table.key)], table.constants)),
    ...equalConstants(table.constants),
    `t.${quoted(period.to)} IS NULL`,
  ];
  const lines = [
    `UPDATE ${jsonTable("i", inputColumns(inputs))}`,
    `STRAIGHT_JOIN ${nameOf(table)} AS t ON ${same.join(" AND ")}`,
    `SET ${closedNow(period)}`,
    `WHERE ${differs(differing, "i")}`,
  ];
  return { name: table.statement("close"), text: lines.join("\n"), rows: parameters(inputs) };
}

/** A version begins where its predecessor ended, if that was just now, and never before. */
function open(table: TableShape, period: PeriodPlan): RowStatement {
  const { from, to, current } = quotedPeriod(period);
  const inputs = without(table.columns, table.constants);
  const key = sameKey(table).join(" AND ");
  const behind = `GREATEST(${NOW}, COALESCE(t.${to}, t.${from}), t.${from} + ${TICK})`;
  const last = `SELECT ${behind} FROM ${nameOf(table)} AS t WHERE ${key} ORDER BY t.${from} DESC LIMIT 1`;
  const ofPeriod = current === undefined ? [from, to] : [from, to, current];
  const begins = `COALESCE((${last}), ${NOW})`;
  const values = [...insertedValues(table), begins, "NULL", ...(current === undefined ? [] : ["1"])];
  const there = `SELECT 1 FROM ${nameOf(table)} AS t WHERE ${key} AND t.${to} IS NULL LOCK IN SHARE MODE`;
  const lines = [
    `INSERT INTO ${nameOf(table)} (${wrapped([...table.columns.map(({ name }) => quoted(name)), ...ofPeriod])})`,
    `SELECT ${wrapped(values)}`,
    fromInputs(table),
    `WHERE NOT EXISTS (${there})`,
  ];
  return { name: table.statement("open"), text: lines.join("\n"), rows: parameters(inputs) };
}
