import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import type { TableColumn } from "../../runtime/destination.ts";
import type { Table } from "../../runtime/job.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { CUSTOMERS_SQL, customers, SALES_SQL, sales } from "../runtime/sinks/hand-written-tables.ts";
import { freshDatabase, postgresServer, type PostgresServer, type TestDatabase } from "../support/postgres.ts";

let server: PostgresServer;
/** For tests that need only a table of their own. */
let shared: TestDatabase | undefined;

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

/** In one database for all of them, since making one takes far longer than what these tests do. */
function liveTable(name: string, create: string, run: (database: TestDatabase) => Promise<void>): void {
  test(name, async () => {
    server ??= await postgresServer();
    shared ??= await freshDatabase(server, "CREATE DOMAIN positive AS int CHECK (VALUE > 0);");
    await shared.query(`DROP TABLE IF EXISTS customers; ${create}`);
    await run(shared);
  });
}

interface Prepared {
  readonly error: StartupError | undefined;
  readonly warnings: readonly string[];
  /** Code and exit code, or `ok`. */
  readonly outcome: string;
}

async function prepare(url: string, tables: readonly Table[], schema?: string): Promise<Prepared> {
  const warnings: string[] = [];
  const sink = createPostgresSink({ name: "db", url, schema, log: { warn: (message) => void warnings.push(message) } });
  try {
    await sink.prepare(tables);
    return { error: undefined, warnings, outcome: "ok" };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { error, warnings, outcome: `${error.code} exit ${error.exitCode}` };
  } finally {
    await sink.close();
  }
}

function withColumns(table: Table, columns: Readonly<Record<string, string>>): Table {
  return {
    ...table,
    columns: Object.entries(columns).map(([name, type]): TableColumn => ({
      name,
      type,
      notNull: false,
      sensitive: false,
    })),
  };
}

function changed(url: string, change: (url: URL) => void): string {
  const parsed = new URL(url);
  change(parsed);
  return parsed.href;
}

/** A user that may log in and nothing else; `grants` come on top. */
async function asUser(database: TestDatabase, grants: string): Promise<string> {
  const user = `u${new URL(database.url).pathname.slice(-8)}`;
  await database.query(
    `CREATE ROLE ${user} LOGIN PASSWORD 'pw'; REVOKE CREATE ON SCHEMA public FROM PUBLIC; ${grants.replaceAll("USER", user)}`,
  );
  return changed(database.url, (url) => {
    url.username = user;
    url.password = "pw";
  });
}

test.after(async () => {
  await shared?.close();
  await server?.remove();
});

live("a table that fits is accepted, and the checkpoint table is made", CUSTOMERS_SQL + SALES_SQL, async (database) => {
  assert.equal(await prepare(database.url, [customers, sales]), { error: undefined, warnings: [], outcome: "ok" });
  assert.equal(await database.query("SELECT count(*) FROM rdi_checkpoint"), [{ count: "0" }]);
  assert.is((await prepare(database.url, [customers, sales])).outcome, "ok", "a second start finds it");
});

live("several workers may start at once", CUSTOMERS_SQL, async (database) => {
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => prepare(database.url, [customers])));
  assert.equal(
    outcomes.map(({ outcome }) => outcome),
    ["ok", "ok", "ok", "ok"],
  );
});

live(
  "the schema of the target holds the checkpoint",
  `CREATE SCHEMA "Shop"; SET search_path = "Shop"; ${CUSTOMERS_SQL}`,
  async (database) => {
    assert.is((await prepare(database.url, [{ ...customers, schema: "Shop" }], "Shop")).outcome, "ok");
    assert.equal(await database.query('SELECT count(*) FROM "Shop".rdi_checkpoint'), [{ count: "0" }]);
    assert.is((await prepare(database.url, [{ ...customers, schema: "public" }])).outcome, "RDI5007 exit 4");
  },
);

live("a missing table is named with the statement that makes it", "", async (database) => {
  const { outcome, error } = await prepare(database.url, [customers]);
  assert.is(outcome, "RDI5007 exit 4");
  assert.match(error?.message ?? "", "Target db: Table customers (shop.rdi:11) does not exist");
  await database.query((error?.hint ?? "").slice((error?.hint ?? "").indexOf("CREATE TABLE")));
  assert.is((await prepare(database.url, [customers])).outcome, "ok");
});

live("missing columns are all named", "CREATE TABLE customers (id bigint PRIMARY KEY);", async (database) => {
  const { outcome, error } = await prepare(database.url, [customers]);
  assert.is(outcome, "RDI5008 exit 4");
  assert.match(error?.message ?? "", /Column name [^]*Column email /);
  assert.match(error?.hint ?? "", 'ALTER TABLE "customers" ADD COLUMN "name" varchar(20);');
});

live(
  "a view is not a table",
  "CREATE VIEW customers AS SELECT 1::bigint AS id, 'a'::varchar(20) AS name, ''::text AS email;",
  async (database) => {
    assert.is((await prepare(database.url, [customers])).outcome, "RDI5007 exit 4");
  },
);

const columns: readonly (readonly [string, string, "fits" | "warns" | RegExp])[] = [
  ["smallint", "bigint", "fits"],
  ["int", "numeric(10)", "fits"],
  ["int", "numeric(9)", "warns"],
  ["int", "smallint", /is smallint in the table, and int in the .rdi file/],
  ["bigint", "double precision", /is double precision/],
  ["numeric", "numeric", "fits"],
  ["numeric", "numeric(20,4)", /round values/],
  ["numeric(12,2)", "numeric(12,2)", "fits"],
  ["numeric(12,2)", "numeric(14,4)", "fits"],
  ["numeric(12,2)", "numeric(12,4)", "warns"],
  ["numeric(12,2)", "numeric(12,1)", /round values/],
  ["real", "double precision", "fits"],
  ["double", "real", /is real/],
  ["text", "varchar(9)", "warns"],
  ["varchar(9)", "varchar(9)", "fits"],
  ["varchar(9)", "varchar(8)", "warns"],
  ["varchar(9)", "text", "fits"],
  ["char(3)", "char(3)", "fits"],
  ["char(3)", "char(2)", /shorter/],
  ["timestamptz", "timestamptz(3)", /round microseconds/],
  ["timestamptz", "timestamp", /is timestamp without time zone/],
  ["json", "jsonb", "fits"],
  ["bytes", "bytea", "fits"],
  ["uuid", "text", /is text/],
  ['native("inet")', "inet", "fits"],
  ['native("point")', "inet", /is inet/],
  ['native("nonsense")', "inet", /is inet/],
  ["int", "positive", "fits"],
  ["int", "int GENERATED ALWAYS AS (1) STORED", /generated/],
];

for (const [rdi, sql, expected] of columns) {
  const outcome = expected instanceof RegExp ? "is refused" : expected;
  const create = `CREATE TABLE customers (id bigint PRIMARY KEY, v ${sql})`;
  liveTable(`${rdi} in the .rdi file, ${sql} in the table: ${outcome}`, create, async (database) => {
    const { error, warnings } = await prepare(database.url, [withColumns(customers, { id: "bigint", v: rdi })]);
    if (expected instanceof RegExp) assert.match(error?.message ?? "no error", expected);
    else assert.is(error?.message, undefined);
    assert.is(warnings.length, expected === "warns" ? 1 : 0);
  });
}

const keys: readonly (readonly [string, string, boolean])[] = [
  ["no index", "", false],
  ["an index that is not unique", "CREATE INDEX ON customers (id)", false],
  ["an index on more columns", "CREATE UNIQUE INDEX ON customers (id, email)", false],
  ["a partial index", "CREATE UNIQUE INDEX ON customers (id) WHERE id > 0", false],
  ["a deferrable constraint", "ALTER TABLE customers ADD UNIQUE (id) DEFERRABLE", false],
  ["an index on an expression", "CREATE UNIQUE INDEX ON customers ((id + 0))", false],
  ["a unique index", "CREATE UNIQUE INDEX ON customers (id)", true],
  ["a unique index that includes another column", "CREATE UNIQUE INDEX ON customers (id) INCLUDE (email)", true],
];

for (const [name, sql, accepted] of keys) {
  const create = `CREATE TABLE customers (id bigint, name varchar(20), email text); ${sql}`;
  liveTable(`${name} ${accepted ? "serves" : "does not serve"} the key`, create, async (database) => {
    const { outcome, error } = await prepare(database.url, [customers]);
    assert.is(outcome, accepted ? "ok" : "RDI5008 exit 4");
    if (!accepted) assert.match(error?.hint ?? "", 'CREATE UNIQUE INDEX ON "customers" ("id");');
  });
}

live("columns that must be written and are not are named", "", async (database) => {
  await database.query(
    "CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(20), email text, a int NOT NULL, b int NOT NULL DEFAULT 1, c int GENERATED ALWAYS AS IDENTITY)",
  );
  const { outcome, error } = await prepare(database.url, [customers]);
  assert.is(outcome, "RDI5008 exit 4");
  assert.match(error?.message ?? "", /not written: a\.$/);
});

live("a key in a collation that ignores case is refused", "", async (database) => {
  await database.query("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  await database.query("CREATE TABLE sales (receipt text COLLATE ci PRIMARY KEY, redis_key text NOT NULL, note text)");
  const { outcome, error } = await prepare(database.url, [sales]);
  assert.is(outcome, "RDI5008 exit 4");
  assert.match(error?.message ?? "", "different texts are equal");
});

live(
  "owner columns without an index are a warning",
  "CREATE TABLE sales (receipt text PRIMARY KEY, redis_key text NOT NULL, note text);",
  async (database) => {
    const { outcome, warnings } = await prepare(database.url, [sales]);
    assert.is(outcome, "ok");
    assert.match(warnings.join(), 'CREATE INDEX ON "sales" ("redis_key")');
  },
);

live("missing rights are named with the statement that grants them", CUSTOMERS_SQL, async (database) => {
  const url = await asUser(
    database,
    "GRANT SELECT, INSERT ON customers TO USER; GRANT CREATE ON SCHEMA public TO USER",
  );
  const { outcome, error } = await prepare(url, [customers]);
  assert.is(outcome, "RDI5006 exit 4");
  const grant = /^GRANT UPDATE, DELETE ON "customers" TO "u\w+";$/m.exec(error?.hint ?? "");
  assert.ok(grant, error?.hint);
  await database.query(String(grant?.[0]));
  assert.is((await prepare(url, [customers])).outcome, "ok");
});

live("rights on the written columns suffice, and kept rows need no DELETE", CUSTOMERS_SQL, async (database) => {
  const grants =
    "GRANT SELECT (id, name), INSERT (id, name), UPDATE (name) ON customers TO USER; GRANT CREATE ON SCHEMA public TO USER";
  const url = await asUser(database, grants);
  const kept: Table = { ...withColumns(customers, { id: "bigint", name: "varchar(20)" }), removals: [] };
  assert.is((await prepare(url, [kept])).outcome, "ok");
});

live(
  "a schema that may not be used is named",
  "CREATE SCHEMA shop; CREATE TABLE shop.customers (id bigint PRIMARY KEY, name varchar(20), email text);",
  async (database) => {
    const url = await asUser(database, "GRANT ALL ON shop.customers TO USER");
    const { outcome, error } = await prepare(url, [{ ...customers, schema: "shop" }], "shop");
    assert.is(outcome, "RDI5006 exit 4");
    assert.match(error?.hint ?? "", 'GRANT USAGE ON SCHEMA "shop" TO');
  },
);

live("a checkpoint that may not be made is printed, and made by hand it is found", CUSTOMERS_SQL, async (database) => {
  const url = await asUser(database, "GRANT ALL ON customers TO USER");
  const { outcome, error } = await prepare(url, [customers]);
  assert.is(outcome, "RDI5009 exit 4");
  const hint = error?.hint ?? "";
  const statement = hint.slice(hint.indexOf("CREATE TABLE"), hint.indexOf("GRANT"));
  await database.query(statement);
  assert.is((await prepare(url, [customers])).outcome, "RDI5009 exit 4", "it lacks rights");
  await database.query(`GRANT SELECT, INSERT, UPDATE ON rdi_checkpoint TO "${new URL(url).username}"`);
  assert.is((await prepare(url, [customers])).outcome, "ok");
});

live(
  "a checkpoint table of another shape is refused",
  `${CUSTOMERS_SQL} CREATE TABLE rdi_checkpoint (route text);`,
  async (database) => {
    assert.is((await prepare(database.url, [customers])).outcome, "RDI5009 exit 4");
  },
);

live("a wrong password is refused without being shown", "", async (database) => {
  const { outcome, error } = await prepare(
    changed(database.url, (url) => void (url.password = "wrong-secret")),
    [],
  );
  assert.is(outcome, "RDI5006 exit 4");
  assert.match(error?.message ?? "", `127.0.0.1:${server.port}`);
  assert.not.match(`${error?.message} ${error?.hint}`, "wrong-secret");
});

live("a missing database, a closed port and an unknown host are told apart", "", async (database) => {
  const missing = await prepare(
    changed(database.url, (url) => void (url.pathname = "/nowhere")),
    [],
  );
  assert.is(missing.outcome, "RDI5005 exit 4");
  assert.match(missing.error?.hint ?? "", "no such database");
  const closed = await prepare(
    changed(database.url, (url) => void (url.port = "1")),
    [],
  );
  assert.is(closed.outcome, "RDI5005 exit 4");
  assert.match(closed.error?.message ?? "", "ECONNREFUSED 127.0.0.1:1");
});

test("a url that is none is a setting that is wrong, and is not shown", async () => {
  const { outcome, error } = await prepare("not a secret url", []);
  assert.is(outcome, "RDI5001 exit 5");
  assert.not.match(`${error?.message}`, "not a secret");
});

live("foreign keys decide whether a batch may be replaced", "", async (database) => {
  await database.query(CUSTOMERS_SQL);
  const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined });
  await sink.prepare([customers]);
  assert.ok(sink.canReplace([customers]));
  await database.query("CREATE TABLE outside (id bigint REFERENCES customers)");
  await sink.prepare([customers]);
  assert.not(sink.canReplace([customers]));
  await database.query(
    "DROP TABLE outside; ALTER TABLE customers ADD boss bigint REFERENCES customers ON DELETE CASCADE",
  );
  const whole = withColumns(customers, { id: "bigint", name: "varchar(20)", email: "text", boss: "bigint" });
  await sink.prepare([whole]);
  assert.not(sink.canReplace([whole]), "rows of other keys would go with it");
  await sink.close();
});

test.run();
