import type { Table } from "../../job.ts";
import type { ColumnFacts, ForeignKeyFacts, IndexFacts, ReferenceFacts, TableFacts } from "../schema-facts.ts";
import { columnType } from "./column-types.ts";
import type { Connection, Row } from "./connection.ts";
import { readTableText, type TableText } from "./table-text.ts";

const KINDS: Readonly<Record<string, string>> = { table: "r", view: "v" };

/** Undefined when there is no such table. */
export function readTable(
  connection: Connection,
  { schema = "main", table }: Pick<Table, "schema" | "table">,
): TableFacts | undefined {
  const [found] = connection.all(
    `SELECT l.type, l.strict, l.wr, l.name, s.rootpage, s.sql FROM pragma_table_list AS l
LEFT JOIN sqlite_schema AS s ON s.type IN ('table', 'view') AND s.name = l.name
WHERE l.schema = 'main' AND ?1 = 'main' AND l.name = ?2 COLLATE NOCASE`,
    [schema, table],
  );
  if (found === undefined) return undefined;
  const [kind, strict, withoutRowid, name, page, sql] = found;
  const stored = String(name);
  const text = readTableText(String(sql ?? ""));
  const columns = readColumns(connection, { stored, text, isStrict: isTrue(strict), hasRowid: !isTrue(withoutRowid) });
  return {
    kind: KINDS[String(kind)] ?? "other",
    oid: Number(page ?? 0),
    schema: "main",
    user: "",
    mayUseSchema: true,
    mayDelete: true,
    hasDeleteTrigger: hasDeleteTrigger(connection, stored),
    columns,
    indexes: readIndexes(connection, stored, columns),
    references: readReferences(connection, stored),
    foreignKeys: readForeignKeys(connection, stored, text),
  };
}

interface Described {
  readonly stored: string;
  readonly text: TableText;
  readonly isStrict: boolean;
  readonly hasRowid: boolean;
}

/** The column that is the rowid fills itself in. */
function readColumns(connection: Connection, { stored, text, isStrict, hasRowid }: Described): readonly ColumnFacts[] {
  const rows = connection.all('SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)', [
    stored,
  ]);
  const keys = rows.filter(([, , , , pk]) => isTrue(pk)).length;
  return rows.map(([nameCell, type, notNull, dflt, pk, hidden]): ColumnFacts => {
    const name = String(nameCell);
    const { collation, length } = text.columns.get(name.toLowerCase()) ?? { collation: undefined, length: undefined };
    const isRowid = hasRowid && keys === 1 && isTrue(pk) && /^integer$/i.test(String(type));
    const generated = Number(hidden) >= 2;
    const isExact = collation === undefined || collation === "BINARY";
    const stored = columnType(String(type), isStrict, length);
    return {
      name,
      type: stored.text,
      base: stored.affinity,
      modifier: length ?? -1,
      stored: stored.text,
      domain: null,
      default: dflt === null || dflt === undefined ? null : String(dflt),
      expression: generated ? "computed" : null,
      identity: isRowid ? "by default" : null,
      collation: isExact ? null : { name: collation, schema: null },
      notNull: isTrue(notNull) || (isTrue(pk) && (isStrict || !hasRowid || isRowid)),
      hasDefault: (dflt ?? null) !== null || isRowid || generated,
      generated,
      deterministic: isExact,
      mayInsert: true,
      mayUpdate: true,
      maySelect: true,
    };
  });
}

function readIndexes(connection: Connection, table: string, columns: readonly ColumnFacts[]): readonly IndexFacts[] {
  const rowid = columns.find(({ identity }) => identity !== null);
  const listed = connection.all(
    `SELECT l.name, l."unique", l.origin, l.partial, s.sql FROM pragma_index_list(?1) AS l
LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = l.name ORDER BY l.name`,
    [table],
  );
  return [
    ...(rowid === undefined ? [] : [rowidIndex(table, rowid.name)]),
    ...listed.map(([name, unique, origin, partial, sql]): IndexFacts => {
      const keys = connection.all("SELECT name, coll FROM pragma_index_xinfo(?1) WHERE key = 1 ORDER BY seqno", [
        String(name),
      ]);
      return {
        name: String(name),
        columns: keys.map(([column]) => (column === null || column === undefined ? null : String(column))),
        keys: keys.map(([column, collation]) => keyOf(columns, column, String(collation))),
        primary: origin === "pk",
        unique: isTrue(unique),
        nullsNotDistinct: false,
        partial: isTrue(partial),
        predicate: isTrue(partial) ? (/\bWHERE\b\s*([\s\S]*)$/i.exec(String(sql))?.[1] ?? "") : null,
        deferrable: false,
        deterministic: keys.every(([, collation]) => collation === "BINARY"),
      };
    }),
  ];
}

/** It is the table's own tree, and in no list. */
function rowidIndex(table: string, column: string): IndexFacts {
  return {
    name: `${table} rowid`,
    columns: [column],
    keys: [{ expression: null, collation: null }],
    primary: true,
    unique: true,
    nullsNotDistinct: false,
    partial: false,
    predicate: null,
    deferrable: false,
    deterministic: true,
  };
}

function keyOf(
  columns: readonly ColumnFacts[],
  name: Row[number] | undefined,
  collation: string,
): IndexFacts["keys"][number] {
  const expression = name === null || name === undefined ? "expression" : null;
  const own = columns.find((column) => column.name === name)?.collation?.name ?? "BINARY";
  return { expression, collation: collation === own ? null : { name: collation, schema: null } };
}

const ACTIONS: Readonly<Record<string, ReferenceFacts["onDelete"]>> = {
  "NO ACTION": "a",
  RESTRICT: "r",
  CASCADE: "c",
  "SET NULL": "n",
  "SET DEFAULT": "d",
};

/** SQLite lists foreign keys from the last to the first. One that names no columns refers to the primary key. */
function readForeignKeys(connection: Connection, table: string, text: TableText): readonly ForeignKeyFacts[] {
  const rows = connection.all(
    `SELECT f.id, f."table", f."from", coalesce(f."to", (SELECT p.name FROM pragma_table_xinfo(f."table") AS p WHERE p.pk = f.seq + 1)), f.on_delete
FROM pragma_foreign_key_list(?1) AS f ORDER BY f.id DESC, f.seq`,
    [table],
  );
  const ids = [...new Set(rows.map(([id]) => id))];
  return ids.map((id, at) => {
    const mine = rows.filter((row) => row[0] === id);
    const [, parent, , , action] = mine[0] ?? [];
    const columns = mine.map((row) => String(row[2]));
    return {
      name: `${table} (${columns.join(", ")})`,
      schema: "main",
      table: String(parent),
      columns,
      referred: mine.map((row) => String(row[3])),
      onDelete: ACTIONS[String(action)] ?? "a",
      deferred: text.deferred[at] ?? false,
    };
  });
}

function readReferences(connection: Connection, table: string): readonly ReferenceFacts[] {
  const tables = connection.all(
    `SELECT DISTINCT s.name, s.rootpage, s.sql FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS f
WHERE s.type = 'table' AND f."table" = ?1 COLLATE NOCASE ORDER BY s.name`,
    [table],
  );
  return tables.flatMap(([name, page, sql]) => {
    const keys = readForeignKeys(connection, String(name), readTableText(String(sql)));
    return keys
      .filter((key) => key.table.toLowerCase() === table.toLowerCase())
      .map(({ columns, referred, onDelete }) => ({ oid: Number(page), columns, referred, onDelete }));
  });
}

function hasDeleteTrigger(connection: Connection, table: string): boolean {
  const triggers = connection.all(
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE",
    [table],
  );
  return triggers.some(([sql]) => /\bDELETE\s+ON\b/i.test(String(sql)));
}

function isTrue(cell: Row[number] | undefined): boolean {
  return Number(cell ?? 0) !== 0;
}
