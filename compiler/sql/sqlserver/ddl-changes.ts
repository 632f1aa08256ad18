import type { DdlStatements, KeptColumn, NeededColumn, TableName } from "../ddl.ts";
import { name, stringLiteral, tableName } from "./ddl-names.ts";
import { definition } from "./ddl-tables.ts";

/** Statements that change a table which holds rows. */
export const changes: Omit<DdlStatements, "createTable" | "createIndex"> = {
  createSchema: (schema) =>
    `IF SCHEMA_ID(${stringLiteral(schema)}) IS NULL EXEC(${stringLiteral(`CREATE SCHEMA ${name(schema)}`)});`,
  addColumn: (table, column: NeededColumn) => alter(table, `ADD ${name(column.name)} ${definition(column)}`),
  changeType: (table, column, { notNull, ...change }) => retyped(table, { name: column, ...change }, notNull),
  dropNotNull: (table, columns) => columns.map((column) => retyped(table, column, false)).join("\n"),
  setNotNull: (table, column) => retyped(table, column, true),
  acceptValues: (table, column) =>
    comment(
      `${tableName(table)}.${column} is an identity column, which SQL Server can't turn into an ordinary one: make the table anew without IDENTITY.`,
    ),
  tableName,
  comment,
};

function comment(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "-- ").replaceAll(/^$/gm, "--");
}

function alter(table: TableName, what: string): string {
  return `ALTER TABLE ${tableName(table)} ${what};`;
}

/** All that a column is has to be said again, or becomes the default. */
function retyped(table: TableName, { name: column, type, collation }: KeptColumn, notNull: boolean): string {
  const collated = collation === undefined ? "" : ` COLLATE ${collation}`;
  return alter(table, `ALTER COLUMN ${name(column)} ${type}${collated} ${notNull ? "NOT NULL" : "NULL"}`);
}
