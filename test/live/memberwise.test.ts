/** Jobs that only walk the members of a value: what they write member by member equals what they write when every key is read as a whole. */
import type { Redis } from "ioredis";
import type pg from "pg";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { setStage } from "../support/stage.ts";
import { wholeKeyBundle } from "../support/whole-keys.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }
delivery { retry_max: 500ms }

job tags {
  from set "tags:{id:int}"
  for tag in @value {
    where not (tag matches r"^hidden")
    into w.tags key (id, tag) { id: int = @id, tag: varchar(30), size: int = length(tag) }
  }
}
job boards {
  from zset "board:{game}"
  for player, score in @value {
    into w.players key (game, player) { game: text = @game, player: text }
    where (score as double) > 0
    into w.scores key (player, game) { game: text = @game, player: text, score: double }
  }
}
job carts {
  from hash "cart:{id:int}"
  for sku, qty in @value {
    into w.carts key (kind, redis_key, sku) { kind: text not null = "cart", redis_key: text not null = @key, sku: text, qty: int }
  }
}
job labels {
  from hash "label:{id:int}"
  for name, code in @value { into w.labels key (id, name) { id: int = @id, name: text, code: text } }
}`;

const SCHEMA = `
CREATE TABLE tags (id int, tag text COLLATE "C", size int, PRIMARY KEY (id, tag));
CREATE TABLE players (game text COLLATE "C", player text COLLATE "C", PRIMARY KEY (game, player));
CREATE TABLE scores (game text COLLATE "C", player text COLLATE "C", score float8, PRIMARY KEY (player, game),
  FOREIGN KEY (game, player) REFERENCES players);
CREATE TABLE carts (kind text COLLATE "C", redis_key text COLLATE "C", sku text COLLATE "C", qty int, PRIMARY KEY (kind, redis_key, sku));
CREATE TABLE labels (id int, name text COLLATE "C", code text UNIQUE, PRIMARY KEY (id, name));`;

const TABLES = ["tags", "players", "scores", "carts", "labels"];
const KEYS = 5;

const stage = await setStage({
  bundle: await buildText("members", PROJECT),
  schema: SCHEMA,
  moreTargets: ["WHOLE_URL"],
});
const whole = {
  bundle: wholeKeyBundle(await buildText("whole", PROJECT)),
  env: { ...stage.env, WAREHOUSE_URL: stage.env["WHOLE_URL"] ?? "" },
};
const wholeDatabase = stage.others.get("WHOLE_URL");
test.after(() => stage.close());

async function contents(database: pg.Pool | undefined): Promise<string> {
  const rows = await Promise.all(
    TABLES.map((table) => database?.query(`SELECT t::text FROM ${table} AS t ORDER BY 1`)),
  );
  return TABLES.map((table, at) => `${table}\n${rows[at]?.rows.map((row) => row.t).join("\n")}`).join("\n");
}

/** Which keys are among the dead letters of a project. */
async function rejected(project: string): Promise<string> {
  const hashes = (await stage.redis.keys("rdi:*")).filter((key) => key.includes(":dead-why:") && key.includes(project));
  return (await Promise.all(hashes.map((hash) => stage.redis.hkeys(hash)))).flat().sort().join();
}

/** Both have applied what was written before: each job has written its marker. */
async function isQuiet(round: number): Promise<void> {
  const { redis, database } = stage;
  await redis.sadd("tags:999", `round ${round}`);
  await redis.zadd("board:marker", 1, `round ${round}`);
  await redis.hset("cart:999", `round ${round}`, 1);
  for (const target of [database, wholeDatabase]) {
    for (const [table, column] of [
      ["tags", "tag"],
      ["scores", "player"],
      ["carts", "sku"],
    ] as const) {
      await eventually(
        `${table} has the marker`,
        async () =>
          (await target?.query(`SELECT FROM ${table} WHERE ${column} = $1`, [`round ${round}`]))?.rowCount === 1,
        { within: 60_000, every: 100 },
      );
    }
  }
}

async function assertEqual(): Promise<void> {
  const both = (): Promise<readonly string[]> => Promise.all([contents(stage.database), contents(wholeDatabase)]);
  const isEqual = async (): Promise<boolean> => {
    const [own, other] = await both();
    return own === other && (await rejected("members")) + (await rejected("whole")) === "";
  };
  await eventually("both are equal", isEqual, { within: 60_000, every: 200 }).catch(() => undefined);
  const [own, other] = await both();
  assert.is(own, other);
  assert.is(await rejected("members"), "");
}

async function assertEqualRejects(): Promise<void> {
  const isEqual = async (): Promise<boolean> => (await rejected("members")) === (await rejected("whole"));
  await eventually("the same keys are rejected", isEqual, { within: 60_000, every: 200 }).catch(() => undefined);
  assert.is(await rejected("members"), await rejected("whole"));
}

test("the stream names the members that changed, and a key that changed otherwise as a whole", async () => {
  const { redis } = stage;
  await redis.sadd("tags:1", "a", "b");
  await redis.zadd("board:x", 1, "m");
  const capture = await stage.start("capture");
  try {
    await redis.sadd("tags:1", "c");
    await redis.srem("tags:1", "a");
    await redis.rename("board:x", "board:y");
    await redis.zadd("board:y", "XX", 5, "m");
    await redis.hset("cart:1", "sku", 1, "other", 2);
    const fields = await eventually("the changes are in the streams", async () => {
      const found = await Promise.all(["tags", "boards", "carts"].map((job) => entriesOf(redis, `${job}.w`)));
      return found.every((entries) => entries.length > 0) && found;
    });
    const [tags = "", boards = "", carts = ""] = fields.map((entries) => entries.join(" "));
    assert.match(tags, /m .*c/);
    assert.match(carts, /m .*sku.*other/);
    assert.not.match(boards, /\bm \0/);
  } finally {
    await capture.stop();
  }
});

async function entriesOf(redis: Redis, route: string): Promise<readonly string[]> {
  const streams = (await redis.keys("rdi:*")).filter((key) => key.includes("stream") && key.includes(route));
  const entries = await Promise.all(streams.map((stream) => redis.xrange(stream, "-", "+")));
  return entries.flat().map(([, fields]) => fields.join(" "));
}

test("after any commands the tables are those of a worker that reads whole keys, also when it is killed", async () => {
  const dice = random();
  let own: Worker = await stage.start();
  const other = await startWorker(whole);
  await other.ready();
  for (let round = 1; round <= 6; round++) {
    for (let burst = 0; burst < 6; burst++) {
      await Promise.all(Array.from({ length: dice.int(1, 60) }, () => step(stage.redis, dice).catch(() => undefined)));
      if (dice.chance(0.15)) {
        await own.process.kill();
        own = await stage.start();
      }
    }
    await isQuiet(2 * round);
    await assertEqualRejects();
    await mend(stage.redis, round);
    await isQuiet(2 * round + 1);
    await assertEqual();
  }
  await own.stop();
  await other.stop();
});

/**
 * Which of two labels with one code waits is left to chance, and so is which of its states a rejected key has kept. So every value is mended before rows are
 * compared, with commands that name no more than the member at fault.
 */
async function mend(redis: Redis, round: number): Promise<void> {
  for (let id = 1; id <= KEYS; id++) {
    await redis.srem(`tags:${id}`, ...UNFIT).catch(() => undefined);
    await redis.zrem(`board:${id}`, ...UNFIT).catch(() => undefined);
    await redis.hdel(`cart:${id}`, ...UNFIT).catch(() => undefined);
    for (const [sku, qty] of Object.entries(await redis.hgetall(`cart:${id}`).catch(() => ({}))))
      if (!/^-?\d+$/.test(qty)) await redis.hset(`cart:${id}`, sku, 0);
    for (const name of await redis.hkeys(`label:${id}`))
      await redis.hset(`label:${id}`, name, `${round} ${id} ${name}`);
  }
}

type Step = (redis: Redis, dice: Random) => Promise<unknown>;

const step: Step = (redis, dice) => dice.pick(STEPS)(redis, dice);

const key = (kind: string, dice: Random): string => `${kind}:${dice.int(1, KEYS)}`;
const UNFIT = [Buffer.from([0x61, 0xff]), "x".repeat(31), "a\0b"];
const member = (dice: Random): string | Buffer =>
  dice.chance(0.02) ? dice.pick(UNFIT) : dice.pick(["a", "b", "茶", "", "hidden ", "'", "NULL", "\\"]) + dice.int(1, 9);
const members = (dice: Random): (string | Buffer)[] => Array.from({ length: dice.int(1, 4) }, () => member(dice));
const score = (dice: Random): number => dice.pick([-1, 0, 0.1, 2, 1e300]) * dice.int(1, 3);
const many = (dice: Random): string[] => Array.from({ length: dice.pick([100, 128, 129, 200]) }, (_, n) => `many ${n}`);

const STEPS: readonly Step[] = [
  (to, dice) => to.sadd(key("tags", dice), ...members(dice)),
  (to, dice) => to.sadd(key("tags", dice), ...members(dice)),
  (to, dice) => to.srem(key("tags", dice), ...members(dice)),
  (to, dice) => to.spop(key("tags", dice), dice.int(1, 3)),
  (to, dice) => to.smove(key("tags", dice), key("tags", dice), member(dice)),
  (to, dice) => to.sadd(key("tags", dice), ...many(dice)),
  (to, dice) => to.sunionstore(key("tags", dice), key("tags", dice), key("tags", dice)),
  (to, dice) => to.zadd(key("board", dice), score(dice), member(dice), score(dice), member(dice)),
  (to, dice) => to.zadd(key("board", dice), score(dice), member(dice)),
  (to, dice) => to.zadd(key("board", dice), dice.pick(["XX", "NX"]), "CH", score(dice), member(dice)),
  (to, dice) => to.zincrby(key("board", dice), score(dice), member(dice)),
  (to, dice) => to.zrem(key("board", dice), ...members(dice)),
  (to, dice) => to.zpopmin(key("board", dice), 2),
  (to, dice) => to.zremrangebyscore(key("board", dice), "-inf", 0),
  (to, dice) => to.hset(key("cart", dice), member(dice), dice.chance(0.03) ? "many" : dice.int(0, 9)),
  (to, dice) => to.hset(key("cart", dice), member(dice), dice.int(0, 9), member(dice), dice.int(0, 9)),
  (to, dice) => to.hsetnx(key("cart", dice), member(dice), 7),
  (to, dice) => to.hdel(key("cart", dice), ...members(dice)),
  (to, dice) => to.hincrby(key("cart", dice), member(dice), 2),
  (to, dice) => to.hincrbyfloat(key("cart", dice), member(dice), 1),
  (to, dice) => to.hset(key("label", dice), `n${dice.int(1, 3)}`, `code ${dice.int(1, 12)}`),
  (to, dice) => to.hset(key("label", dice), `n${dice.int(1, 3)}`, `code ${dice.int(1, 12)}`),
  (to, dice) => to.hdel(key("label", dice), `n${dice.int(1, 3)}`),
  (to, dice) => to.del(key(dice.pick(["tags", "board", "cart", "label"]), dice)),
  (to, dice) => ((kind) => to.rename(key(kind, dice), key(kind, dice)))(dice.pick(["tags", "board", "cart"])),
  (to, dice) => ((kind) => to.copy(key(kind, dice), key(kind, dice), "REPLACE"))(dice.pick(["tags", "board", "cart"])),
  (to, dice) => to.pexpire(key(dice.pick(["tags", "board", "cart"]), dice), dice.int(1, 40)),
  (to, dice) => to.set(key(dice.pick(["tags", "board", "cart"]), dice), "another kind"),
  (to, dice) =>
    to
      .multi()
      .srem("tags:1", ...members(dice))
      .del("tags:2")
      .sadd("tags:2", ...members(dice))
      .hset("cart:1", member(dice), 1)
      .exec(),
  (to, dice) =>
    to.eval(
      "redis.call('DEL', KEYS[1]) redis.call('SADD', KEYS[1], ARGV[1]) redis.call('SADD', KEYS[1], ARGV[2])",
      1,
      key("tags", dice),
      "scripted",
      member(dice),
    ),
];

test.run();
