import type { DdlStatements, NeededColumn, TableName } from "../ddl.ts";
import { name, names, tableName } from "./ddl-names.ts";
import { comment, definition } from "./ddl-tables.ts";

/** Statements that change a table which holds rows. SQLite adds columns and changes none. https://sqlite.org/lang_altertable.html */
export const changes: Omit<DdlStatements, "createTable" | "createIndex"> = {
  createSchema: (schema) => comment(`A file of SQLite has one schema, main, and no ${name(schema)}.`),
  addColumn: (table, column: NeededColumn) =>
    `ALTER TABLE ${tableName(table)} ADD COLUMN ${name(column.name)} ${definition(column)};`,
  changeType(table, column, { type, collation }) {
    return anew(table, `${name(column)} ${type}${collation === undefined ? "" : ` COLLATE ${collation}`}`);
  },
  dropNotNull: (table, columns) => anew(table, `no NOT NULL of ${names(columns.map((column) => column.name))}`),
  setNotNull: (table, column) => anew(table, `${name(column.name)} NOT NULL`),
  acceptValues: (table, column) => anew(table, `${name(column)} as an ordinary column`),
  tableName,
  comment,
};

/** One line, since a message may hold it. */
function anew(table: TableName, what: string): string {
  return comment(
    `SQLite changes no column in place: while no worker runs, make ${tableName(table)} anew with ${what}. https://sqlite.org/lang_altertable.html#otheralter`,
  );
}
