import type { TableColumn } from "../../destination.ts";
import type { Table } from "../../job.ts";
import { comparedColumns } from "../table-comparer.ts";
import type { ColumnFacts, TableFacts } from "../schema-facts.ts";
import { identifier, qualified } from "./identifier.ts";
import { arraysOf, exactly, parameterOf } from "./parameters.ts";

/** A statement of a comparison and its parameters. */
export interface Comparing {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Cannot be a column's name by accident. */
const POSITION = identifier("rdi position");

/**
 * Finds rows whose stored row is missing or differs. A result row is the input's position (from 0), the stored row's version (null where it
 * is missing), then for each compared column whether it differs, and both values as text. An input takes the column's own type before it is
 * compared, as it does when it is written; then bytes are compared, as in the WHERE of the upsert.
 */
export function differingRows(table: Table, facts: TableFacts, rows: readonly object[]): Comparing {
  const compared = comparedColumns(table);
  const wanted = table.columns.map(
    (column) => `${stored(column, factsOf(facts, column))} AS ${identifier(column.name)}`,
  );
  const differs = compared.map(({ name, type }) => {
    const [left, right] = [exactly(`t.${identifier(name)}`, type), exactly(`i.${identifier(name)}`, type)];
    return `(${left}) IS DISTINCT FROM (${right})`;
  });
  const cells = compared.flatMap(({ name }, at) => {
    return [`(${differs[at]})::text`, `t.${identifier(name)}::text`, `i.${identifier(name)}::text`];
  });
  const found = [...table.key.map((name) => equal("t", "i", name)), ...openVersion(table)];
  const lines = [
    `SELECT ${["(i.n - 1)::text", "t.xmin::text", ...cells].join(", ")}`,
    `FROM (SELECT ${[...wanted, `x.${POSITION} AS n`].join(", ")} FROM ${inputs(table.columns, 1)} AS x(${[...table.columns.map(({ name }) => identifier(name)), POSITION].join(", ")})) AS i`,
    `LEFT JOIN ${nameOf(table)} AS t ON ${found.join(" AND ")}`,
    `WHERE ${["t.xmin IS NULL", ...differs].join(" OR ")}`,
    "ORDER BY i.n",
  ];
  return { text: lines.join("\n"), values: arraysOf(table.columns, rows) };
}

export interface StrayInputs {
  readonly owners: readonly object[];
  /** What the owners' keys yield. */
  readonly rows: readonly object[];
  /** Whether the owners' keys are gone. */
  readonly gone: boolean;
}

/** Finds stored rows of the owners that are not among the given rows. A result row is the owner's position, the row's version, its key columns. */
export function strayRows(table: Table, { owners, rows, gone }: StrayInputs): Comparing {
  const ownerColumns = columnsOf(table, table.owner);
  const keyColumns = columnsOf(table, [...table.key, ...table.owner.filter((name) => !table.key.includes(name))]);
  const kept = keyColumns.map(({ name, type }) => `${cast(`k.${identifier(name)}`, type)} = t.${identifier(name)}`);
  const conditions = [
    ...openVersion(table),
    ...(table.strays === undefined ? [] : [gone ? table.strays.gone : table.strays.present]),
    `NOT EXISTS (SELECT FROM ${unnest(keyColumns, 1 + ownerColumns.length)} AS k(${keyColumns.map(({ name }) => identifier(name)).join(", ")}) WHERE ${kept.join(" AND ")})`,
  ];
  const owned = ownerColumns.map(({ name, type }) => `t.${identifier(name)} = ${cast(`o.${identifier(name)}`, type)}`);
  const lines = [
    `SELECT ${[`(o.${POSITION} - 1)::text`, "t.xmin::text", ...table.key.map((name) => `t.${identifier(name)}::text`)].join(", ")}`,
    `FROM ${inputs(ownerColumns, 1)} AS o(${[...ownerColumns.map(({ name }) => identifier(name)), POSITION].join(", ")})`,
    `JOIN ${nameOf(table)} AS t ON ${owned.join(" AND ")}`,
    `WHERE ${conditions.join(" AND ")}`,
  ];
  return { text: lines.join("\n"), values: [...arraysOf(ownerColumns, owners), ...arraysOf(keyColumns, rows)] };
}

function columnsOf({ columns }: Table, names: readonly string[]): readonly TableColumn[] {
  return names.flatMap((name) => columns.filter((column) => column.name === name));
}

function nameOf({ schema, table }: Table): string {
  return qualified(schema, table);
}

/** Of a history the open version is compared. */
function openVersion({ mode, filled: [, to] }: Table): readonly string[] {
  return mode === "history" && to !== undefined ? [`t.${identifier(to.name)} IS NULL`] : [];
}

function equal(left: string, right: string, name: string): string {
  return `${left}.${identifier(name)} = ${right}.${identifier(name)}`;
}

function unnest(columns: readonly TableColumn[], first: number): string {
  return `unnest(${columns.map(({ type }, at) => `$${first + at}::${parameterOf(type)}[]`).join(", ")})`;
}

function inputs(columns: readonly TableColumn[], first: number): string {
  return `${unnest(columns, first)} WITH ORDINALITY`;
}

/** A parameter that came as text. */
function cast(cell: string, type: string): string {
  const native = /^native\(\s*"(.*)"\s*\)$/s.exec(type)?.[1];
  return native === undefined ? cell : `${cell}::${native}`;
}

/** A cast to a length would cut texts off that the table refuses, so theirs is left out. */
const CUT: Readonly<Record<string, string>> = { varchar: "varchar", bpchar: "bpchar", bit: "bit", varbit: "varbit" };

function stored({ name }: TableColumn, { type, base }: ColumnFacts): string {
  return `x.${identifier(name)}::${CUT[base] ?? type}`;
}

function factsOf({ columns }: TableFacts, { name }: TableColumn): ColumnFacts {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`the table has no column ${name}`);
  return found;
}
