import type { TableColumn } from "../../destination.ts";
import type { Table } from "../../job.ts";
import { comparedColumns } from "../table-comparer.ts";
import type { Query } from "./connection.ts";
import { identifier, qualified } from "./identifier.ts";
import { cellsOf, exactly, identityText, inputType, valueOf } from "./parameters.ts";
import { rowsDocument } from "./rows-document.ts";

/** Cannot be a column's name by accident. */
const POSITION = identifier("rdi position");

/**
 * Finds rows whose stored row is missing or differs. A result row is the input's position (from 0), the stored row's version (null where it is
 * missing), then for each compared column whether it differs, and both values as text. Bytes are compared, as in the WHERE of the update.
 */
export function differingRows(table: Table, rows: readonly object[]): Query {
  const compared = comparedColumns(table);
  const found = [...table.key.map((name) => keyOf(table, name)), ...openVersion(table)];
  const differs = compared.map((column) => {
    return `NOT (${exactly(stored(column), column.type)} <=> ${exactly(wanted(column), column.type)})`;
  });
  const cells = compared.flatMap((column, at) => [
    `IF(${differs[at]}, 'true', 'false')`,
    shown(stored(column), column),
    shown(wanted(column), column),
  ]);
  const missing = `t.${identifier(table.key[0] ?? "")} IS NULL`;
  const lines = [
    `SELECT ${[`i.${POSITION} - 1`, `IF(${missing}, NULL, ${versionOf(table)})`, ...cells].join(", ")}`,
    `FROM ${inputs("i", table.columns)}`,
    `LEFT JOIN ${nameOf(table)} AS t ON ${found.join(" AND ")}`,
    `WHERE ${[missing, ...differs].join(" OR ")}`,
    `ORDER BY i.${POSITION}`,
  ];
  return { text: lines.join("\n"), values: documents([table.columns, rows]) };
}

export interface StrayInputs {
  readonly owners: readonly object[];
  /** What the owners' keys yield. */
  readonly rows: readonly object[];
  /** Whether the owners' keys are gone. */
  readonly gone: boolean;
}

/** Finds stored rows of the owners that are not among the given rows. A result row is the owner's position, the row's version, its key columns. */
export function strayRows(table: Table, { owners, rows, gone }: StrayInputs): Query {
  const ownerColumns = columnsOf(table, table.owner);
  const kept = columnsOf(table, [...table.key, ...table.owner.filter((name) => !table.key.includes(name))]);
  const conditions = [
    ...openVersion(table),
    ...(table.strays === undefined ? [] : [gone ? table.strays.gone : table.strays.present]),
    `${digest(kept, stored)} NOT IN (SELECT ${digest(kept, (column) => valueOf(`k.${identifier(column.name)}`, column.type))} FROM ${inputs("k", kept)})`,
  ];
  const owned = ownerColumns.map(
    (column) => `${stored(column)} = ${valueOf(`o.${identifier(column.name)}`, column.type)}`,
  );
  const keys = columnsOf(table, table.key).map((column) => shown(stored(column), column));
  const lines = [
    `SELECT ${[`o.${POSITION} - 1`, versionOf(table), ...keys].join(", ")}`,
    `FROM ${inputs("o", ownerColumns)}`,
    `STRAIGHT_JOIN ${nameOf(table)} AS t ON ${owned.join(" AND ")}`,
    `WHERE ${conditions.join(" AND ")}`,
  ];
  return { text: lines.join("\n"), values: documents([ownerColumns, owners], [kept, rows]) };
}

/** One short value for what tells rows apart, as in the statements that remove moved rows. */
function digest(columns: readonly TableColumn[], show: (column: TableColumn) => string): string {
  return `SHA2(CONCAT_WS(',', ${columns.map((column) => `HEX(${identityText(show(column), column.type)})`).join(", ")}), 256)`;
}

/** The server has no version of a row: what is in it stands for one. */
function versionOf({ columns, filled }: Table): string {
  const cells = [...columns, ...filled].map(
    (column) => `COALESCE(HEX(${identityText(stored(column), column.type)}), '-')`,
  );
  return `SHA2(CONCAT_WS(',', ${cells.join(", ")}), 256)`;
}

type Listed = readonly [columns: readonly TableColumn[], rows: readonly object[]];

/** Where there is no column, each row is an empty list. */
function documents(...all: readonly Listed[]): readonly string[] {
  return all.map(([columns, rows]) => {
    const inputs = { count: rows.length, columns: cellsOf(columns, rows) };
    return rowsDocument(inputs) ?? JSON.stringify(rows.map(() => []));
  });
}

function inputs(alias: string, columns: readonly TableColumn[]): string {
  const cells = columns.map(({ name, type }, at) => {
    return `${identifier(name)} ${inputType(type)} PATH '$[${at}]' ERROR ON ERROR`;
  });
  return `JSON_TABLE(?, '$[*]' COLUMNS (${[`${POSITION} FOR ORDINALITY`, ...cells].join(", ")})) AS ${alias}`;
}

function keyOf(table: Table, name: string): string {
  return columnsOf(table, [name])
    .map((column) => `${stored(column)} = ${wanted(column)}`)
    .join("");
}

function columnsOf({ columns }: Table, names: readonly string[]): readonly TableColumn[] {
  return names.flatMap((name) => columns.filter((column) => column.name === name));
}

function stored({ name }: TableColumn): string {
  return `t.${identifier(name)}`;
}

function wanted({ name, type }: TableColumn): string {
  return valueOf(`i.${identifier(name)}`, type);
}

function shown(cell: string, { type }: TableColumn): string {
  return type === "bytes" ? `LOWER(HEX(${cell}))` : `CAST(${cell} AS CHAR)`;
}

function nameOf({ schema, table }: Table): string {
  return qualified(schema, table);
}

/** Of a history the open version is compared. */
function openVersion({ mode, filled: [, to] }: Table): readonly string[] {
  return mode === "history" && to !== undefined ? [`t.${identifier(to.name)} IS NULL`] : [];
}
