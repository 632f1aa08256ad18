import type { TableColumn } from "../../destination.ts";
import type { Table } from "../../job.ts";
import { comparedColumns } from "../table-comparer.ts";
import type { Inputs } from "../batch-statements.ts";
import { identifier, qualified } from "./identifier.ts";
import { cellsOf, exactly, input } from "./parameters.ts";

/** A statement of a comparison and what it is run over. */
export interface Comparing {
  readonly text: string;
  readonly inputs: readonly Inputs[];
}

/**
 * Finds rows whose stored row is missing or differs. A result row is the input's position (from 0), the stored row's version (null where it
 * is missing), then for each compared column whether it differs, and both values. Bytes are compared, as in the WHERE of the upsert.
 */
export function differingRows(table: Table, rows: readonly object[]): Comparing {
  const { columns } = table;
  const wanted = (name: string): string => {
    const at = columns.findIndex((column) => column.name === name);
    return input("i", columns[at]?.type ?? "", at);
  };
  const compared = comparedColumns(table);
  const differs = compared.map(({ name, type }) => `${exactly(cell(name), type)} IS NOT ${wanted(name)}`);
  const cells = compared.flatMap(({ name }, at) => [`(${differs[at]})`, cell(name), wanted(name)]);
  const found = [...table.key.map((name) => `${cell(name)} = ${wanted(name)}`), ...openVersion(table)];
  const missing = table.key.map((name) => `${cell(name)} IS NULL`);
  const lines = [
    `SELECT ${["i.key", version(table, missing), ...cells].join(", ")}`,
    `FROM json_each(?1) AS i`,
    `LEFT JOIN ${nameOf(table)} AS t ON ${found.join(" AND ")}`,
    `WHERE ${[...missing, ...differs].join(" OR ")}`,
    "ORDER BY i.key",
  ];
  return { text: lines.join("\n"), inputs: [{ count: rows.length, columns: cellsOf(columns, rows) }] };
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
  const kept = keyColumns.map(({ type }, at) => input("k", type, at));
  const stored = keyColumns.map(({ name }) => cell(name)).join(", ");
  const conditions = [
    ...openVersion(table),
    ...(table.strays === undefined ? [] : [gone ? table.strays.gone : table.strays.present]),
    `((${stored}) IN (SELECT ${kept.join(", ")} FROM json_each(?2) AS k)) IS NOT TRUE`,
  ];
  const owned = ownerColumns.map(({ name, type }, at) => `${cell(name)} = ${input("o", type, at)}`);
  const lines = [
    `SELECT ${["o.key", version(table, []), ...table.key.map(cell)].join(", ")}`,
    `FROM json_each(?1) AS o`,
    `CROSS JOIN ${nameOf(table)} AS t ON ${owned.join(" AND ")}`,
    `WHERE ${conditions.join(" AND ")}`,
  ];
  return {
    text: lines.join("\n"),
    inputs: [
      { count: owners.length, columns: cellsOf(ownerColumns, owners) },
      { count: rows.length, columns: cellsOf(keyColumns, rows) },
    ],
  };
}

/** SQLite counts no writes of a row, but an equal row is never written: all that is stored stands for its version. */
function version({ columns }: Table, missing: readonly string[]): string {
  const all = columns.map(({ name }) => `quote(${cell(name)})`).join(" || ',' || ");
  return missing.length === 0 ? all : `CASE WHEN ${missing.join(" OR ")} THEN NULL ELSE ${all} END`;
}

function cell(name: string): string {
  return `t.${identifier(name)}`;
}

function columnsOf({ columns }: Table, names: readonly string[]): readonly TableColumn[] {
  return names.flatMap((name) => columns.filter((column) => column.name === name));
}

function nameOf({ schema, table }: Table): string {
  return qualified(schema, table);
}

/** Of a history the open version is compared. */
function openVersion({ mode, filled: [, to] }: Table): readonly string[] {
  return mode === "history" && to !== undefined ? [`${cell(to.name)} IS NULL`] : [];
}
