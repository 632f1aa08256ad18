import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { connectPostgres, freshDatabase, postgresServer } from "../support/postgres.ts";
import { startNode } from "../support/processes.ts";
import { connectRedis, redisServer } from "../support/redis.ts";

const leaver = fileURLToPath(new URL("./fixtures/leaves-servers.ts", import.meta.url));
const postgres = await postgresServer();

for (const ending of ["return", "throw", "SIGINT", "SIGKILL"] as const) {
  test(`nothing is left of servers whose process ends by ${ending}`, async () => {
    const run = startNode(leaver, [ending.startsWith("SIG") ? "wait" : ending]);
    const { pids, folders } = parseTraces(await run.line(/^\{/));
    if (ending === "SIGINT" || ending === "SIGKILL") run.signal(ending);
    await run.exit();
    await eventually("the servers have ended", () => !pids.some(isRunning));
    await eventually("the folders are removed", () => !folders.some(existsSync));
  });
}

test("Redis with an append-only file keeps what it acknowledged over kill -9", async () => {
  const server = await redisServer({ aof: true });
  const { command, close } = await connectRedis(server.url);
  await command("SET", "key", Buffer.from([0xff, 0x00]));
  await server.kill();
  await server.start();
  assert.equal(await command("GET", "key"), Buffer.from([0xff, 0x00]));
  await close();
  await server.remove();
});

test("Redis without an append-only file forgets at a restart, on the same port", async () => {
  const server = await redisServer();
  const { command, close } = await connectRedis(server.url);
  await command("SET", "key", "value");
  const before = server.pid;
  await server.restart();
  assert.is(await command("GET", "key"), null);
  assert.is.not(server.pid, before);
  await close();
  await server.remove();
});

test("Redis with a password refuses a connection without it", async () => {
  const server = await redisServer({ password: "two words" });
  const good = await connectRedis(server.url);
  assert.equal(await good.command("PING"), Buffer.from("PONG"));
  const bad = await connectRedis(`redis://127.0.0.1:${server.port}`).then(() => "", String);
  assert.match(bad, "NOAUTH");
  await good.close();
  await server.remove();
});

test("a Redis that does not start says why", async () => {
  const failure = await redisServer({ args: ["--no-such-setting", "1"] }).then(() => "", String);
  assert.match(failure, "no-such-setting");
});

test("a fresh database has its schema, and its values come as PostgreSQL prints them", async () => {
  const database = await freshDatabase(
    postgres,
    "create table t (a numeric, b text); insert into t values (1.10, null);",
  );
  assert.equal(await database.query("select * from t where a = $1", ["1.1"]), [{ a: "1.10", b: null }]);
  await database.close();
});

test("PostgreSQL keeps committed rows over kill -9 and over a stop", async () => {
  const database = await freshDatabase(postgres, "create table t (a int); insert into t values (7);");
  await postgres.kill();
  await postgres.start();
  assert.equal(await database.query("select a from t"), [{ a: "7" }]);
  await postgres.stop();
  await postgres.start();
  assert.equal(await database.query("select a from t"), [{ a: "7" }]);
  await database.close();
});

test("PostgreSQL refuses a wrong password", async () => {
  const wrong = new URL(postgres.url());
  wrong.password = "wrong";
  const client = new pg.Client({ connectionString: wrong.href });
  const failure = await client.connect().then(() => "", String);
  assert.match(failure, "password authentication failed");
});

test("a benchmark's PostgreSQL has the defaults that make a commit durable", async () => {
  const server = await postgresServer({});
  const database = connectPostgres(server.url());
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    assert.equal(await database.query(`show ${setting}`), [{ [setting]: "on" }]);
  }
  await database.close();
  await server.remove();
  assert.not(existsSync(server.dataDir));
});

test.after(() => postgres.remove());

function parseTraces(line: string): { readonly pids: readonly number[]; readonly folders: readonly string[] } {
  return JSON.parse(line);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.run();
