import { createHash } from "node:crypto";
import type { Table } from "../../job.ts";
import type { ColumnFacts, ForeignKeyFacts, IndexFacts, ReferenceFacts, TableFacts } from "../schema-facts.ts";
import { isExact, storedTypeText } from "./catalog-types.ts";
import { COLUMNS, FOREIGN_KEYS, INDEXES, JSON_CHECKS, REFERENCES, TABLE, TRIGGERS } from "./catalog-queries.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { qualified } from "./identifier.ts";

export interface MysqlFacts extends TableFacts {
  /** `InnoDB`; null for a view. */
  readonly engine: string | null;
}

type Named = Pick<Table, "schema" | "table">;
type Row = readonly (string | null)[];

/** Undefined when there is no such table, or the user has no right on it. */
export async function readTable(connection: Connection, { schema, table }: Named): Promise<MysqlFacts | undefined> {
  const [found] = (await connection.query({ text: TABLE, values: [schema ?? null, table, table] })).rows;
  if (found === undefined) return undefined;
  const [place = "", name = "", kind, engine = null, user] = found;
  const rows = async (text: string): Promise<readonly Row[]> => {
    return (await connection.query({ text, values: [place, name] })).rows;
  };
  const documents = isMariaDb(connection) ? (await rows(JSON_CHECKS)).flatMap(([clause]) => clause ?? []) : [];
  const columns = (await rows(COLUMNS)).map((row) => columnFacts(row, documents));
  return {
    kind: KINDS[kind ?? ""] ?? "o",
    engine,
    oid: numberOf(place ?? "", name ?? ""),
    schema: place ?? "",
    user: user ?? "",
    mayUseSchema: true,
    mayDelete: await mayDelete(connection, { schema: place ?? "", table: name ?? "" }),
    hasDeleteTrigger: (await rows(TRIGGERS)).length > 0,
    columns,
    indexes: indexFacts(await rows(INDEXES), columns),
    references: grouped(await rows(REFERENCES), (row) => [row[0], row[1], row[2]]).map(referenceFacts),
    foreignKeys: grouped(await rows(FOREIGN_KEYS), (row) => [row[0]]).map(foreignKeyFacts),
  };
}

export function isMariaDb({ version }: Pick<Connection, "version">): boolean {
  return /mariadb/i.test(version);
}

const KINDS: Readonly<Record<string, string>> = { "BASE TABLE": "r", "SYSTEM VERSIONED": "r", VIEW: "v" };

/** The server has no numbers for tables. */
function numberOf(schema: string, table: string): number {
  return createHash("sha256")
    .update(JSON.stringify([schema, table]))
    .digest()
    .readUIntBE(0, 6);
}

const READ_ONLY = "1792";

/** EXPLAIN asks for the rights of its statement, and runs nothing. The catalog does not know of roles. */
async function mayDelete(connection: Connection, { schema, table }: Named): Promise<boolean> {
  try {
    await connection.command(`EXPLAIN DELETE FROM ${qualified(schema, table)} WHERE FALSE`);
    return true;
  } catch (thrown) {
    const error = sinkError(thrown, "catalog");
    // In a session that only reads nothing is asked about rights.
    if (error.serverCode === READ_ONLY) return true;
    if (error.class === "connection") throw error;
    return false;
  }
}

function columnFacts(row: Row, documents: readonly string[]): ColumnFacts {
  const [name = "", text = "", base = "", preset, nullable, extra = "", collation, generation, privileges = ""] = row;
  const isDocument = documents.includes(`json_valid(\`${name ?? ""}\`)`);
  const type = isDocument ? "json" : storedTypeText(text ?? "");
  const isGenerated = (generation ?? "") !== "";
  const isFilled = /auto_increment/i.test(extra ?? "");
  const known = preset === null || preset === undefined || preset === "NULL" ? null : preset;
  const may = (right: string): boolean => (privileges ?? "").split(",").includes(right);
  const notNull = nullable === "NO";
  return {
    name: name ?? "",
    type,
    base: isDocument ? "json" : (base ?? ""),
    modifier: -1,
    stored: type,
    domain: null,
    default: known,
    expression: isGenerated ? (generation ?? null) : null,
    identity: null,
    collation: isDocument || collation == null ? null : { name: collation, schema: null },
    notNull,
    hasDefault: known !== null || isFilled || isGenerated || !notNull,
    generated: isGenerated,
    deterministic: isDocument || isExact(type, collation ?? undefined),
    mayInsert: may("insert"),
    mayUpdate: may("update"),
    maySelect: may("select"),
  };
}

function indexFacts(rows: readonly Row[], columns: readonly ColumnFacts[]): readonly IndexFacts[] {
  const exact = new Map(columns.map(({ name, deterministic }) => [name, deterministic]));
  return grouped(rows, ([name]) => [name]).map((parts) => {
    const [name = ""] = parts[0] ?? [];
    // An index over the beginning of a text tells too few apart.
    const names = parts.map(([, , column = null, part]) => (part === null ? column : null));
    return {
      name: name ?? "",
      columns: names,
      keys: parts.map(([, , column, part]) => {
        return {
          expression: part === null && column !== null ? null : `${column ?? "?"}(${part ?? "?"})`,
          collation: null,
        };
      }),
      primary: name === "PRIMARY",
      unique: parts[0]?.[1] === "0",
      nullsNotDistinct: false,
      partial: false,
      predicate: null,
      deferrable: false,
      deterministic: names.every((column) => column === null || exact.get(column) === true),
    };
  });
}

function foreignKeyFacts(parts: readonly Row[]): ForeignKeyFacts {
  const [name, schema, table, , , rule] = parts[0] ?? [];
  return {
    name: name ?? "",
    schema: schema ?? "",
    table: table ?? "",
    columns: parts.map((row) => row[3] ?? ""),
    referred: parts.map((row) => row[4] ?? ""),
    onDelete: ON_DELETE[rule ?? ""] ?? "a",
    deferred: false,
  };
}

function referenceFacts(parts: readonly Row[]): ReferenceFacts {
  const [, schema, table, , , rule] = parts[0] ?? [];
  return {
    oid: numberOf(schema ?? "", table ?? ""),
    columns: parts.map((row) => row[3] ?? ""),
    referred: parts.map((row) => row[4] ?? ""),
    onDelete: ON_DELETE[rule ?? ""] ?? "a",
  };
}

/** InnoDB looks at foreign keys at once: NO ACTION is RESTRICT. */
const ON_DELETE: Readonly<Record<string, string>> = {
  RESTRICT: "r",
  "NO ACTION": "a",
  CASCADE: "c",
  "SET NULL": "n",
  "SET DEFAULT": "d",
};

/** In the order of their first rows. */
function grouped(rows: readonly Row[], by: (row: Row) => readonly unknown[]): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = JSON.stringify(by(row));
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups.values()];
}
