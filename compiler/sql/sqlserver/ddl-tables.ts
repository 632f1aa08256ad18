import type { NeededColumn, NeededIndex, NeededTable, TableName } from "../ddl.ts";
import { name, names, stringLiteral, tableName } from "./ddl-names.ts";
import { exactCollation, keyType, mostBytes, sqlType } from "./ddl-types.ts";

/** A table, its indexes and its comments. */
export function createTable(table: NeededTable): string {
  const width = Math.max(...table.columns.map((column) => name(column.name).length));
  const lines = [
    ...table.columns.map((column) => `  ${name(column.name).padEnd(width)} ${definition(column)}`),
    ...(table.identity.length === 0 ? [] : [`  ${primaryKey(table)} (${names(table.identity)})`]),
  ];
  return [
    `CREATE TABLE ${tableName(table)} (\n${lines.join(",\n")}\n);`,
    ...table.indexes.map((index) => createIndex(table, index)),
    ...comments(table),
  ].join("\n");
}

/** Entries of a clustered index have 900 bytes at most, those of others 1700. */
function primaryKey({ identity, columns }: NeededTable): string {
  const bytes = columns.filter(({ name: column }) => identity.includes(column)).map(({ type }) => mostBytes(type));
  const sum = bytes.reduce((total, each) => total + each, 0);
  return sum > 900 ? "PRIMARY KEY NONCLUSTERED" : "PRIMARY KEY";
}

/** An index has to have a name, which is unique in its table. */
export function createIndex(table: TableName, { columns, unique, whereNull, why }: NeededIndex): string {
  const where = whereNull === undefined ? "" : ` WHERE ${name(whereNull)} IS NULL`;
  const called = name(`rdi_${why}_${columns.join("_")}`.slice(0, MAX_NAME));
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ${called} ON ${tableName(table)} (${names(columns)})${where};`;
}

const MAX_NAME = 128;

/** What stands behind a column's name. */
export function definition({ name: called, type, notNull, exact }: NeededColumn): string {
  const text = exact ? keyType(type) : sqlType(type);
  const collation = exact ? exactCollation(text) : undefined;
  // Before SQL Server 2022 a number or a text alone is no JSON to ISJSON.
  const json = type.kind === "json" ? ` CHECK (ISJSON(N'[' + ${name(called)} + N']') = 1)` : "";
  return `${text}${collation === undefined ? "" : ` COLLATE ${collation}`}${notNull ? " NOT NULL" : " NULL"}${json}`;
}

/** Extended properties, which tools show as descriptions. */
function comments(table: NeededTable): readonly string[] {
  const { doc } = table;
  return [
    ...(doc === undefined ? [] : [description(table, doc)]),
    ...table.columns.flatMap((column) =>
      column.doc === undefined ? [] : [description(table, column.doc, column.name)],
    ),
  ];
}

function description({ schema, table }: TableName, doc: string, column?: string): string {
  const at = [
    `N'SCHEMA', ${stringLiteral(schema ?? "dbo")}`,
    `N'TABLE', ${stringLiteral(table)}`,
    ...(column === undefined ? [] : [`N'COLUMN', ${stringLiteral(column)}`]),
  ];
  return `EXEC sys.sp_addextendedproperty N'MS_Description', ${stringLiteral(doc)}, ${at.join(", ")};`;
}
