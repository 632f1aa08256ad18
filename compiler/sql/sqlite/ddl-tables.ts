import type { ColumnType } from "../../plan/ir.ts";
import type { NeededColumn, NeededIndex, NeededTable, TableName } from "../ddl.ts";
import { name, names, tableName } from "./ddl-names.ts";
import { sqlType } from "./ddl-types.ts";

/**
 * A table and its indexes. STRICT: SQLite refuses what it would else convert or take as it is. It keeps the text of a statement, comments and
 * all, so what it has no words for stands in one.
 */
export function createTable(table: NeededTable): string {
  const width = Math.max(...table.columns.map((column) => name(column.name).length));
  const lines = [
    ...table.columns.map((column) => {
      return { text: `${name(column.name).padEnd(width)} ${definition(column)}`, remark: remarkOf(column) };
    }),
    ...(table.identity.length === 0 ? [] : [{ text: `PRIMARY KEY (${names(table.identity)})`, remark: undefined }]),
  ];
  const body = lines.map(({ text, remark }, at) => {
    const comma = at === lines.length - 1 ? "" : ",";
    return `  ${text}${comma}${remark === undefined ? "" : ` -- ${remark}`}`;
  });
  return [
    ...(table.doc === undefined ? [] : [comment(table.doc)]),
    `CREATE TABLE ${tableName(table)} (\n${body.join("\n")}\n) STRICT;`,
    ...table.indexes.map((index) => createIndex(table, index)),
  ].join("\n");
}

/** The name of an index is made of the table's and the columns': SQLite gives none. */
export function createIndex(table: TableName, { columns, unique, whereNull, why }: NeededIndex): string {
  const where = whereNull === undefined ? "" : ` WHERE ${name(whereNull)} IS NULL`;
  const text = [table.table, ...columns, ...(why === "open" ? ["open"] : [])].join("_");
  const index = tableName({ schema: table.schema, table: text });
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ${index} ON ${name(table.table)} (${names(columns)})${where};`;
}

/** What stands behind a column's name. */
export function definition({ name: column, type, notNull }: NeededColumn): string {
  return [sqlType(type), ...(notNull ? ["NOT NULL"] : []), ...checks(name(column), type)].join(" ");
}

/** The worker writes only what fits; these keep others to it, and say what the column holds. */
function checks(column: string, type: ColumnType): readonly string[] {
  switch (type.kind) {
    case "varchar":
    case "char":
      return [`CHECK (length(${column}) <= ${type.length})`];
    case "boolean":
      return [`CHECK (${column} IN (0, 1))`];
    default:
      return [];
  }
}

function remarkOf({ type, doc }: NeededColumn): string | undefined {
  const kind = WITHOUT_WORDS.has(type.kind) ? [writtenName(type)] : [];
  const parts = [...kind, ...(doc === undefined ? [] : [doc.replaceAll(/\s+/g, " ")])];
  return parts.length === 0 ? undefined : parts.join(": ");
}

/** Types of a `.rdi` file that are texts here. */
const WITHOUT_WORDS: ReadonlySet<ColumnType["kind"]> = new Set([
  "numeric",
  "uuid",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "json",
]);

function writtenName(type: ColumnType): string {
  if (type.kind !== "numeric" || type.precision === undefined) return type.kind;
  return `numeric(${type.precision},${type.scale ?? 0})`;
}

export function comment(text: string): string {
  return text.replaceAll(/^(?!-- ).+$/gm, "-- $&").replaceAll(/^$/gm, "--");
}
