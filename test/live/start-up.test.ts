/** What a person sees when something is wrong before the worker can work. */
import { copyFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis, temporaryFolder } from "../setup/servers.mjs";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const shared: { stage?: Stage } = {};

test.before(async () => {
  shared.stage = await setShop();
});

test.after(async () => {
  await shared.stage?.close();
});

interface Refusal {
  readonly code: number | null;
  readonly output: string;
}

async function refusal(changes: Readonly<Record<string, string | undefined>>): Promise<Refusal> {
  const { bundle, env } = stage();
  const run = startNode(bundle, ["--port", "0"], { env: { ...env, ...changes } });
  const { code } = await run.exit(30_000);
  return { code, output: run.stdout() + run.stderr() };
}

function assertFriendly({ output }: Refusal, code: string, says: RegExp): void {
  assert.match(output, code);
  assert.match(output, says);
  assert.not.match(output, /^\s+at .*:\d+:\d+/m);
}

test("a missing environment variable is named", async () => {
  const seen = await refusal({ WAREHOUSE_URL: undefined });
  assert.is(seen.code, 5);
  assertFriendly(seen, "RDI5001", /WAREHOUSE_URL/);
});

test("an unreachable Redis", async () => {
  const seen = await refusal({ REDIS_URL: "redis://127.0.0.1:1" });
  assert.is(seen.code, 3);
  assertFriendly(seen, "RDI5002", /127\.0\.0\.1:1/);
});

test("a Redis that goes away while the worker looks at it", async () => {
  const { port } = new URL(stage().env["REDIS_URL"] ?? "");
  const relay = createServer((client) => {
    const server = connect(Number(port), "127.0.0.1");
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.on("data", (bytes) => (bytes.includes("memory") ? client.destroy() : server.write(bytes)));
    server.pipe(client);
    client.once("close", () => server.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const address = relay.address();
  const at = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const seen = await refusal({ REDIS_URL: `redis://${at}` });
  relay.close();
  assert.is(seen.code, 3);
  assertFriendly(seen, "RDI5002", new RegExp(at));
});

test("a Redis that is busy with a script, or still loads its data", async () => {
  const server = await startRedis({ args: ["--busy-reply-threshold", "1"] });
  const redis = new Redis(server.url, { retryStrategy: () => null });
  const endless = redis.eval("while true do end", 0).catch(() => undefined);
  await eventually("it is busy", async () => {
    const other = new Redis(server.url, { enableReadyCheck: false, retryStrategy: () => null });
    other.on("error", () => undefined);
    const answer = await other.get("x").catch(String);
    other.disconnect();
    return String(answer).includes("BUSY");
  });
  const seen = await refusal({ REDIS_URL: server.url });
  await server.kill();
  await endless;
  redis.disconnect();
  await server.remove();
  assert.is(seen.code, 3);
  assertFriendly(seen, "RDI5002", /is not ready: BUSY/);
});

test("a wrong password for Redis, which is not shown", async () => {
  const guarded = await startRedis({ password: "right" });
  const seen = await refusal({ REDIS_URL: guarded.url.replace(/:\/\/.*@/, "://:wr0ng-secret@") });
  await guarded.remove();
  assert.is(seen.code, 3);
  assertFriendly(seen, "RDI5003", /password/i);
  assert.not.match(seen.output, "wr0ng-secret");
});

test("a user of Redis who may not replicate", async () => {
  const { redis, redisServer } = stage();
  await redis.call("ACL", "SETUSER", "limited", "on", ">pw", "~*", "&*", "+@all", "-psync");
  const url = new URL(redisServer.url);
  url.username = "limited";
  url.password = "pw";
  const seen = await refusal({ REDIS_URL: url.href });
  assert.is(seen.code, 3);
  assertFriendly(seen, "RDI5004", /psync/i);
});

test("an unreachable PostgreSQL", async () => {
  const seen = await refusal({ WAREHOUSE_URL: "postgres://u:p@127.0.0.1:1/db" });
  assert.is(seen.code, 4);
  assertFriendly(seen, "RDI5005", /127\.0\.0\.1:1/);
});

test("a wrong password for PostgreSQL, which is not shown", async () => {
  const url = new URL(stage().env["WAREHOUSE_URL"] ?? "");
  url.password = "wr0ng-secret";
  const seen = await refusal({ WAREHOUSE_URL: url.href });
  assert.is(seen.code, 4);
  assertFriendly(seen, "RDI5006", /password/i);
  assert.not.match(seen.output, "wr0ng-secret");
});

test("a table that is missing", async () => {
  const seen = await refusal({ WAREHOUSE_URL: await stage().postgres.createDatabase("empty") });
  assert.is(seen.code, 4);
  assertFriendly(seen, "RDI5007", /customers/);
});

test("a column that is missing", async () => {
  await stage().database.query("ALTER TABLE customers RENAME region TO area");
  const seen = await refusal({});
  await stage().database.query("ALTER TABLE customers RENAME area TO region");
  assert.is(seen.code, 4);
  assertFriendly(seen, "RDI5008", /region/);
});

test("a user of PostgreSQL who may not create the checkpoint table: the statement is printed", async () => {
  const { database, env } = stage();
  await database.query(
    "CREATE ROLE humble LOGIN PASSWORD 'pw'; GRANT SELECT, INSERT, UPDATE, DELETE ON customers, cards TO humble; REVOKE CREATE ON SCHEMA public FROM PUBLIC",
  );
  const url = new URL(env["WAREHOUSE_URL"] ?? "");
  url.username = "humble";
  url.password = "pw";
  const seen = await refusal({ WAREHOUSE_URL: url.href });
  assert.is(seen.code, 4);
  assertFriendly(seen, "RDI5009", /CREATE TABLE/);
});

test("a bundle needs nothing but its own file: it runs from an empty folder", async () => {
  const { bundle, redis, env } = stage();
  await seedKeys(redis, 100);
  const folder = temporaryFolder("rdi-alone-");
  const alone = join(folder, "worker.mjs");
  copyFileSync(bundle, alone);
  const run = startNode(alone, ["--port", "0"], { cwd: folder, env });
  await shopIsEqual(stage());
  const { code } = await run.kill("SIGTERM");
  assert.is(code, 0, run.stderr());
});

function stage(): Stage {
  if (shared.stage === undefined) throw new Error("The stage is not set.");
  return shared.stage;
}

test.run();
