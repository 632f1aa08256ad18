/** A worker between a real Redis and a file of SQLite, from a folder that has nothing but its bundle. The file is read by SQLite's own code in WebAssembly. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis, temporaryFolder } from "../setup/servers.mjs";
import { buildText, rdi, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { fileRows } from "../support/sqlite.ts";
import { endLeases } from "../support/sample.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target db: sqlite { url: env("DB_URL", "file:shop.db") }

job users {
  from hash "user:{id:int}"
  into db.users key (id) {
    id: bigint = @id, name: varchar(20) not null = name, score: double = score, paid: numeric(10,2) = paid, seen_at: timestamptz = from_millis(seen)
  }
}

job orders {
  from json "order:{id:int}"
  into db.orders key (id) { id: bigint = @id, buyer: text = buyer }
  for line, n in lines { into db.lines key (order_id, no) { order_id: bigint = @id, no: int = n + 1, sku: text = line } }
}
`;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const redisServer = await startRedis({ aof: true });
const redis = new Redis(redisServer.url);
const project = join(temporaryFolder("rdi-shop-"), "shop");
mkdirSync(project);
writeFileSync(join(project, "shop.rdi"), PROJECT);
const built = dirname(await buildText("shop", PROJECT));
/** Elsewhere, as somebody deploys it. */
const folder = temporaryFolder("rdi-deployed-");
cpSync(built, folder, { recursive: true });
const file = join(folder, "shop.db");
const env = { REDIS_URL: redisServer.url, DB_URL: `file:${file}` };
let worker: Worker | undefined;

/** As it is before a lock file knows the tables. */
const ddl = await rdi("ddl", project);

function createTables(): void {
  const database = new Libsql(file);
  database.exec(ddl);
  database.close();
}

async function start(): Promise<Worker> {
  worker = await startWorker({ bundle: join(folder, "worker.mjs"), env: { ...env, NODE_PATH: "" } });
  await worker.ready();
  return worker;
}

function rows(query: string): readonly unknown[] {
  return fileRows(file, query);
}

async function become(query: string, expected: readonly unknown[]): Promise<void> {
  let found: readonly unknown[] = [];
  try {
    await eventually("the rows are there", () => {
      found = rows(query);
      return JSON.stringify(found) === JSON.stringify(expected);
    });
  } catch (error) {
    assert.equal(found, expected, String(error));
  }
}

async function command(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), args, { env });
  const { code } = await run.exit(60_000);
  return { code, out: run.stdout(), err: run.stderr() };
}

test("without its file the worker says so, and makes none", async () => {
  const run = startNode(join(folder, "worker.mjs"), ["--port", "0"], { cwd: folder, env });
  assert.is((await run.exit(20_000)).code, 4);
  assert.match(run.stderr(), /RDI5005: Target db: .*shop\.db: there is no such file\n/);
  assert.not.ok(readdirSync(folder).includes("shop.db"));
});

test("keys become rows of a file, from a folder that holds nothing but the bundle", async () => {
  createTables();
  assert.not.ok(readdirSync(folder).includes("node_modules"));
  await redis.hset("user:7", { name: "Ada", score: "0.1", paid: "12.50", seen: "1700000000123" });
  await redis.set("order:1", JSON.stringify({ buyer: "Ada", lines: ["a", "b", "c"] }));
  const run = await start();
  await become("SELECT id, name, score, paid, seen_at FROM users", [
    { id: 7, name: "Ada", score: 0.1, paid: "12.5", seen_at: "2023-11-14T22:13:20.123000Z" },
  ]);
  await become("SELECT no, sku FROM lines ORDER BY no", [
    { no: 1, sku: "a" },
    { no: 2, sku: "b" },
    { no: 3, sku: "c" },
  ]);
  await redis.set("order:1", JSON.stringify({ buyer: "Ada", lines: ["c"] }));
  await become("SELECT no, sku FROM lines ORDER BY no", [{ no: 1, sku: "c" }]);
  await redis.del("order:1", "user:7");
  await become(
    "SELECT (SELECT count(*) FROM lines) + (SELECT count(*) FROM orders) + (SELECT count(*) FROM users) AS n",
    [{ n: 0 }],
  );
  await run.stop();
});

test("introspect, status, verify and check know the file", async () => {
  await redis.hset("user:8", { name: "Bob", score: "1e300", paid: "0.07" });
  const run = await start();
  await become("SELECT name FROM users", [{ name: "Bob" }]);
  const introspected = await command("introspect", project);
  assert.equal([introspected.code, introspected.err], [0, ""]);
  assert.match(readFileSync(join(project, "rdi.lock.json"), "utf8"), /"type": "TEXT\(20\)"/);
  const checked = await command("check", project);
  assert.equal([checked.code, checked.err], [0, ""]);
  assert.match((await command("ddl", project)).out, /^-- Target db: nothing is missing\.$/m);
  const status = await command("status", project, "--json");
  assert.match(status.out, /"route": ?"users\.db"/);
  const verified = startNode(join(folder, "worker.mjs"), ["verify"], { env });
  assert.is((await verified.exit(60_000)).code, 0, verified.stderr());
  const database = new Libsql(file);
  database.exec("UPDATE users SET paid = '0.070'");
  database.close();
  const different = startNode(join(folder, "worker.mjs"), ["verify"], { env });
  assert.is((await different.exit(60_000)).code, 1, different.stderr());
  assert.match(different.stdout(), /paid/);
  await run.stop();
});

test("what rdi init writes for SQLite takes its own schema", async () => {
  const parent = temporaryFolder("rdi-init-");
  await rdi("init", join(parent, "starter"), "--target", "sqlite");
  const database = new Libsql(join(parent, "users.db"));
  database.exec(readFileSync(join(parent, "starter", "schema.sql"), "utf8"));
  database.close();
  const known = { env: { ...env, DB_URL: `file:${join(parent, "users.db")}` } };
  for (const [command, expected] of [
    ["introspect", /1 table, changed/],
    ["check", /no errors\.$/m],
    ["ddl", /nothing is missing|worker's own tables/],
  ] as const) {
    const run = startNode(join(ROOT, "compiler/rdi.mjs"), [command, join(parent, "starter")], known);
    assert.equal([(await run.exit(60_000)).code, run.stderr()], [0, ""]);
    assert.match(run.stdout(), expected);
  }
});

test("a batch that holds the file's lock for a while, by another process, only waits", async () => {
  const run = await start();
  const other = new Libsql(file);
  other.exec("BEGIN IMMEDIATE");
  await redis.hset("user:9", { name: "Cy" });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const ready = Date.now();
  assert.ok((await fetch(`${run.url}/healthz`)).ok);
  assert.ok(Date.now() - ready < 500, "the worker stood still");
  other.exec("COMMIT");
  other.close();
  await become("SELECT name FROM users WHERE id = 9", [{ name: "Cy" }]);
  await run.stop();
});

test("kill -9 while rows are written leaves whole batches, and the next worker goes on", async () => {
  const names = Array.from({ length: 3000 }, (_, id) => ({ id: 1000 + id, name: `n${id}` }));
  const run = await start();
  const pipeline = redis.pipeline();
  for (const { id, name } of names) pipeline.hset(`user:${id}`, { name });
  await pipeline.exec();
  await eventually("some rows are there", () => rows("SELECT id FROM users WHERE id >= 1000 LIMIT 1").length > 0);
  await run.process.kill("SIGKILL");
  assert.equal(rows("PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
  await endLeases({ redis } as Parameters<typeof endLeases>[0]);
  const next = await start();
  await become("SELECT count(*) AS n FROM users WHERE id >= 1000", [{ n: names.length }]);
  await next.stop();
});

test("a file that is replaced under the worker is noticed, and filled again", async () => {
  const run = await start();
  await redis.hset("user:8", { name: "Bea" });
  await become("SELECT name FROM users WHERE id = 8", [{ name: "Bea" }]);
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  createTables();
  await redis.hset("user:8", { name: "Bo" });
  await become("SELECT name FROM users WHERE id = 8", [{ name: "Bo" }]);
  await become("SELECT count(*) AS n FROM users WHERE id >= 1000", [{ n: 3000 }]);
  await run.process.kill("SIGTERM");
});

test("without the native file beside it the bundle says what is missing", async () => {
  const bare = temporaryFolder("rdi-bare-");
  cpSync(join(folder, "worker.mjs"), join(bare, "worker.mjs"));
  const run = startNode(join(bare, "worker.mjs"), ["--port", "0"], { cwd: bare, env });
  assert.is((await run.exit(20_000)).code, 4);
  assert.match(run.stderr(), /RDI5005: SQLite's driver has no native part for this machine \(linux, x64\): /);
  assert.match(run.stderr(), /libsql-\*\.node/);
});

test("a native file of another platform is told, too", async () => {
  const bare = temporaryFolder("rdi-bare-");
  cpSync(join(folder, "worker.mjs"), join(bare, "worker.mjs"));
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".node"))) writeFileSync(join(bare, name), "MZ");
  const run = startNode(join(bare, "worker.mjs"), ["--port", "0"], { cwd: bare, env });
  assert.is((await run.exit(20_000)).code, 4);
  assert.match(run.stderr(), /RDI5005: SQLite's driver has no native part for this machine/);
});

test.after(async () => {
  await worker?.process.kill("SIGKILL");
  redis.disconnect();
  await redisServer.remove();
});

test.run();
