/** What only SQLite does: affinities, collations, locks of other processes, deferred foreign keys, and a process that must not stand still. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { SinkError, type Sink } from "../../runtime/sinks/sink.ts";
import { createSqliteSink } from "../../runtime/sinks/sqlite/sink.ts";
import { openLane, type Keys, type Lane } from "../conformance/lane.ts";
import { kitProject, type KitProject } from "../conformance/project.ts";
import { temporaryFolder } from "../setup/servers.mjs";
import { fileRows } from "../support/sqlite.ts";
import { tablesOf } from "../support/tables.ts";

const USERS = `job users {
  from hash "user:{id:int}"
  into db.users key (id) { id: bigint = @id, name: varchar(5) = name, paid: numeric(10,2) = paid, born: date = born, ok: boolean = ok, mail: text = mail }
}`;

const ORDERS = `job orders {
  from hash "order:{id:int}"
  into db.orders key (id) { id: bigint = @id, buyer: bigint = buyer }
}`;

interface Bench {
  readonly file: string;
  readonly sink: Sink;
  readonly database: Libsql.Database;
  readonly warnings: readonly string[];
  readonly project: KitProject;
  prepare(): Promise<void>;
  lane(): Promise<Lane>;
  rows(query: string): readonly unknown[];
}

/** `schema` in place of what `rdi ddl` makes. */
function onFile(name: string, jobs: string, schema: string | undefined, run: (bench: Bench) => Promise<void>): void {
  test(name, async () => {
    const project = await kitProject({ jobs, system: "sqlite" });
    const file = join(temporaryFolder("rdi-sink-"), "kit.db");
    const database = new Libsql(file);
    database.exec(schema ?? project.ddl);
    const warnings: string[] = [];
    const sink = createSqliteSink({
      name: "db",
      url: `file:${file}`,
      log: { warn: (text) => void warnings.push(text) },
    });
    const [first] = project.jobs;
    if (first === undefined) throw new Error("there is no job");
    try {
      await run({
        file,
        sink,
        database,
        warnings,
        project,
        prepare: () => sink.prepare(project.jobs.flatMap(({ job }) => tablesOf(job))),
        lane: () => openLane({ sink, of: first }),
        rows: (query) => fileRows(file, query),
      });
    } finally {
      await sink.close();
      database.close();
    }
  });
}

async function refusal(work: Promise<unknown>): Promise<Error> {
  const found = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(found instanceof StartupError || found instanceof SinkError)) throw new Error(`not refused: ${String(found)}`);
  return found;
}

onFile(
  "a table that is not STRICT will do where nothing is converted",
  USERS,
  `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(5), paid, born DATE, ok BOOLEAN, mail CLOB)`,
  async ({ prepare, lane, rows, warnings }) => {
    await prepare();
    const open = await lane();
    await open.commit({ "user:1": { name: "12345", paid: "1.50", born: "2024-01-31", ok: "true", mail: "7" } });
    assert.equal(rows("SELECT *, typeof(paid) AS t, typeof(mail) AS u, typeof(ok) AS v FROM users"), [
      { id: 1, name: "12345", paid: "1.5", born: "2024-01-31", ok: 1, mail: "7", t: "text", u: "text", v: "integer" },
    ]);
    assert.equal(warnings, []);
    await open.close();
  },
);

const CONVERTING: readonly (readonly [string, string])[] = [
  ["DECIMAL(10,2)", "paid"],
  ["NUMERIC", "paid"],
  ["REAL", "paid"],
  ["INTEGER", "paid"],
  ["ANY", "paid"],
];

for (const [type, column] of CONVERTING) {
  onFile(
    `a ${column} of the type ${type} is refused, in which SQLite would make a number of it`,
    USERS,
    `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, ${column} ${type}, born TEXT, ok INTEGER, mail TEXT)`,
    async ({ prepare }) => {
      const error = await refusal(prepare());
      assert.match(
        error.message,
        new RegExp(
          `Column ${column} of table users .* is ${type.replace(/[()]/g, "\\$&").replace("ANY", "NUMERIC")} in the table`,
        ),
      );
    },
  );
}

onFile(
  "ANY keeps values as they are in a STRICT table",
  USERS,
  `CREATE TABLE users (id INTEGER PRIMARY KEY, name ANY, paid ANY, born ANY, ok ANY, mail ANY) STRICT`,
  async ({ prepare, lane, rows }) => {
    await prepare();
    const open = await lane();
    await open.commit({ "user:1": { paid: "1.50" } });
    assert.equal(rows("SELECT paid, typeof(paid) AS t FROM users"), [{ paid: "1.5", t: "text" }]);
    await open.close();
  },
);

onFile(
  "a collation that ignores case is refused where a key has it, and is no matter elsewhere",
  `job users { from hash "user:{name}" into db.users key (name) { name: text = @name, mail: text = mail } }`,
  `CREATE TABLE users (name TEXT COLLATE NOCASE PRIMARY KEY, mail TEXT)`,
  async ({ prepare, database, lane, rows }) => {
    assert.match((await refusal(prepare())).message, /Column name of table users .* has the collation NOCASE/);
    database.exec(
      `DROP TABLE users; CREATE TABLE users (name TEXT, mail TEXT COLLATE NOCASE); CREATE UNIQUE INDEX u ON users (name COLLATE NOCASE)`,
    );
    assert.match((await refusal(prepare())).message, /The unique index .* has a collation/);
    database.exec("DROP INDEX u; CREATE UNIQUE INDEX u ON users (name)");
    await prepare();
    const open = await lane();
    await open.commit({ "user:a": { mail: "x" }, "user:A": { mail: "y" } });
    await open.commit({ "user:a": { mail: "X" }, "user:A": { mail: "y" } });
    assert.equal(rows("SELECT * FROM users ORDER BY name"), [
      { name: "A", mail: "y" },
      { name: "a", mail: "X" },
    ]);
    await open.close();
  },
);

onFile(
  "a CHECK of a length that is shorter than the column's is warned of, and refuses as a fault of data",
  USERS,
  `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT CHECK (length(name) <= 3), paid TEXT, born TEXT, ok INTEGER, mail TEXT) STRICT`,
  async ({ prepare, lane, warnings }) => {
    await prepare();
    assert.match(warnings.join(), /Column name .* is TEXT\(3\) in the table: longer texts are refused/);
    const open = await lane();
    const error = await refusal(open.commit({ "user:1": { name: "four" } }));
    assert.is(error instanceof SinkError ? error.class : error.name, "data");
    await open.close();
  },
);

onFile("a view is no table", USERS, "CREATE VIEW users AS SELECT 1 AS id", async ({ prepare }) => {
  assert.match((await refusal(prepare())).message, /is not an ordinary table/);
});

onFile("the file gets a write-ahead log, and others read while a batch is written", USERS, undefined, async (bench) => {
  await bench.prepare();
  const open = await bench.lane();
  await open.commit({ "user:1": { name: "Ada" } });
  // It is known once a connection has read something.
  bench.database.prepare("SELECT count(*) FROM users").all();
  const [mode]: unknown[] = bench.database.prepare("PRAGMA journal_mode").raw().all();
  assert.equal(mode, ["wal"]);
  bench.database.exec("BEGIN");
  bench.database.prepare("SELECT * FROM users").all();
  await open.commit({ "user:1": { name: "Bob" } });
  const names = bench.database.prepare("SELECT name FROM users").raw().all();
  assert.equal(names, [["Ada"]]);
  bench.database.exec("COMMIT");
  await open.close();
});

onFile(
  "while another process has the lock, timers run on, and the batch comes through",
  USERS,
  undefined,
  async (bench) => {
    await bench.prepare();
    const open = await bench.lane();
    bench.database.exec("BEGIN IMMEDIATE");
    const commit = open.commit({ "user:1": { name: "Ada" } });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    await new Promise((resolve) => setTimeout(resolve, 400));
    clearInterval(timer);
    assert.ok(ticks > 10, `${ticks} ticks`);
    bench.database.exec("COMMIT");
    assert.is((await commit).kind, "committed");
    await open.close();
  },
);

onFile(
  "a lock that is held for longer than some seconds is a lost connection, of which nothing stays",
  USERS,
  undefined,
  async (bench) => {
    await bench.prepare();
    const open = await bench.lane();
    bench.database.exec("BEGIN IMMEDIATE");
    const began = Date.now();
    const error = await refusal(open.commit({ "user:1": { name: "Ada" } }));
    assert.is(error instanceof SinkError ? error.class : error.name, "connection");
    assert.ok(Date.now() - began < 9_000, "it is longer than a lease");
    bench.database.exec("COMMIT");
    const next = await bench.lane();
    await next.commit({ "user:1": { name: "Bob" } });
    assert.equal(bench.rows("SELECT name FROM users"), [{ name: "Bob" }]);
    await next.close();
  },
);

onFile("lanes of one process take turns, and none of them is refused", USERS, undefined, async (bench) => {
  await bench.prepare();
  const [first] = bench.project.jobs;
  if (first === undefined) throw new Error("there is no job");
  const lanes = await Promise.all(
    Array.from({ length: 8 }, (_, lane) => openLane({ sink: bench.sink, of: first, identity: { lane } })),
  );
  const rounds = lanes.flatMap((lane, at) =>
    Array.from({ length: 5 }, (_, round) => lane.commit({ [`user:${at * 5 + round}`]: { name: "x" } })),
  );
  assert.ok((await Promise.all(rounds)).every(({ kind }) => kind === "committed"));
  assert.equal(bench.rows("SELECT count(*) AS n, sum(id) AS s FROM users"), [{ n: 40, s: 780 }]);
  for (const lane of lanes) await lane.close();
});

onFile("lanes that wait for one lock of another process give up together", USERS, undefined, async (bench) => {
  await bench.prepare();
  const [first] = bench.project.jobs;
  if (first === undefined) throw new Error("there is no job");
  const lanes = await Promise.all(
    Array.from({ length: 4 }, (_, lane) => openLane({ sink: bench.sink, of: first, identity: { lane } })),
  );
  bench.database.exec("BEGIN IMMEDIATE");
  const began = Date.now();
  const errors = await Promise.all(lanes.map((lane, at) => refusal(lane.commit({ [`user:${at}`]: {} }))));
  assert.ok(errors.every((error) => error instanceof SinkError && error.class === "connection"));
  assert.ok(Date.now() - began < 9_000, "one waited for the other");
  bench.database.exec("COMMIT");
});

onFile("a large batch lets timers run on", USERS, undefined, async (bench) => {
  await bench.prepare();
  const open = await bench.lane();
  const keys: Keys = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, id) => [`user:${id}`, { name: "n", mail: "m".repeat(100) }]),
  );
  await open.map(keys);
  let longest = 0;
  let last = performance.now();
  const commit = open.commit(keys);
  // The mapping is over when the first turn of the batch begins.
  await new Promise(setImmediate);
  last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await commit;
  clearInterval(timer);
  assert.ok(longest < 1000, `${longest} ms`);
  await open.close();
});

onFile(
  "a trial notices a foreign key that only COMMIT looks at",
  ORDERS,
  `CREATE TABLE buyers (id INTEGER PRIMARY KEY) STRICT;
   CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer INTEGER REFERENCES buyers DEFERRABLE INITIALLY DEFERRED) STRICT;
   INSERT INTO buyers VALUES (1); INSERT INTO orders VALUES (100, 1);`,
  async ({ prepare, lane, rows }) => {
    await prepare();
    const open = await lane();
    for (const trial of [true, false]) {
      const error = await refusal(open.commit({ "order:1": { buyer: 9 } }, { trial }));
      assert.is(error instanceof SinkError ? error.class : error.name, "order");
    }
    await open.commit({ "order:1": { buyer: 1 } }, { trial: true });
    assert.equal(rows("SELECT id FROM orders"), [{ id: 100 }]);
    await open.commit({ "order:1": { buyer: 1 } });
    assert.equal(rows("SELECT id FROM orders ORDER BY id"), [{ id: 1 }, { id: 100 }]);
    await open.close();
  },
);

onFile(
  "statistics from when a table was small make no batch slow",
  `job softs { from hash "s:{id:int}" into db.softs key (id) { id: bigint = @id, n: int = n, gone: boolean = false } on delete set { gone: true, n: @id } }`,
  undefined,
  async ({ prepare, lane, database, rows }) => {
    await prepare();
    database.exec("INSERT INTO softs VALUES (1, 1, 0); ANALYZE");
    database.exec(
      `WITH RECURSIVE s(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) INSERT INTO softs SELECT n, n, 0 FROM s`,
    );
    const open = await lane();
    const mark = async (from: number): Promise<number> => {
      const keys = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`s:${from + at}`, null]));
      const began = performance.now();
      await open.commit(keys);
      return performance.now() - began;
    };
    assert.ok((await mark(1)) < 1000);
    database.exec("CREATE TABLE another (a)");
    assert.ok((await mark(1001)) < 1000);
    assert.equal(rows("SELECT count(*) AS n FROM softs WHERE gone"), [{ n: 1000 }]);
    assert.equal(rows("SELECT count(*) AS n FROM sqlite_stat1 WHERE tbl = 'softs'"), [{ n: 1 }]);
    await open.close();
  },
);

onFile("pages over owners are those of the file that is there", USERS, undefined, async (bench) => {
  await bench.prepare();
  const open = await bench.lane();
  await open.commit({ "user:1": {}, "user:2": {} });
  const [owners] = bench.project.jobs.flatMap(({ job }) => tablesOf(job)).flatMap((table) => table.owners ?? []);
  if (owners === undefined) throw new Error("there are no owners");
  assert.equal(await bench.sink.pageOwners(owners, undefined, 10), [["1"], ["2"]]);
  await open.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(bench.file + end, { force: true });
  const another = new Libsql(bench.file);
  another.exec(bench.project.ddl);
  another.exec("INSERT INTO users (id) VALUES (3)");
  another.close();
  await refusal(bench.sink.pageOwners(owners, undefined, 10));
  assert.equal(await bench.sink.pageOwners(owners, undefined, 10), [["3"]]);
});

onFile("a file that was renamed is no more written to", USERS, undefined, async ({ prepare, lane, file }) => {
  await prepare();
  const open = await lane();
  renameSync(file, `${file}.old`);
  const looked = await refusal(open.session.look?.() ?? Promise.resolve());
  assert.match(looked.message, /there is no such file/);
  assert.match((await refusal(open.commit({ "user:1": {} }))).message, /there is no such file/);
});

onFile(
  "what is no database, a folder and a missing file are told at the start",
  USERS,
  undefined,
  async ({ file, project }) => {
    const tables = project.jobs.flatMap(({ job }) => tablesOf(job));
    const said = async (url: string): Promise<string> => {
      const sink = createSqliteSink({ name: "db", url });
      const error = await refusal(sink.prepare(tables));
      await sink.close();
      return `${error instanceof StartupError ? error.code : ""} ${error.message}`;
    };
    writeFileSync(`${file}.txt`, "this is no database".repeat(100));
    assert.match(await said(`file:${file}.txt`), /^RDI5005 Target db: .*kit\.db\.txt: file is not a database$/);
    mkdirSync(`${file}.folder`);
    assert.match(await said(`file:${file}.folder`), /^RDI5005 .*: it is no file$/);
    assert.match(await said(`file:${file}.gone`), /^RDI5005 .*: there is no such file$/);
    rmSync(`${file}.txt`);
  },
);

test.run();
