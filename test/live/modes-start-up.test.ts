/** What a worker says at its start about tables of histories and logs. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import type { Table } from "../../runtime/job.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { freshDatabase, postgresServer, type PostgresServer, type TestDatabase } from "../support/postgres.ts";
import { shapeOf } from "./shape-bench.ts";
import { tableOf } from "./shape-tables.ts";

let server: PostgresServer | undefined;

test.after(() => server?.remove());

function live(name: string, schema: string, run: (database: TestDatabase) => Promise<void>): void {
  test(name, async () => {
    server ??= await postgresServer();
    const database = await freshDatabase(server, schema);
    try {
      await run(database);
    } finally {
      await database.close();
    }
  });
}

interface Prepared {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly warnings: readonly string[];
}

async function prepare(url: string, table: Table): Promise<Prepared> {
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const sink = createPostgresSink({ name: "db", url, schema: undefined, log });
  try {
    await sink.prepare([table]);
    return { code: "ok", message: "", hint: "", warnings };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint, warnings };
  } finally {
    await sink.close();
  }
}

async function asWorker(database: TestDatabase, grants: string): Promise<string> {
  const user = `w${new URL(database.url).pathname.slice(-8)}`;
  const all = `CREATE ROLE ${user} LOGIN PASSWORD 'pw'; GRANT CREATE ON SCHEMA public TO ${user}; ${grants.replaceAll("USER", user)}`;
  await database.query(all);
  const url = new URL(database.url);
  url.username = user;
  url.password = "pw";
  return url.href;
}

const history = tableOf(shapeOf("history"));
const append = tableOf(shapeOf("append"));

live("a missing history is named with the statement that makes it, its period included", "", async (database) => {
  const { code, hint } = await prepare(database.url, history);
  assert.is(code, "RDI5007");
  await database.query(hint.slice(hint.indexOf("CREATE TABLE")));
  assert.is((await prepare(database.url, history)).code, "ok");
});

live(
  "without an index on open versions a warning names it, and with it there is none",
  shapeOf("history").ddl,
  async (database) => {
    const { warnings } = await prepare(database.url, history);
    assert.is(warnings.length, 1, warnings.join("\n"));
    assert.match(warnings[0] ?? "", "no unique index on its open versions");
    await database.query((warnings[0] ?? "").replace(/.*: CREATE/s, "CREATE"));
    assert.equal((await prepare(database.url, history)).warnings, []);
  },
);

live(
  "an index on the key alone is none: versions of one row would be refused",
  "CREATE TABLE t (sku text PRIMARY KEY, price numeric(10,2), valid_from timestamptz, valid_to timestamptz, current boolean)",
  async (database) => {
    const { code, message, hint } = await prepare(database.url, history);
    assert.is(code, "RDI5008");
    assert.match(message, "no unique index on exactly its key and the beginning of a version (sku, valid_from)");
    await database.query(hint.slice(hint.indexOf("CREATE UNIQUE INDEX")));
    assert.is((await prepare(database.url, history)).code, "ok");
  },
);

live(
  "the end of a version must be nullable, and its instants must keep microseconds",
  "CREATE TABLE t (sku text, price numeric(10,2), valid_from timestamptz(3), valid_to timestamptz NOT NULL, current boolean, PRIMARY KEY (sku, valid_from))",
  async (database) => {
    const { code, message, hint } = await prepare(database.url, history);
    assert.is(code, "RDI5008");
    assert.match(message, "Column valid_to of table t (shapes.rdi:1) is not null");
    assert.match(message, "Column valid_from of table t (shapes.rdi:1) is timestamp(3) with time zone in the table");
    assert.match(hint, 'ALTER TABLE "t" ALTER COLUMN "valid_to" DROP NOT NULL;');
  },
);

live(
  "missing columns of a period are named",
  "CREATE TABLE t (sku text PRIMARY KEY, price numeric(10,2))",
  async (database) => {
    const { message } = await prepare(database.url, history);
    for (const column of ["valid_from", "valid_to", "current"]) assert.match(message, `Column ${column} of`);
  },
);

live(
  "a history needs no DELETE, a log INSERT only",
  `${shapeOf("history").ddl}; ${shapeOf("append").ddl.replace("TABLE t", "TABLE log")}`,
  async (database) => {
    const url = await asWorker(
      database,
      "GRANT SELECT, INSERT ON t TO USER; GRANT UPDATE (price, valid_to, current) ON t TO USER; GRANT INSERT ON log TO USER",
    );
    assert.is((await prepare(url, history)).code, "ok");
    assert.is((await prepare(url, { ...append, table: "log" })).code, "ok");
    const user = new URL(url).username;
    await database.query(`REVOKE UPDATE (valid_to) ON t FROM ${user}; REVOKE INSERT ON log FROM ${user}`);
    assert.match((await prepare(url, history)).message, "UPDATE");
    assert.match((await prepare(url, { ...append, table: "log" })).message, "INSERT");
  },
);

live(
  "in a history a native type is written with the arguments that the column has",
  shapeOf("history-types").ddl.replace("c10 numeric(5,2)", "c10 numeric(6,3)"),
  async (database) => {
    const table = tableOf(shapeOf("history-types"));
    const typed = (type: string): Table => ({
      ...table,
      columns: table.columns.map((column) => (column.name === "c10" ? { ...column, type } : column)),
    });
    for (const type of ['native("numeric")', 'native("numeric(5,2)")']) {
      const { code, message } = await prepare(database.url, typed(type));
      assert.is(code, "RDI5008");
      assert.match(message, `is numeric(6,3) in the table, and ${type} in the .rdi file`);
    }
    assert.is((await prepare(database.url, typed('native("numeric(6, 3)")'))).code, "ok");
  },
);

live(
  "a domain of the user is a type like the one below it",
  "CREATE DOMAIN code AS int4range; CREATE TABLE t (r code PRIMARY KEY, redis_key text NOT NULL, name text); CREATE INDEX ON t (redis_key)",
  async (database) => {
    const table = tableOf(shapeOf("native-key"));
    const typed = (type: string): Table => ({
      ...table,
      columns: table.columns.map((column) => (column.name === "r" ? { ...column, type } : column)),
    });
    assert.is((await prepare(database.url, typed('native("code")'))).code, "ok");
    assert.is((await prepare(database.url, typed('native("int4range")'))).code, "ok");
    assert.is((await prepare(database.url, typed('native("int8range")'))).code, "RDI5008");
    assert.is((await prepare(database.url, typed('native("nowhere")'))).code, "RDI5008");
  },
);

test.run();
