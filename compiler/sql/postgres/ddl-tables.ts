import type { NeededColumn, NeededIndex, NeededTable, TableName } from "../ddl.ts";
import { name, names, stringLiteral, tableName } from "./ddl-names.ts";
import { exactCollation, sqlType } from "./ddl-types.ts";

/** A table, its indexes and its comments. */
export function createTable(table: NeededTable): string {
  const width = Math.max(...table.columns.map((column) => name(column.name).length));
  const lines = [
    ...table.columns.map((column) => `  ${name(column.name).padEnd(width)} ${definition(column)}`),
    ...(table.identity.length === 0 ? [] : [`  PRIMARY KEY (${names(table.identity)})`]),
  ];
  return [
    `CREATE TABLE ${tableName(table)} (\n${lines.join(",\n")}\n);`,
    ...table.indexes.map((index) => createIndex(table, index)),
    ...comments(table),
  ].join("\n");
}

export function createIndex(table: TableName, { columns, unique, whereNull }: NeededIndex): string {
  const where = whereNull === undefined ? "" : ` WHERE ${name(whereNull)} IS NULL`;
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ON ${tableName(table)} (${names(columns)})${where};`;
}

/** What stands behind a column's name. */
export function definition({ type, notNull, exact }: NeededColumn): string {
  const text = sqlType(type);
  const collation = exact ? exactCollation(text) : undefined;
  return `${text}${collation === undefined ? "" : ` COLLATE ${collation}`}${notNull ? " NOT NULL" : ""}`;
}

function comments(table: NeededTable): readonly string[] {
  const on = (what: string, doc: string): string => `COMMENT ON ${what} IS ${stringLiteral(doc)};`;
  const { doc } = table;
  return [
    ...(doc === undefined ? [] : [on(`TABLE ${tableName(table)}`, doc)]),
    ...table.columns.flatMap((column) =>
      column.doc === undefined ? [] : [on(`COLUMN ${tableName(table)}.${name(column.name)}`, column.doc)],
    ),
  ];
}
