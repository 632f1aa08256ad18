import type { DdlStatements, NeededColumn, NeededIndex, NeededTable, TableName } from "../ddl.ts";
import { name, names, stringLiteral, tableName } from "./ddl-names.ts";
import { exactCollation, keyType, sqlType } from "./ddl-types.ts";
import { byteCollation, type Flavour } from "./flavour.ts";

/** Statements that make and change tables. Each ALTER TABLE commits by itself here. */
export function statements(flavour: Flavour): DdlStatements {
  return {
    createSchema: (schema) => `CREATE DATABASE IF NOT EXISTS ${name(schema)};`,
    createTable: (table) => createTable(table, flavour),
    createIndex,
    addColumn: (table, column) => {
      return alter(table, `ADD COLUMN ${name(column.name)} ${definition(column, flavour)}`);
    },
    changeType: (table, column, { type, collation, notNull }) => {
      return alter(
        table,
        `MODIFY COLUMN ${name(column)} ${withCollation(type, collation)}${notNull ? " NOT NULL" : ""}`,
      );
    },
    dropNotNull: (table, columns) =>
      columns
        .map(({ name: column, type, collation }) => {
          return alter(table, `MODIFY COLUMN ${name(column)} ${withCollation(type, collation)} NULL`);
        })
        .join("\n"),
    setNotNull: (table, { name: column, type, collation }) => {
      return alter(table, `MODIFY COLUMN ${name(column)} ${withCollation(type, collation)} NOT NULL`);
    },
    acceptValues: (table, column) => comment(`${tableName(table)}.${column} takes values as it is.`),
    tableName,
    comment,
  };
}

/** A table and its indexes. Transactions need InnoDB, and its texts are equal only when their bytes are. */
function createTable(table: NeededTable, flavour: Flavour): string {
  const width = Math.max(...table.columns.map((column) => name(column.name).length));
  const columns = fitting(table.columns);
  const lines = [
    ...columns.map((column) => {
      const doc = column.doc === undefined ? "" : ` COMMENT ${stringLiteral(column.doc)}`;
      return `  ${name(column.name).padEnd(width)} ${definition(column)}${doc}`;
    }),
    ...(table.identity.length === 0 ? [] : [`  PRIMARY KEY (${names(table.identity)})`]),
    ...table.indexes.filter(({ whereNull }) => whereNull === undefined).map((index) => `  ${indexText(index)}`),
  ];
  const doc = table.doc === undefined ? "" : ` COMMENT ${stringLiteral(table.doc)}`;
  const options = `ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${byteCollation(flavour)}`;
  return `CREATE TABLE ${tableName(table)} (\n${lines.join(",\n")}\n) ${options}${doc};`;
}

/** What a row of InnoDB takes within its page, and a bit less. */
const ROW_BYTES = 7800;

/** A short varchar lies in the row's page, whose size bounds a row; a text may lie beside it. */
function fitting(columns: readonly NeededColumn[]): readonly NeededColumn[] {
  const inPage = columns.map(({ type }) =>
    type.kind === "varchar" || type.kind === "char" ? Math.min(4 * type.length, 256) : 40,
  );
  if (inPage.reduce((sum, bytes) => sum + bytes, 0) <= ROW_BYTES) return columns;
  return columns.map((column) => {
    return column.type.kind === "varchar" && !column.exact ? { ...column, type: { kind: "text" } } : column;
  });
}

function createIndex(table: TableName, index: NeededIndex): string {
  return alter(table, `ADD ${indexText(index)}`);
}

function indexText({ columns, unique }: NeededIndex): string {
  return `${unique ? "UNIQUE " : ""}INDEX (${names(columns)})`;
}

const KEY_BYTES = "varbinary(255)";

/** What stands behind a column's name. Texts of a new table have the table's collation. */
function definition({ type, notNull, exact }: NeededColumn, added?: Flavour): string {
  const text = exact && type.kind === "bytes" ? KEY_BYTES : sqlType(exact ? keyType(type) : type);
  const shown = type.kind === "uuid" ? `${text} CHARACTER SET ascii COLLATE ascii_bin` : text;
  const collation = added === undefined || type.kind === "uuid" ? undefined : exactCollation(added)(text);
  return `${withCollation(shown, collation)}${notNull ? " NOT NULL" : ""}`;
}

function withCollation(type: string, collation: string | undefined): string {
  if (collation === undefined || collation === "binary") return type;
  return `${type} CHARACTER SET ${collation.split("_")[0]} COLLATE ${collation}`;
}

function alter(table: TableName, what: string): string {
  return `ALTER TABLE ${tableName(table)} ${what};`;
}

/** Two dashes begin a comment only before a space. */
function comment(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "-- ").replaceAll(/^$/gm, "-- ");
}
