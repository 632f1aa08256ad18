/** The model of a Redis target beside a Redis: random batches are written to both, and leave the same keys, collisions and refusals. */
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { RedisTable } from "../../runtime/redis-table.ts";
import { createRedisModel } from "../../runtime/rehearsal/redis-model.ts";
import type { TargetValue } from "../../runtime/rehearsal/story.ts";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { SinkError, type LaneSession, type Sink, type WriteBatch } from "../../runtime/sinks/sink.ts";
import { instant } from "../../runtime/values/instant.ts";
import { JsonNumber } from "../../runtime/values/json.ts";
import { endAll, startRedis } from "../setup/servers.mjs";
import { random, type Random } from "../support/random.ts";
import { keptTable, keysTable, streamTable, writeOf, type Yields } from "../support/redis-tables.ts";
import { keyDifferences } from "./rehearsal-keys.ts";

const ROUNDS = 400;
const ROUTES = ["job.cache", "other.cache"];
const server = await startRedis();
const redis = new Redis(server.url);
test.after(async () => {
  redis.disconnect();
  await endAll();
});

/** Of "everything": a member was let go of that a whole document, an empty one, had taken the place of. */
const FAILED_ONCE = 4228717814;

for (const [kinds, seed] of [
  ["whole keys", undefined],
  ["members", undefined],
  ["everything", undefined],
  ["everything", FAILED_ONCE],
] as const) {
  test(`${kinds}${seed === undefined ? "" : ` by seed ${seed}`}: the model has the keys that a Redis has`, async () => {
    await redis.flushall();
    const dice = random(seed);
    const model = createRedisModel(() => instant(BigInt(Date.now()) * 1000n));
    const sink = createRedisSink({ name: "cache", url: server.url, project: "test" });
    await sink.prepare([keysTable]);
    const real = await sessionsOf(sink);
    const modelled = await sessionsOf(model.sink);
    for (let round = 0; round < ROUNDS; round++) {
      const route = dice.pick(ROUTES);
      const batch = randomBatch(kinds, dice);
      const outcome = await outcomeOf(real.get(route), batch);
      assert.equal(await outcomeOf(modelled.get(route), batch), outcome, `round ${round}`);
      assert.equal(await keyDifferences(valuesOf(model), redis), [], `round ${round}`);
    }
    for (const session of real.values()) await session.close();
    await sink.close();
  });
}

async function sessionsOf(sink: Sink<RedisTable>): Promise<ReadonlyMap<string, LaneSession<RedisTable>>> {
  const sessions = new Map<string, LaneSession<RedisTable>>();
  for (const route of ROUTES) {
    const session = await sink.openLane({ project: "test", route, lane: 0, source: "redis-1", release: "r1" });
    await session.claim();
    sessions.set(route, session);
  }
  return sessions;
}

/** What became of it, in words. */
async function outcomeOf(
  session: LaneSession<RedisTable> | undefined,
  batch: WriteBatch<RedisTable>,
): Promise<readonly string[]> {
  try {
    const result = await session?.commit(batch);
    if (result?.kind !== "collided") return [String(result?.kind)];
    return result.collisions.map(({ index, ownerKey }) => `${index} is ${ownerKey ?? "another route's"}`).sort();
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    return [`${error.class} ${error.serverCode}`];
  }
}

function valuesOf({ keys, value }: ReturnType<typeof createRedisModel>): ReadonlyMap<string, TargetValue> {
  return new Map(
    keys().flatMap((key) => {
      const found = value(key);
      return found === undefined ? [] : [[key, found] as const];
    }),
  );
}

type Kinds = "whole keys" | "members" | "everything";
type Write = Yields[string][number];

/** What a few source keys yield now, some of it kept; some entries beside it. */
function randomBatch(kinds: Kinds, dice: Random): WriteBatch<RedisTable> {
  const yields = (table: RedisTable) => {
    const sources = new Set(Array.from({ length: dice.int(1, 2) }, () => `src:${dice.int(1, 3)}`));
    return writeOf(table, Object.fromEntries([...sources].map((source) => [source, randomWrites(kinds, dice)])));
  };
  const entries = dice.chance(0.2) ? [writeOf(streamTable, { "src:1": [entry(dice)] })] : [];
  const trial = dice.chance(0.1) ? { trial: true } : {};
  return {
    tables: [yields(dice.chance(0.2) ? keptTable : keysTable), ...entries],
    mode: "upsert",
    readAt: undefined,
    ...trial,
  };
}

function randomWrites(kinds: Kinds, dice: Random): readonly Write[] {
  return Array.from({ length: dice.int(0, 3) }, () => {
    const isWhole = kinds === "whole keys" || (kinds === "everything" && dice.chance(0.5));
    const write = isWhole ? wholeKey(dice) : member(dice, kinds === "members");
    return dice.chance(0.2) ? { ...write, expires: dice.chance(0.3) ? 1n : FAR } : write;
  });
}

/** In the year 2100. */
const FAR = 4_102_444_800_000_000n;

const keyName = (dice: Random): string => `k${dice.int(1, 3)}`;
const text = (dice: Random): string => `t${dice.int(1, 3)}`;

function wholeKey(dice: Random): Write {
  const key = keyName(dice);
  switch (dice.int(1, 3)) {
    case 1:
      return { kind: "hash", merge: false, key, fields: fields(dice) };
    case 2:
      return { kind: "json", merge: false, key, value: dice.chance(0.3) ? [text(dice)] : document(dice) };
    default:
      return { kind: "string", key, value: dice.chance(0.3) ? null : text(dice) };
  }
}

/** `apart`: each kind has keys of its own, so that nothing is of another kind. */
function member(dice: Random, apart: boolean): Write {
  const kind = dice.pick(["hash", "json", "set", "zset"] as const);
  const key = apart ? `${kind}${dice.int(1, 2)}` : keyName(dice);
  switch (kind) {
    case "hash":
      return { kind, merge: true, key, fields: fields(dice) };
    case "json":
      return { kind, merge: true, key, value: document(dice) };
    case "set":
      return { kind, key, member: text(dice) };
    case "zset":
      return { kind, key, member: text(dice), score: dice.pick([0, -1.5, 7, Infinity]) };
  }
}

function fields(dice: Random): readonly (readonly [string, string])[] {
  const names = new Set(Array.from({ length: dice.int(0, 2) }, () => `f${dice.int(1, 3)}`));
  return [...names].map((name) => [name, text(dice)] as const);
}

function document(dice: Random) {
  const values = [null, "ü", new JsonNumber("1.50"), true, ["a"]];
  return new Map(fields(dice).map(([name]) => [name, dice.pick(values)]));
}

function entry(dice: Random): Write {
  return { kind: "stream", key: `log${dice.int(1, 2)}`, fields: fields(dice) };
}

test.run();
