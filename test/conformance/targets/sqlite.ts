import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setTimeout } from "node:timers/promises";
import Libsql from "libsql";
import { temporaryFolder } from "../../setup/servers.mjs";
import type { Alterations, ConformanceDatabase, ConformanceServer, ConformanceTarget, TextRow } from "../target.ts";
import { sqliteProbes } from "./sqlite-probes.ts";

/** The driver is the product's, too: another one would not see its locks. Here it sends plain statements, on connections of its own. */
export const sqliteTarget: ConformanceTarget = {
  system: "sqlite",
  title: "SQLite",
  open,
  probes: sqliteProbes,
  roundsNumbers: false,
  quote,
  text,
};

async function open(url: string | undefined): Promise<ConformanceServer> {
  const folder = url === undefined ? temporaryFolder("rdi-kit-") : fileURLToPath(url);
  const made: string[] = [];
  const memory = new Libsql(":memory:");
  const [version = ""] = rowsOf(memory, "SELECT sqlite_version()")[0] ?? [];
  memory.close();
  return {
    version: version ?? "",
    port: undefined,
    emptyDatabase: async () => {
      const file = join(folder, `kit-${made.length}.db`);
      made.push(file);
      return databaseAt(file);
    },
    close: async () => {
      for (const file of made) for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
    },
  };
}

function databaseAt(file: string): ConformanceDatabase {
  const database = connected(file);
  const run = async (script: string): Promise<void> => patiently(() => database.exec(script));
  return {
    url: pathToFileURL(file).href,
    run,
    rows: async (query) => rowsOf(database, query),
    session: async () => {
      const other = connected(file);
      const send = async (statement: string): Promise<void> => patiently(() => other.exec(statement));
      return {
        run: send,
        begin: () => send("BEGIN"),
        rollback: () => send("ROLLBACK"),
        close: async () => void other.close(),
      };
    },
    alter: alterations(database, run),
    endSessions: async () => Promise.reject(new Error("nobody can end them")),
    urlWithoutDelete: async () => Promise.reject(new Error("there are no users")),
    drop: async () => void database.close(),
  };
}

function connected(file: string): Libsql.Database {
  const database = new Libsql(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 0");
  return database;
}

/** Waiting inside of SQLite would keep the sink from going on, too. */
async function patiently(work: () => unknown): Promise<void> {
  for (const until = Date.now() + 20_000; ; await setTimeout(5)) {
    try {
      work();
      return;
    } catch (error) {
      if (!/locked|busy/.test(String(error)) || Date.now() > until) throw error;
    }
  }
}

/** SQLite changes no table in place, so most of them make it anew. */
function alterations(database: Libsql.Database, run: (script: string) => Promise<void>): Alterations {
  const anew = (table: string, change: (sql: string) => string): Promise<void> => {
    const texts = rowsOf(
      database,
      `SELECT type, sql FROM sqlite_schema WHERE tbl_name = ${literal(table)} AND sql IS NOT NULL`,
    );
    const create = texts.find(([type]) => type === "table")?.[1] ?? "";
    const others = texts.flatMap(([type, sql]) => (type === "table" ? [] : [`${sql};`]));
    const name = quote(table);
    return run(`ALTER TABLE ${name} RENAME TO "kit old";
${change(create)};
INSERT INTO ${name} SELECT * FROM "kit old";
DROP TABLE "kit old";
${others.join("\n")}`);
  };
  return {
    addUnique: (table, column) =>
      run(`CREATE UNIQUE INDEX ${quote(`kit ${table} ${column}`)} ON ${quote(table)} (${quote(column)})`),
    addForeignKey: ({ table, column, parent, parentColumn }) =>
      anew(table, (sql) =>
        sql.replace(
          /\n\) STRICT$/,
          `,\n  FOREIGN KEY (${quote(column)}) REFERENCES ${quote(parent)} (${quote(parentColumn)})\n) STRICT`,
        ),
      ),
    refuse: (table, column, value) =>
      run(
        ["INSERT", "UPDATE"]
          .map(
            (event) => `CREATE TRIGGER ${quote(`kit ${event} ${table}`)} BEFORE ${event} ON ${quote(table)}
WHEN new.${quote(column)} = ${literal(value)} BEGIN SELECT RAISE(ABORT, 'refused'); END;`,
          )
          .join("\n"),
      ),
    unusualSettings: async () => Promise.reject(new Error("a file has none")),
    ignoreCase: (table, column) =>
      anew(table, (sql) => sql.replace(new RegExp(`^(  "?${column}"? +TEXT)`, "m"), "$1 COLLATE NOCASE")),
  };
}

function rowsOf(database: Libsql.Database, query: string): readonly TextRow[] {
  const rows: unknown[] = database.prepare(query).safeIntegers(true).raw().all();
  return rows.flatMap((row) => (Array.isArray(row) ? [row.map(textOf)] : []));
}

function textOf(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function text(column: string, type: string): string {
  if (type === "bytes") return `iif(${column} IS NULL, NULL, lower(hex(${column})))`;
  if (type !== "real" && type !== "double") return `CAST(${column} AS TEXT)`;
  return `CASE WHEN ${column} IS NULL THEN NULL WHEN abs(${column}) = 9e999 THEN iif(${column} > 0, 'Infinity', '-Infinity') ELSE printf('%!.17g', ${column}) END`;
}
