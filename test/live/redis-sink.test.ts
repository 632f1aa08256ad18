/** The sink for Redis keys, on a real server: what it writes, whose it is, and what it refuses. */
import { Redis } from "ioredis";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { RedisTable } from "../../runtime/redis-table.ts";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { SinkError, type LaneSession, type Sink } from "../../runtime/sinks/sink.ts";
import { JsonNumber } from "../../runtime/values/json.ts";
import { endAll, startRedis } from "../setup/servers.mjs";
import { contentsOf } from "../support/redis-contents.ts";
import { batchOf, ownersIn, keptTable, keysTable, streamTable, writeOf, type Yields } from "../support/redis-tables.ts";

const identity = { project: "test", route: "job.cache", lane: 0, source: "redis-1", release: "r1" };
const server = await startRedis();
const redis = new Redis(server.url);

interface Bench {
  readonly sink: Sink<RedisTable>;
  readonly session: LaneSession<RedisTable>;
  /** Writes what these source keys yield now, and expects it to be taken. */
  commit(yields: Yields): Promise<void>;
}

const live = (name: string, run: (bench: Bench) => Promise<void>): void => {
  sinks(name, async () => {
    await redis.flushall();
    const sink = createRedisSink({ name: "cache", url: server.url, project: "test" });
    await sink.prepare([keysTable]);
    const session = await claimed(sink);
    try {
      await run({
        sink,
        session,
        commit: async (yields) => assert.is((await session.commit(batchOf(yields))).kind, "committed"),
      });
    } finally {
      await session.close();
      await sink.close();
    }
  });
};
const sinks = suite("redis sink");

/** The first claim of a new checkpoint records no source; the second one does. */
async function claimed(sink: Sink<RedisTable>): Promise<LaneSession<RedisTable>> {
  const first = await sink.openLane(identity);
  await first.claim();
  await first.close();
  const session = await sink.openLane(identity);
  await session.claim();
  return session;
}

async function refusal(work: Promise<unknown>): Promise<SinkError> {
  const error = await work.then(
    () => new Error("it was not refused"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SinkError)) throw error;
  return error;
}

const fields = (values: Readonly<Record<string, string>>) => Object.entries(values);
const hash = (key: string, values: Readonly<Record<string, string>>, merge = false) => ({
  kind: "hash" as const,
  merge,
  key,
  fields: fields(values),
});

live("every kind is written, and goes with its source key", async ({ commit, session }) => {
  await commit({
    a: [
      hash("h", { name: "Ada", empty: "" }),
      { kind: "json", merge: false, key: "j", value: new Map([["n", new JsonNumber("9007199254740993.10")]]) },
      { kind: "set", key: "s", member: "a" },
      { kind: "zset", key: "z", member: "a", score: -Infinity },
      { kind: "zset", key: "z", member: "b", score: 0.1 },
      { kind: "string", key: "t", value: Buffer.from([0, 255]) },
    ],
  });
  const { t: _, ...others } = await contentsOf(redis);
  assert.equal(others, {
    h: { name: "Ada", empty: "" },
    j: '{"n":9007199254740993.10}',
    s: ["a"],
    z: ["a", "-Infinity", "b", "0.1"],
  });
  assert.equal(await redis.getBuffer("t"), Buffer.from([0, 255]));
  const gone = await session.commit(batchOf({ a: [] }));
  assert.equal(gone.kind === "committed" && [gone.upserted, gone.removed], [0, 6]);
  assert.equal(await contentsOf(redis), {});
});

live("a key that is replaced has no old field, and a computed key moves", async ({ commit }) => {
  await commit({ a: [hash("x:1", { name: "Ada", city: "Rome" })] });
  await commit({ a: [hash("x:1", { name: "Eva" })] });
  assert.equal(await contentsOf(redis), { "x:1": { name: "Eva" } });
  await commit({ a: [hash("x:2", { name: "Eva" })] });
  assert.equal(await contentsOf(redis), { "x:2": { name: "Eva" } });
  await commit({ a: [hash("x:2", {})] });
  assert.equal(await contentsOf(redis), {}, "a hash without fields is absent");
});

live("what merges leaves the fields of others, in a hash and in a document", async ({ commit }) => {
  await redis.hset("h", { theirs: "1", name: "theirs too, until it is written" });
  await redis.set("j", ' { "th\\u0065irs" : [1.10, "}{"], "big":12345678901234567890 }');
  const json = (entries: readonly (readonly [string, string])[]) => ({
    kind: "json" as const,
    merge: true,
    key: "j",
    value: new Map(entries),
  });
  await commit({
    a: [
      hash("h", { name: "Ada", zip: "1" }, true),
      json([
        ["name", 'A"da'],
        ["theirs2", "x"],
      ]),
    ],
  });
  assert.equal(await contentsOf(redis), {
    h: { theirs: "1", name: "Ada", zip: "1" },
    j: '{"th\\u0065irs":[1.10, "}{"],"big":12345678901234567890,"name":"A\\"da","theirs2":"x"}',
  });
  await commit({ a: [hash("h", { name: "Eva" }, true), json([["name", "Eva"]])] });
  assert.equal(await contentsOf(redis), {
    h: { theirs: "1", name: "Eva" },
    j: '{"th\\u0065irs":[1.10, "}{"],"big":12345678901234567890,"name":"Eva"}',
  });
  await commit({ a: [], b: [] });
  assert.equal(Object.keys(await contentsOf(redis)), ["h", "j"]);
  assert.equal(await redis.hgetall("h"), { theirs: "1" });
});

live("a document of which nothing is left goes", async ({ commit }) => {
  await commit({ a: [{ kind: "json", merge: true, key: "j", value: new Map([["n", "1"]]) }] });
  assert.equal(await contentsOf(redis), { j: '{"n":"1"}' });
  await commit({ a: [] });
  assert.equal(await contentsOf(redis), {});
});

live(
  "what another source key owns is a collision, and nothing of the batch is written",
  async ({ commit, session }) => {
    await commit({ a: [hash("x", { of: "a" })], m: [{ kind: "set", key: "s", member: "m" }] });
    const result = await session.commit(
      batchOf({
        b: [hash("y", { of: "b" })],
        c: [hash("x", { of: "c" })],
        d: [{ kind: "set", key: "s", member: "m" }],
      }),
    );
    assert.equal(result.kind === "collided" && result.collisions.map(({ index, ownerKey }) => [index, ownerKey]), [
      [1, "a"],
      [2, "m"],
    ]);
    assert.equal(await contentsOf(redis), { s: ["m"], x: { of: "a" } });
    await commit({ a: [] });
    await commit({ c: [hash("x", { of: "c" })] });
    assert.equal(await redis.hgetall("x"), { of: "c" });
  },
);

live("two source keys of a batch that want one key: the first has it", async ({ session }) => {
  const result = await session.commit(batchOf({ a: [hash("x", {})], b: [hash("x", {})] }));
  assert.equal(result.kind === "collided" && result.collisions.map(({ index, ownerKey }) => [index, ownerKey]), [
    [1, "a"],
  ]);
});

live("two source keys exchange their keys within one batch", async ({ commit }) => {
  await commit({ a: [hash("x", { of: "a" })], b: [hash("y", { of: "b" })] });
  await commit({ a: [hash("y", { of: "a" })], b: [hash("x", { of: "b" })] });
  assert.equal(await contentsOf(redis), { x: { of: "b" }, y: { of: "a" } });
});

live("a source key that goes takes nothing of others from a shared set", async ({ commit }) => {
  const member = (name: string) => ({ kind: "set" as const, key: "s", member: name });
  await redis.sadd("s", "theirs");
  await commit({ a: [member("1"), member("2")], b: [member("3")] });
  await commit({ a: [member("2")] });
  assert.equal(await contentsOf(redis), { s: ["2", "3", "theirs"] });
  await commit({ a: [] });
  assert.equal(await contentsOf(redis), { s: ["3", "theirs"] });
});

live("what is kept stays when its source key goes, and is still its own", async ({ session }) => {
  const commit = async (yields: Yields) =>
    session.commit({ tables: [writeOf(keptTable, yields)], mode: "upsert", readAt: undefined });
  await commit({ a: [hash("x", { n: "1" })] });
  await commit({ a: [] });
  assert.equal(await contentsOf(redis), { x: { n: "1" } });
  assert.is((await commit({ b: [hash("x", { n: "2" })] })).kind, "collided");
  await commit({ a: [hash("x", { n: "3" })] });
  assert.equal(await contentsOf(redis), { x: { n: "3" } });
});

live(
  "a key that holds another kind is not overwritten by a member, and may be replaced",
  async ({ commit, session }) => {
    await redis.set("x", "a string");
    const wrong = await refusal(
      session.commit(batchOf({ a: [hash("y", { n: "1" })], b: [hash("x", { n: "1" }, true)] })),
    );
    assert.equal([wrong.class, wrong.serverCode], ["order", "WRONGTYPE"]);
    assert.equal(await contentsOf(redis), { x: "a string" });
    await commit({ b: [hash("x", { n: "1" })] });
    assert.equal(await contentsOf(redis), { x: { n: "1" } });
  },
);

live("an expiry is set, and is gone with the next write that has none", async ({ commit }) => {
  const soon = BigInt(Date.now() + 60_000) * 1000n;
  await commit({
    a: [
      { ...hash("x", { n: "1" }), expires: soon },
      { kind: "set", key: "s", member: "m", expires: soon },
    ],
  });
  assert.is(await redis.pexpiretime("x"), Number(soon / 1000n));
  assert.is(await redis.pexpiretime("s"), Number(soon / 1000n));
  await commit({ a: [hash("x", { n: "1" })] });
  assert.is(await redis.pexpiretime("x"), -1);
  await commit({ b: [{ ...hash("y", { n: "1" }), expires: 5n }] });
  assert.is(await redis.exists("y"), 0, "a time that has passed");
});

live("a hash of many thousand fields is written whole", async ({ commit }) => {
  const many = Object.fromEntries(Array.from({ length: 200_001 }, (_, n) => [`f${n}`, String(n)]));
  await commit({ a: [hash("x", many), { kind: "string", key: "t", value: null }] });
  assert.equal(await contentsOf(redis), { x: many });
});

live("bytes of source keys, members and fields are kept as they are", async ({ session, sink }) => {
  const odd = Buffer.from([0x80, 0x0a, 0xff]);
  const owner = { key: odd };
  const rows = [
    { kind: "set", owner: odd, expires: null, key: "sé", member: odd },
    { kind: "hash", merge: true, owner: odd, expires: null, key: "h", fields: [[odd, odd]] },
  ];
  await session.commit({
    tables: [{ table: keysTable, owners: [owner], absent: [], rows }],
    mode: "upsert",
    readAt: undefined,
  });
  assert.equal(await redis.smembersBuffer("sé"), [odd]);
  assert.equal(await redis.hgetBuffer("h", odd as unknown as string), odd);
  assert.equal(await ownersIn(sink), [odd.toString("latin1")]);
  await session.commit({
    tables: [{ table: keysTable, owners: [owner], absent: [owner], rows: [] }],
    mode: "upsert",
    readAt: undefined,
  });
  assert.equal(await contentsOf(redis), {});
  assert.equal(await ownersIn(sink), []);
});

live("owners come in pages, each once", async ({ commit, sink }) => {
  const names = Array.from({ length: 25 }, (_, n) => `k${n}`);
  await commit(
    Object.fromEntries(names.map((name) => [name, [hash(`x:${name}`, { n: "1" }), hash(`y:${name}`, { n: "1" })]])),
  );
  assert.equal(await ownersIn(sink), [...names].sort());
});

live(
  "entries are appended with their fields in order, and the checkpoint knows the last one",
  async ({ session, sink }) => {
    const entry = { kind: "stream" as const, key: "log", fields: fields({ b: "1", a: "2" }) };
    const tables = [writeOf(streamTable, { a: [entry, entry] })];
    await session.commit({ tables, mode: "upsert", readAt: undefined, appended: "17-3" });
    assert.equal(await contentsOf(redis), {
      log: [
        ["b", "1", "a", "2"],
        ["b", "1", "a", "2"],
      ],
    });
    await session.probe();
    const next = await sink.openLane(identity);
    assert.is((await next.claim()).appended, "17-3");
    await next.close();
  },
);

live("an entry without fields, a worker's own key and half a character are of the class data", async ({ session }) => {
  const data = async (write: Yields[string][number]): Promise<string> => {
    const error = await refusal(session.commit(batchOf({ a: [write] })));
    return error.class;
  };
  assert.is(await data({ kind: "stream", key: "log", fields: [] }), "data");
  assert.is(await data(hash("rdi:{x}", { n: "1" })), "data");
  assert.is(await data(hash("x", { n: "\ud800" })), "data");
  const twice = batchOf({ a: [hash("x", { n: "1" }), hash("x", { n: "2" })] });
  assert.is((await refusal(session.commit(twice))).class, "data");
  assert.equal(await contentsOf(redis), {});
});

live("a trial writes nothing and says what would be refused", async ({ session, commit }) => {
  await commit({ a: [hash("x", { n: "1" })] });
  assert.is((await session.commit(batchOf({ b: [hash("y", { n: "1" })] }, { trial: true }))).kind, "committed");
  assert.is((await session.commit(batchOf({ b: [hash("x", { n: "1" })] }, { trial: true }))).kind, "collided");
  await commit({ c: [hash("z", { n: "1" })] });
  assert.equal(Object.keys(await contentsOf(redis)), ["x", "z"]);
});

live("whoever claims fences the owner before, whose batch leaves no trace", async ({ session, sink }) => {
  const next = await sink.openLane(identity);
  await next.claim();
  const late = await refusal(session.commit(batchOf({ a: [hash("x", { of: "the late one" })] })));
  assert.is(late.class, "fenced");
  assert.is((await refusal(session.commit(batchOf({})))).class, "fenced", "a session that is over stays so");
  await next.commit(batchOf({ a: [hash("x", { of: "the next one" })] }));
  assert.equal(await contentsOf(redis), { x: { of: "the next one" } });
  await next.close();
});

live(
  "a flush is noticed by the next commit and by a look, and the checkpoint after it is new",
  async ({ session, sink }) => {
    await session.look?.();
    const { epoch } = await lastClaim(sink);
    const second = await claimed(sink);
    await redis.flushall();
    assert.is((await refusal(second.look?.() ?? Promise.resolve())).class, "fenced");
    const third = await sink.openLane(identity);
    const found = await third.claim();
    assert.is(found.source, undefined);
    assert.ok(found.epoch > epoch, "an epoch never comes back");
    await third.close();
    assert.is((await refusal(session.commit(batchOf({})))).class, "fenced");
  },
);

async function lastClaim(sink: Sink<RedisTable>) {
  const session = await sink.openLane(identity);
  const found = await session.claim();
  await session.close();
  return found;
}

live("a target that lost its last writes counts as new", async ({ session, sink }) => {
  await session.commit(batchOf({ a: [hash("x", { n: "1" })] }));
  const [name = ""] = (await redis.keys("rdi:*")).filter((key) => key.includes(":checkpoint:"));
  const before = await redis.hgetall(name);
  await session.commit(batchOf({ a: [hash("x", { n: "2" })] }));
  await session.close();
  await redis.hset(name, before);
  assert.is((await lastClaim(sink)).source, undefined);
  assert.is((await lastClaim(sink)).source, undefined, "the claim before it recorded it");
  assert.is((await lastClaim(sink)).source, "redis-1");
});

live("another source is refused and leaves the lane alone", async ({ session, sink, commit }) => {
  const other = await sink.openLane({ ...identity, source: "redis-2" });
  const found = await other.claim();
  assert.equal([found.source, found.projectSource], ["redis-1", "redis-1"]);
  assert.is((await refusal(other.commit(batchOf({})))).class, "fenced");
  await commit({ a: [hash("x", { n: "1" })] });
  await session.look?.();
  const forget = /^DEL "(.*)"$/.exec(sink.forgetSource("test"))?.[1] ?? "";
  assert.is(await redis.del(forget), 1);
  await other.close();
  const third = await sink.openLane({ ...identity, source: "redis-2" });
  assert.is((await third.claim()).source, undefined);
  await third.close();
});

live("a batch that meets the memory limit is tried again, whole", async ({ session, commit }) => {
  await commit({ a: [hash("x", { n: "1" })] });
  await redis.config("SET", "maxmemory", "1");
  try {
    const full = await refusal(session.commit(batchOf({ a: [hash("y", { n: "2" })] })));
    assert.equal([full.class, full.serverCode], ["connection", "OOM"]);
    assert.equal(await contentsOf(redis), { x: { n: "1" } });
  } finally {
    await redis.config("SET", "maxmemory", "0");
  }
});

live("a gap is recorded in a stream", async ({ sink }) => {
  await sink.recordGap({ project: "test", route: "job.cache", lane: undefined, cause: "overflow" });
  const [name = ""] = (await redis.keys("rdi:*")).filter((key) => key.endsWith(":gaps"));
  assert.equal(
    (await redis.xrange(name, "-", "+")).map(([, entry]) => entry),
    [["route", "job.cache", "lane", "", "cause", "overflow"]],
  );
});

sinks.after(async () => {
  redis.disconnect();
  await endAll();
});

sinks.run();
