import { test } from "uvu";
import * as assert from "uvu/assert";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { startRedis } from "../setup/servers.mjs";
import { connect, sweepOf, untilNamed, watch } from "./capture-support.ts";

const server = await startRedis();
const redis = connect(server.url);
const second = connect(server.url, 1);
const { capture, lanes, events } = watch({ url: server.url, project: "commands" });
await capture.ready;

type Do = (redis: Redis) => Promise<unknown>;
const nothing: Do = async () => undefined;

/** Runs `prepare`, then `act`, and returns the keys that `act` changed according to the streams. */
async function changedBy(prepare: Do, act: Do): Promise<readonly string[]> {
  await redis.flushdb();
  await prepare(redis);
  await barrier();
  await redis.xtrim(lanes[0]?.stream("job.target") ?? "", "MAXLEN", 0);
  await act(redis);
  const keys = await barrier();
  return [...new Set(keys)].filter((key) => !key.startsWith("k:barrier")).toSorted();
}

let barriers = 0;
async function barrier(): Promise<readonly string[]> {
  const key = `k:barrier${barriers++}`;
  await redis.set(key, 1);
  return untilNamed(redis, lanes, key);
}

const text: Do = (redis) => redis.set("k:a", "1");
const hash: Do = (redis) => redis.hset("k:a", "f", 1, "g", 2);
const list: Do = (redis) => redis.rpush("k:a", 3, 1, 2);
const sets: Do = (redis) => Promise.all([redis.sadd("k:a", 1, 2, 3), redis.sadd("k:b", 2, 3, 4)]);
const zsets: Do = (redis) => Promise.all([redis.zadd("k:a", 1, "x", 2, "y"), redis.zadd("k:b", 3, "z")]);
const places: Do = (redis) => redis.geoadd("k:a", 13.4, 52.5, "Berlin", 11.6, 48.1, "Munich");

const CASES: readonly (readonly [command: string, prepare: Do, act: Do, changed: readonly string[]])[] = [
  ["SET", nothing, text, ["k:a"]],
  ["a SET of a key of another kind", hash, text, ["k:a"]],
  ["MSET", nothing, (r) => r.mset("k:a", 1, "k:b", 2, "other", 3), ["k:a", "k:b"]],
  [
    "INCRBYFLOAT, APPEND and SETRANGE",
    nothing,
    (r) => r.pipeline().incrbyfloat("k:a", 0.5).append("k:b", "x").setrange("k:c", 2, "y").exec(),
    ["k:a", "k:b", "k:c"],
  ],
  [
    "HSET, HINCRBY and HDEL",
    hash,
    (r) => r.pipeline().hset("k:b", "f", 1).hincrby("k:c", "f", 1).hdel("k:a", "f").exec(),
    ["k:a", "k:b", "k:c"],
  ],
  [
    "DEL and UNLINK",
    (r) => r.mset("k:a", 1, "k:b", 2, "k:c", 3),
    (r) => r.pipeline().del("k:a", "k:b").unlink("k:c").exec(),
    ["k:a", "k:b", "k:c"],
  ],
  ["a DEL of nothing", nothing, (r) => r.del("k:a"), []],
  ["GETDEL", text, (r) => r.getdel("k:a"), ["k:a"]],
  ["EXPIRE and PERSIST", text, (r) => r.pipeline().expire("k:a", 100).persist("k:a").exec(), ["k:a"]],
  [
    "expiry",
    nothing,
    (r) =>
      r
        .set("k:a", 1, "PX", 5)
        .then(() => sleep(30))
        .then(() => r.get("k:a")),
    ["k:a"],
  ],
  ["RENAME", text, (r) => r.rename("k:a", "k:b"), ["k:a", "k:b"]],
  ["RENAMENX", text, (r) => r.renamenx("k:a", "k:b"), ["k:a", "k:b"]],
  ["COPY", text, (r) => r.copy("k:a", "k:b"), ["k:b"]],
  ["COPY to another database", text, (r) => r.copy("k:a", "k:b", "DB", 1, "REPLACE"), []],
  ["COPY from another database", () => second.set("k:a", 1), () => second.copy("k:a", "k:b", "DB", 0), ["k:b"]],
  ["MOVE to another database", text, (r) => second.del("k:a").then(() => r.move("k:a", 1)), ["k:a"]],
  ["MOVE from another database", () => second.set("k:m", 1), () => second.move("k:m", 0), ["k:m"]],
  ["writes to another database", nothing, () => second.mset("k:a", 1, "k:b", 2), []],
  ["SORT … STORE", list, (r) => r.sort("k:a", "LIMIT", 0, 10, "DESC", "STORE", "k:b"), ["k:b"]],
  ["DUMP and RESTORE", text, async (r) => r.restore("k:b", 0, (await r.dumpBuffer("k:a")) ?? ""), ["k:b"]],
  [
    "lists",
    list,
    (r) => r.pipeline().lmove("k:a", "k:b", "LEFT", "RIGHT").lmpop(1, "k:a", "LEFT").exec(),
    ["k:a", "k:b"],
  ],
  [
    "a pop that waited",
    nothing,
    async (r) =>
      Promise.all([second.select(0).then(() => second.blpop("k:a", 5)), sleep(30).then(() => r.rpush("k:a", 1))]).then(
        () => second.select(1),
      ),
    ["k:a"],
  ],
  ["SPOP and SMOVE", sets, (r) => r.pipeline().spop("k:b").smove("k:a", "k:c", "1").exec(), ["k:a", "k:b", "k:c"]],
  ["SINTERSTORE, whose sources stay", sets, (r) => r.sinterstore("k:c", "k:a", "k:b"), ["k:c"]],
  [
    "ZUNIONSTORE and ZRANGESTORE",
    zsets,
    (r) => r.pipeline().zunionstore("k:c", 2, "k:a", "k:b").zrangestore("k:d", "k:a", 0, -1).exec(),
    ["k:c", "k:d"],
  ],
  [
    "ZINCRBY and ZMPOP",
    zsets,
    (r) => r.pipeline().zincrby("k:a", 5, "x").zmpop(1, "k:b", "MIN").exec(),
    ["k:a", "k:b"],
  ],
  [
    "GEOSEARCHSTORE",
    places,
    (r) => r.geosearchstore("k:b", "k:a", "FROMMEMBER", "Berlin", "BYRADIUS", 900, "km"),
    ["k:b"],
  ],
  ["GEORADIUS … STORE", places, (r) => r.georadius("k:a", 13, 52, 900, "km", "STORE", "k:b"), ["k:b"]],
  ["BITOP and SETBIT", text, (r) => r.pipeline().bitop("NOT", "k:b", "k:a").setbit("k:c", 1, 1).exec(), ["k:b", "k:c"]],
  ["PFADD and PFMERGE", nothing, (r) => r.pipeline().pfadd("k:a", "x").pfmerge("k:b", "k:a").exec(), ["k:a", "k:b"]],
  [
    "streams",
    nothing,
    (r) => r.pipeline().xadd("k:a", "*", "f", 1).xgroup("CREATE", "k:b", "g", "$", "MKSTREAM").exec(),
    ["k:a", "k:b"],
  ],
  [
    "MULTI",
    nothing,
    (r) => r.multi().set("k:a", 1).select(1).set("k:x", 1).select(0).hset("k:b", "f", 1).exec(),
    ["k:a", "k:b"],
  ],
  [
    "a script",
    nothing,
    (r) => r.eval("redis.call('SET', KEYS[1], 1) redis.call('HSET', 'k:' .. 'b', 'f', 1)", 1, "k:a"),
    ["k:a", "k:b"],
  ],
  [
    "a function",
    (r) =>
      r.function(
        "LOAD",
        "REPLACE",
        "#!lua name=l\nredis.register_function('f', function(keys) return redis.call('INCR', keys[1]) end)",
      ),
    (r) => r.fcall("f", 1, "k:a"),
    ["k:a"],
  ],
  ["PUBLISH", nothing, (r) => r.publish("k:a", "k:b"), []],
  ["keys that are no text", nothing, (r) => r.set(Buffer.from("k:\xff\x00\r\n*1", "latin1"), 1), ["k:\xff\x00\r\n*1"]],
];

for (const [command, prepare, act, changed] of CASES) {
  test(`${command}: exactly the changed keys are named`, async () => {
    assert.equal(await changedBy(prepare, act), changed);
  });
}

test("eviction names the evicted keys", async () => {
  const evicted = await changedBy(
    (r) => r.mset("k:a", "x".repeat(3_000_000), "k:b", 1),
    async (r) => {
      const used = Number(/used_memory:(\d+)/.exec(await r.info("memory"))?.[1]);
      await r.config("SET", "maxmemory-policy", "volatile-ttl", "maxmemory", used + 200_000);
      await r.pexpire("k:a", 100_000);
      await r.set("other", "x".repeat(1_000_000));
      await r.config("SET", "maxmemory", 0);
      assert.is(await r.exists("k:a"), 0);
    },
  );
  assert.equal(evicted, ["k:a"]);
});

test("keys that change in one window are named once", async () => {
  const pipeline = redis.pipeline();
  for (let round = 0; round < 1000; round++) pipeline.incr("k:hot");
  await pipeline.exec();
  const keys = await barrier();
  const count = keys.filter((key) => key === "k:hot").length;
  assert.ok(count >= 1 && count < 200, `named ${count} times`);
});

test("nothing was taken for a gap but the emptying of the database between the cases", async () => {
  await barrier();
  const { cause } = await sweepOf(redis, lanes);
  assert.is(cause, "keyspace_replaced");
  const raised = new Set(events.filter((event) => event.startsWith("raised")));
  assert.equal([...raised], ["raised job.target first_load", "raised job.target keyspace_replaced"]);
  assert.equal(
    events.filter((event) => event.startsWith("failed")),
    [],
  );
});

test.after(async () => {
  await capture.stop();
  redis.disconnect();
  second.disconnect();
  await server.remove();
});

test.run();
