import type { ColumnPlan, PeriodPlan } from "../../plan/ir.ts";
import type { RowStatement } from "../statements.ts";
import { wrapped } from "../layout.ts";
import { cell, equalConstants, equalInputs, inputCell, names, parameters, unnest } from "./fragments.ts";
import { insertedValues } from "./insert.ts";
import { nameOf, quoted, quotedPeriod } from "../identifiers.ts";
import { nativeStored } from "./native-types.ts";
import { compared, without, type TableShape } from "../table-shape.ts";

/** Every version is visible at some instant, so it lasts a microsecond at least, also where the clock was set back. */
const TICK = "interval '1 microsecond'";

/** Ends a version by the target's clock. */
export function closing(table: TableShape, period: PeriodPlan): readonly string[] {
  const { from, to, current } = quotedPeriod(period);
  const ends = `${to} = greatest(now(), t.${from} + ${TICK})`;
  return [`UPDATE ${nameOf(table)} AS t SET ${current === undefined ? ends : `${ends}, ${current} = false`}`];
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
    ...closing(table, period),
    `FROM ${unnest(inputs)}`,
    `  AS i(${names(inputs)})`,
    `WHERE ${same.join(" AND ")}`,
    `  AND (${differing.map(differs).join("\n    OR ")})`,
  ];
  return { name: table.statement("close"), text: lines.join("\n"), rows: parameters(inputs) };
}

/** A version begins where its predecessor ended, if that was just now, and never before. */
function open(table: TableShape, period: PeriodPlan): RowStatement {
  const { from, to, current } = quotedPeriod(period);
  const inputs = without(table.columns, table.constants);
  const key = [
    ...equalInputs("i", without(table.key, table.constants)),
    ...equalConstants(table.constants.filter((column) => table.key.includes(column))),
  ].join(" AND ");
  const begins = `greatest(now(), p.${to}, p.${from} + ${TICK})`;
  const ofPeriod = current === undefined ? [from, to] : [from, to, current];
  const values = [...insertedValues(table), begins, "NULL", ...(current === undefined ? [] : ["true"])];
  const lines = [
    `INSERT INTO ${nameOf(table)} (${wrapped([...table.columns.map(({ name }) => quoted(name)), ...ofPeriod])})`,
    `SELECT ${wrapped(values)}`,
    inputs.length === 0 ? "FROM (SELECT) AS i" : `FROM ${unnest(inputs)}\n  AS i(${names(inputs)})`,
    `LEFT JOIN LATERAL (`,
    `  SELECT t.${from}, t.${to} FROM ${nameOf(table)} AS t WHERE ${key} ORDER BY t.${from} DESC LIMIT 1`,
    `) AS p ON true`,
    `WHERE NOT EXISTS (SELECT FROM ${nameOf(table)} AS t WHERE ${key} AND t.${to} IS NULL)`,
  ];
  return { name: table.statement("open"), text: lines.join("\n"), rows: parameters(inputs) };
}

/**
 * Whether a stored cell differs from an input that the column may hold in another type or with other digits (a bigint in a numeric(20,2),
 * json in a jsonb). Unlike an upsert there is no `excluded`, which has the column's own type.
 */
function differs(column: ColumnPlan): string {
  const stored = cell("t", column);
  const input = cell("i", column);
  switch (column.type.kind) {
    case "text":
    case "varchar":
      return `${stored} COLLATE "C" IS DISTINCT FROM ${input} COLLATE "C"`;
    case "char":
      // Blanks at the end mean nothing, and may be gone in a text.
      return `${stored}::bpchar COLLATE "C" IS DISTINCT FROM ${input}::bpchar COLLATE "C"`;
    case "real":
    case "double":
      return `${stored}::float8::text IS DISTINCT FROM ${input}::float8::text`;
    case "native":
      return `${stored}::text IS DISTINCT FROM ${input}::${nativeStored(column.type.name)}::text`;
    case "json":
      // A json keeps its text, a jsonb prints another one.
      return (
        `CASE WHEN pg_typeof(${stored}) = 'json'::regtype THEN ${stored}::text IS DISTINCT FROM ${input}::text ` +
        `ELSE ${stored}::jsonb::text IS DISTINCT FROM ${input}::jsonb::text END`
      );
    default:
      return `${stored} IS DISTINCT FROM ${inputCell("i", column)}`;
  }
}
