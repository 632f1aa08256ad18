/** What a Redis must be to be a target, and how a start says that it is not. */
import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { SinkError } from "../../runtime/sinks/sink.ts";
import { endAll, startRedis } from "../setup/servers.mjs";
import { batchOf, keysTable, ownersIn, streamTable, writeOf, type Yields } from "../support/redis-tables.ts";

const server = await startRedis();
const redis = new Redis(server.url);

async function startError(url: string): Promise<string> {
  const sink = createRedisSink({ name: "cache", url, project: "test" });
  const error = await sink.prepare([keysTable]).then(
    () => new Error("it was not refused"),
    (thrown: unknown) => thrown,
  );
  await sink.close();
  if (!(error instanceof StartupError)) throw error;
  return `${error.code} ${error.exitCode}`;
}

test("a cluster, a replica, a server that evicts, none, and a wrong url are refused", async () => {
  const cluster = await startRedis({ args: ["--cluster-enabled", "yes"] });
  assert.is(await startError(cluster.url), "RDI5047 4");
  await redis.config("SET", "maxmemory", "1gb");
  await redis.config("SET", "maxmemory-policy", "allkeys-lru");
  assert.is(await startError(server.url), "RDI5047 4");
  await redis.config("SET", "maxmemory-policy", "noeviction");
  await redis.config("SET", "maxmemory", "0");
  const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(server.port)] });
  assert.is(await startError(replica.url), "RDI5047 4");
  assert.is(await startError("redis://127.0.0.1:1"), "RDI5005 4");
  assert.is(await startError("http://127.0.0.1:1"), "RDI5001 5");
});

test("a login, a right or a database that is refused is told apart", async () => {
  await redis.acl("SETUSER", "poor", "on", ">secret", "~x:*", "+@all");
  const at = (login: string, path = ""): string => `redis://${login}@127.0.0.1:${server.port}${path}`;
  assert.is(await startError(at("poor:secret")), "RDI5006 4");
  assert.is(await startError(at("poor:wrong")), "RDI5006 4");
  assert.is(await startError(server.url.replace(/\/?$/, "/99")), "RDI5005 4");
});

test("the rights that docs/operations.md lists are enough, and none of them is missing", async () => {
  const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const [line = ""] = page.split("\n").filter((one) => one.startsWith("ACL SETUSER") && one.includes("+zrangebylex"));
  const [, , ...rules] = line.replace("PASSWORD", "secret").replace("~card:*", "~x:*").split(" ");
  assert.is(await redis.call("ACL", ["SETUSER", ...rules]), "OK");
  await writeEverything(`redis://rdi:secret@127.0.0.1:${server.port}`);
  for (const rule of rules.filter((one) => one.startsWith("+"))) {
    await redis.call("ACL", ["SETUSER", "rdi", `-${rule.slice(1).split("|")[0]}`]);
    await redis.call("ACL", ["SETUSER", "rdi", ...rules.filter((one) => one.startsWith("+") && one !== rule)]);
    const found = await writeEverything(`redis://rdi:secret@127.0.0.1:${server.port}`).catch((error: unknown) => error);
    if (!OF_THE_CLIENT.has(rule)) assert.is(codeOf(found), "NOPERM", rule);
  }
});

function codeOf(error: unknown): string {
  if (error instanceof SinkError) return error.serverCode;
  return error instanceof StartupError && error.code === "RDI5006" ? "NOPERM" : String(error);
}

/** Sent when something is set, or only where something is to be removed first; without them other things fail than a commit. */
const OF_THE_CLIENT: ReadonlySet<string> = new Set(["+client|setname", "+select", "+ping"]);

/** What a lane, a sweep and a gap do, with keys of every kind. */
async function writeEverything(url: string): Promise<void> {
  await redis.call("FLUSHALL", []);
  await redis.call("SCRIPT", ["FLUSH"]);
  const sink = createRedisSink({ name: "cache", url, project: "test" });
  try {
    await sink.prepare([keysTable]);
    const session = await sink.openLane({ project: "test", route: "job.cache", lane: 0, source: "r", release: "r" });
    await session.claim();
    await session.claim();
    const kinds = [
      { kind: "hash", merge: false, key: "x:h", fields: [["n", "1"]] },
      { kind: "hash", merge: true, key: "x:m", fields: [["n", "1"]] },
      { kind: "json", merge: true, key: "x:j", value: new Map([["n", "1"]]) },
      { kind: "set", key: "x:s", member: "m", expires: 4102444800000000n },
      { kind: "zset", key: "x:z", member: "m", score: 1 },
      { kind: "string", key: "x:t", value: "v" },
    ] as const satisfies Yields[string];
    await redis.call("PSETEX", ["x:j", "600000", "{}"]);
    await session.commit(batchOf({ a: kinds }));
    const entry = { kind: "stream" as const, key: "x:log", fields: [["n", "1"]] as const };
    await session.commit({ ...batchOf({}), tables: [writeOf(streamTable, { a: [entry] })], appended: "1-1" });
    await ownersIn(sink);
    await session.commit(batchOf({ a: [] }));
    await session.look?.();
    await sink.recordGap({ project: "test", route: "job.cache", lane: 0, cause: "test" });
    await session.close();
  } finally {
    await sink.close();
  }
}

test.after(async () => {
  redis.disconnect();
  await endAll();
});
test.run();
