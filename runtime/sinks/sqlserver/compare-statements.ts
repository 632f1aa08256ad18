import type { TableColumn } from "../../destination.ts";
import type { Table } from "../../job.ts";
import { comparedColumns } from "../table-comparer.ts";
import { encoded, exactly, fromText, inPlace, inputType, isPadded, shown } from "./compared-types.ts";
import type { Query } from "./connection.ts";
import { identifier, qualified } from "./identifier.ts";
import { rowsDocument } from "./rows-document.ts";

/** Cannot be a column's name by accident. */
const POSITION = identifier("rdi position");

/**
 * Finds rows whose stored row is missing or differs. A result row is the input's position (from 0), the stored row's version (null where it
 * is missing), then for each compared column whether it differs, and both values as text.
 */
export function differingRows(table: Table, rows: readonly object[]): Query {
  const compared = comparedColumns(table);
  const differs = compared.map((column) => {
    const sides = ["t", "i"].map((side) => exactly(sideCell(side, column), column).join(", "));
    return `EXISTS (SELECT ${sides.join(" EXCEPT SELECT ")})`;
  });
  const cells = compared.flatMap((column, at) => [
    `CASE WHEN ${differs[at]} THEN N'true' END AS d${at}`,
    `${shown(sideCell("t", column), column)} AS s${at}`,
    `${shown(sideCell("i", column), column)} AS w${at}`,
  ]);
  const found = [...columnsOf(table, table.key).map((column) => equal(column, "i")), ...openVersion(table)];
  const lines = [
    ...taken("@i", "@rows", table.columns),
    `SELECT ${[`CONVERT(nvarchar(10), i.${POSITION}) AS position`, `v.version`, ...cells].join(", ")}`,
    `FROM @i AS i LEFT JOIN ${nameOf(table)} AS t ON ${found.join(" AND ")}`,
    `OUTER APPLY (SELECT ${version(table)} AS version WHERE ${isThere(table)}) AS v`,
    `WHERE ${["v.version IS NULL", ...differs].join(" OR ")}`,
    `ORDER BY i.${POSITION};`,
  ];
  return {
    text: lines.join("\n"),
    parameters: { rows: rowsDocument(rows.length, encoded(table.columns, rows), "position") },
  };
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
  const keyColumns = columnsOf(table, [...table.key, ...table.owner.filter((name) => !table.key.includes(name))]);
  const kept = keyColumns.map((column) => equal(column, "k"));
  const owned = ownerColumns.map((column) => equal(column, "o"));
  const conditions = [
    ...openVersion(table),
    ...(table.strays === undefined ? [] : [gone ? table.strays.gone : table.strays.present]),
    `NOT EXISTS (SELECT 1 FROM @k AS k WHERE ${kept.join(" AND ")})`,
  ];
  const key = columnsOf(table, table.key).map((column, at) => `${shown(sideCell("t", column), column)} AS k${at}`);
  const lines = [
    ...taken("@o", "@owners", ownerColumns),
    ...taken("@k", "@rows", keyColumns),
    `SELECT ${[`CONVERT(nvarchar(10), o.${POSITION}) AS position`, `${version(table)} AS version`, ...key].join(", ")}`,
    `FROM @o AS o JOIN ${nameOf(table)} AS t ON ${owned.length === 0 ? "1 = 1" : owned.join(" AND ")}`,
    `WHERE ${conditions.join(" AND ")};`,
  ];
  return {
    text: lines.join("\n"),
    parameters: {
      owners: rowsDocument(owners.length, encoded(ownerColumns, owners), "position"),
      rows: rowsDocument(rows.length, encoded(keyColumns, rows), "position"),
    },
  };
}

/** Behind the columns an input has its position. */
function taken(variable: string, parameter: string, columns: readonly TableColumn[]): readonly string[] {
  const types = columns.map((column) => `${identifier(column.name)} ${inputType(column)}`);
  const values = columns.map((column, at) => fromText(`j.c${at}`, column));
  const paths = [...columns, POSITION].map((_, at) => `c${at} nvarchar(max) '$[${at}]'`);
  return [
    `DECLARE ${variable} TABLE (${[...types, `${POSITION} int`].join(", ")});`,
    `INSERT INTO ${variable} SELECT ${[...values, `CONVERT(int, j.c${columns.length})`].join(", ")} FROM OPENJSON(${parameter}) WITH (${paths.join(", ")}) AS j;`,
  ];
}

function columnsOf({ columns }: Table, names: readonly string[]): readonly TableColumn[] {
  return names.flatMap((name) => columns.filter((column) => column.name === name));
}

function nameOf({ schema, table }: Table): string {
  return qualified(schema, table);
}

function sideCell(side: string, column: TableColumn): string {
  const cell = `${side}.${identifier(column.name)}`;
  return side === "t" ? cell : inPlace(cell, column);
}

function equal(column: TableColumn, side: string): string {
  const [left, right] = [sideCell("t", column), sideCell(side, column)];
  return `${left} = ${right}${isPadded(column) ? ` AND DATALENGTH(${left}) = DATALENGTH(${right})` : ""}`;
}

/** Of a history the open version is compared. */
function openVersion({ mode, filled: [, to] }: Table): readonly string[] {
  return mode === "history" && to !== undefined ? [`t.${identifier(to.name)} IS NULL`] : [];
}

/** A key column is never null in a row that is there. */
function isThere({ key, columns }: Table): string {
  const [first = columns[0]?.name ?? ""] = key;
  return `t.${identifier(first)} IS NOT NULL`;
}

/** SQL Server gives rows no number that every write changes, so it is a digest of what is stored. */
function version({ columns }: Table): string {
  const texts = columns.map((column) => {
    const cell = shown(`t.${identifier(column.name)}`, column);
    return `CONCAT(DATALENGTH(${cell}), N':', ${cell}, N';')`;
  });
  return `HASHBYTES(N'SHA2_256', ${joined(texts)})`;
}

/** CONCAT takes 254 texts, and cuts what is long unless one of them may be. */
const MOST_TEXTS = 250;

function joined(texts: readonly string[]): string {
  const whole = (parts: readonly string[]): string => `CONCAT(${["CONVERT(nvarchar(max), N'')", ...parts].join(", ")})`;
  if (texts.length <= MOST_TEXTS) return whole(texts);
  return whole([joined(texts.slice(0, MOST_TEXTS)), joined(texts.slice(MOST_TEXTS))]);
}
