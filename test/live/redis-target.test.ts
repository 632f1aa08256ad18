/** Redis keys as destinations, end to end: a bundle between two real servers. */
import { setTimeout as sleep } from "node:timers/promises";
import { Redis, type ChainableCommander } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { endAll, startRedis, type RedisServer } from "../setup/servers.mjs";
import { buildText, startWorker, type Worker } from "../support/bundle.ts";
import { eventually, stays } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { deadLettersOf } from "../support/stage.ts";
import { differences, expectedContents, foundContents } from "./expectations/redis-target.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target cache: redis { url: env("CACHE_URL") }

job people {
  from hash "p:{id}"
  let its_team = team ?? "none"
  where state is not "hidden"
  into cache hash "person:{its_team}:{@id}" { name, team, id: @id }
  into cache hash "profile:{@id}" merge { mail }
  into cache set "team:{its_team}" { member: @id }
  into cache json "doc:{@id}" { name, age: age as numeric }
  into cache string "name:{@id}" { value: name }
  where age is not null { into cache zset "ages" { member: @id, score: age } }
}

job claims {
  from hash "claim:{id}"
  into cache string "mail:{mail}" { value: @id }
  into cache hash "session:{@id}" expire @expires_at { mail }
  into cache hash "brief:{@id}" expire 700ms { mail }
}

job log {
  from hash "log:{id}"
  append into cache stream "log" { id: @id, n, op: "changed" } on delete set { op: "deleted" }
}
`;

const [sourceServer, cacheServer] = await Promise.all([startRedis({ aof: true }), startRedis({ aof: true })]);
const bundle = await buildText("people", PROJECT);
const source = connection(sourceServer);
const cache = connection(cacheServer);
const env = { REDIS_URL: sourceServer.url, CACHE_URL: cacheServer.url };
let worker: Worker = await start();

function connection({ url }: RedisServer): Redis {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  return redis;
}

async function start(role?: "capture" | "apply"): Promise<Worker> {
  const started = await startWorker({ bundle, env, ...(role === undefined ? {} : { role }) });
  await started.ready();
  return started;
}

async function crash(): Promise<void> {
  await worker.process.kill("SIGKILL");
  await endLeases();
  worker = await start();
}

/** Those of a dead process would end by themselves a few seconds later. */
async function endLeases(): Promise<void> {
  const leases = (await source.keys("rdi:{*")).filter((key) => /:capture$|:lease:/.test(key));
  if (leases.length > 0) await source.del(...leases);
}

/** Waits until the target is what the source's keys say; foreign fields of profiles are not looked at. */
async function settled(): Promise<number> {
  let last: readonly string[] = [];
  try {
    return await eventually(
      "the target equals the keys",
      async () => {
        const [expected, found] = await Promise.all([expectedContents(source), foundContents(cache)]);
        const own = new Map([...found].filter(([key]) => /^(person|profile|team|doc|name|ages)/.test(key)));
        last = differences(expected, own);
        return last.length === 0 ? expected.size + 1 : undefined;
      },
      { within: 40_000, every: 100 },
    );
  } catch (error) {
    throw new Error(`${String(error)}\n${last.length} differences:\n${last.slice(0, 8).join("\n")}`);
  }
}

async function parked(): Promise<readonly string[]> {
  const sets = (await source.keys("rdi:*")).filter((key) => /:parked:/.test(key));
  return (await Promise.all(sets.map((set) => source.zrange(set, "0", "-1")))).flat();
}

test("every kind is there, moves with its key, and goes with it", async () => {
  await source.hset("p:1", { name: "Ada", team: "red", age: "36", mail: "a@x" });
  await source.hset("p:2", { name: "Bob", age: "-0.5" });
  await settled();
  assert.equal(await cache.hgetall("person:red:1"), { name: "Ada", team: "red", id: "1" });
  assert.equal(await cache.smembers("team:none"), ["2"]);
  assert.is(await cache.get("doc:2"), '{"name":"Bob","age":-0.5}');
  await source.hset("p:1", { team: "blue" });
  await source.hdel("p:1", "mail", "age");
  await settled();
  assert.equal(await cache.exists("person:red:1", "team:red", "profile:1"), 0);
  await source.hset("p:2", "state", "hidden");
  await source.del("p:1");
  assert.is(await settled(), 1);
});

test("a long number arrives digit for digit in a document", async () => {
  await source.hset("p:9", { name: "Big", age: "12345678901234567890.123456789" });
  await eventually("the document is there", () => cache.get("doc:9"));
  assert.is(await cache.get("doc:9"), '{"name":"Big","age":12345678901234567890.123456789}');
  await source.del("p:9");
  await settled();
});

test("what merges leaves the fields of others", async () => {
  await cache.hset("profile:3", { seen: "yesterday" });
  await source.hset("p:3", { name: "Eva", mail: "e@x" });
  await eventually("both are there", async () => (await cache.hlen("profile:3")) === 2);
  await source.hdel("p:3", "mail");
  await eventually("one is gone", async () => (await cache.hlen("profile:3")) === 1);
  assert.equal(await cache.hgetall("profile:3"), { seen: "yesterday" });
  await source.del("p:3");
  await eventually("the person is gone", async () => (await cache.exists("doc:3")) === 0);
  assert.equal(await cache.hgetall("profile:3"), { seen: "yesterday" });
  await cache.del("profile:3");
});

test("keys end with their source key, or some time after the change", async () => {
  await source.hset("claim:1", { mail: "x@x" });
  const end = Date.now() + 600_000;
  await source.pexpireat("claim:1", end);
  await eventually("it ends with the source", async () => (await cache.pexpiretime("session:1")) === end);
  assert.ok((await cache.pexpiretime("brief:1")) > 0);
  await eventually("the brief one is gone", async () => (await cache.exists("brief:1")) === 0);
  await source.persist("claim:1");
  await eventually("it stays", async () => (await cache.pexpiretime("session:1")) === -1);
  await source.pexpire("claim:1", 1);
  await eventually("both went with it", async () => (await cache.exists("session:1", "mail:x@x")) === 0);
});

test("a key that another source key owns is never overwritten: the second one is parked, and heals", async () => {
  await source.hset("claim:a", { mail: "m@x" });
  await eventually("the first one has it", async () => (await cache.get("mail:m@x")) === "a");
  await source.hset("claim:b", { mail: "m@x" });
  await eventually("the second one is parked", async () => (await parked()).includes("claim:b"));
  await stays("the first one has it", async () => (await cache.get("mail:m@x")) === "a", 300);
  assert.is(await cache.exists("session:b"), 0, "nothing of a parked key is written");
  await source.hset("claim:a", { mail: "other@x" });
  await eventually("the second one has it", async () => (await cache.get("mail:m@x")) === "b", { within: 30_000 });
  await eventually("nothing is parked", async () => (await parked()).length === 0);
  assert.is(await cache.get("mail:other@x"), "a");
  await source.del("claim:a", "claim:b");
  await eventually("both are gone", async () => (await cache.exists("mail:m@x", "mail:other@x")) === 0);
});

test("after a burst and a kill -9 in its middle the target is what the keys say", async () => {
  const dice = random();
  for (let round = 0; round < 3; round++) {
    await Promise.all([burst(dice, 600), sleep(dice.int(30, 250)).then(crash)]);
    assert.ok((await settled()) > 20, "there is something to compare");
  }
  assert.equal(await deadLettersOf(source), []);
  assert.equal(await parked(), []);
});

test("a target that was flushed under a running worker, and one that came back empty, are filled again", async () => {
  await burst(random(), 200);
  await settled();
  await cache.flushall();
  await settled();
  await cacheServer.kill();
  await cacheServer.start();
  await cache.flushall();
  await crash();
  await settled();
});

test("keys that go while nobody looks are found by the sweep after a flush of the source's control keys", async () => {
  await source.hset("p:gone", { name: "Gone" });
  await settled();
  await worker.stop();
  await source.del("p:gone", ...(await source.keys("rdi:*")));
  worker = await start();
  await settled();
  assert.is(await cache.exists("doc:gone"), 0);
});

test("an outage of the target is waited out", async () => {
  await cacheServer.kill();
  await burst(random(), 100);
  await sleep(300);
  await cacheServer.start();
  await settled();
});

test("each observed change is one entry of the stream, across kills", async () => {
  const before = await cache.xlen("log");
  const ids = Array.from({ length: 3000 }, (_, n) => `log:${n}`);
  const write = async (): Promise<void> => {
    for (let at = 0; at < ids.length; at += 50) {
      const to = source.pipeline();
      for (const id of ids.slice(at, at + 50)) to.hset(id, { n: id });
      await to.exec();
      await sleep(2);
    }
  };
  await Promise.all([write(), sleep(60).then(crash).then(crash)]);
  await eventually("all are there", async () => (await cache.xlen("log")) >= before + ids.length, { within: 40_000 });
  const entries = await cache.xrange("log", "-", "+");
  assert.equal(entries.map(([, fields]) => fields[1]).sort(), ids.map((id) => id.slice(4)).sort(), "each once");
  assert.equal(entries[0]?.[1].slice(4), ["op", "changed"]);
  await source.del("log:7");
  await eventually("the removal is there", async () => (await cache.xlen("log")) === ids.length + 1);
  const [[, last = []] = []] = await cache.xrevrange("log", "+", "-", "COUNT", 1);
  assert.equal(last, ["id", "7", "op", "deleted"]);
});

test("two workers never write against each other", async () => {
  const second = await start("apply");
  const dice = random();
  for (let round = 0; round < 3; round++) {
    await Promise.all([burst(dice, 150), sleep(50).then(endLeases)]);
    await sleep(1_500);
    await settled();
  }
  await second.stop();
  await worker.stop();
});

const person = (dice: Random): string => `p:${dice.int(1, 60)}`;
const team = (dice: Random): string => dice.pick(["red", "blue", "grün"]);

type Step = (to: ChainableCommander, dice: Random) => unknown;

const STEPS: readonly Step[] = [
  (to, dice) => to.hset(person(dice), { name: `N${dice.int(1, 99)}`, team: team(dice), age: dice.int(-5, 99) }),
  (to, dice) => to.hset(person(dice), { name: `N${dice.int(1, 99)}`, mail: `m${dice.int(1, 9)}` }),
  (to, dice) => to.hset(person(dice), "team", team(dice)),
  (to, dice) => to.hset(person(dice), "state", dice.pick(["hidden", "shown"])),
  (to, dice) => to.hdel(person(dice), dice.pick(["team", "age", "mail", "name"])),
  (to, dice) => to.del(person(dice)),
  (to, dice) => to.rename(person(dice), person(dice)),
  (to, dice) => to.pexpire(person(dice), dice.int(1, 300)),
  (to, dice) => to.set(person(dice), "another kind", "PX", 200),
];

async function burst(dice: Random, changes: number): Promise<void> {
  for (let count = 0; count < changes;) {
    const to = dice.chance(0.3) ? source.multi() : source.pipeline();
    const size = dice.int(1, 6);
    for (let n = 0; n < size; n++) dice.pick(dice.chance(0.6) ? STEPS.slice(0, 2) : STEPS)(to, dice);
    await to.exec();
    count += size;
    if (dice.chance(0.2)) await sleep(dice.int(0, 15));
  }
}

test.after(async () => {
  source.disconnect();
  cache.disconnect();
  await endAll();
});

test.run();
