/** samples/addresses: keys of another Redis, under changes of every kind and a kill -9. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildSample, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { burst, endLeases, sampleText, sendInline, type Step } from "../support/sample.ts";
import { setStage } from "../support/stage.ts";
import { addressesIn, cacheOf, differences } from "./expectations/addresses.ts";

const stage = await setStage({ bundle: await buildSample("addresses"), schema: "", redisTargets: ["CACHE_URL"] });
const { redis } = stage;
const cache = stage.caches.get("CACHE_URL") ?? redis;
await sendInline(stage.redisServer.port, sampleText("addresses", "seed.redis"));
let worker: Worker = await stage.start();
test.after(() => stage.close());

/** Waits until the cache is what the addresses say, and every one that does not fit has its dead letter. */
async function settled(): Promise<number> {
  let last: readonly string[] = [];
  const look = async (): Promise<number | undefined> => {
    const { expected, rejected } = await addressesIn(redis);
    const letters = (await stage.deadLetters()).map(({ key }) => key).sort();
    last = differences(expected, await cacheOf(cache, rejected));
    if (letters.join() !== rejected.join()) last = [...last, `dead letters ${letters.join()}, not ${rejected.join()}`];
    return last.length === 0 ? expected.size + 1 : undefined;
  };
  return eventually("the cache equals the addresses", look, { within: 30_000, every: 100 }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${last.slice(0, 8).join("\n")}`);
  });
}

test("the seed becomes cards, labels and members; a draft and a bad zip stay out", async () => {
  await settled();
  assert.equal(await cache.hgetall("card:1"), { name: "Ada Byron", city: "London", zip: "1051" });
  assert.is(await cache.get("label:1"), '{"lines":["Ada Byron","1051 London"],"weight":31.5}');
  assert.ok((await cache.pttl("label:1")) > 29 * 24 * 3600 * 1000);
  assert.equal(await cache.zrange("by-zip:NO", "0", "-1"), ["2", "3"]);
  assert.equal(await cache.exists("card:4", "card:5", "address:events"), 0);
});

test("after bursts and a kill -9 in their middle the cache is as the addresses say", async () => {
  const dice = random();
  for (let round = 0; round < 2; round++) {
    const change = burst(stage, dice, { fill: FILL, other: OTHER, changes: 500 });
    await eventually("something was written", async () => (await cache.xlen("address:events")) > round * 50);
    await worker.process.kill("SIGKILL");
    await endLeases(stage);
    worker = await stage.start();
    await change;
    assert.ok((await settled()) > 10);
  }
});

test("what others put on a card stays there", async () => {
  await redis.hset("address:900", { name: "Jo", city: "Oslo", zip: "1" });
  await cache.hset("card:900", "note", "rings twice");
  await eventually("both are there", async () => (await cache.hlen("card:900")) === 4);
  await redis.del("address:900");
  await eventually("one is gone", async () => (await cache.hlen("card:900")) === 1);
  assert.equal(await cache.hgetall("card:900"), { note: "rings twice" });
  await worker.stop();
});

const address = (dice: Random): string => `address:${dice.int(1, 30)}`;
const country = (dice: Random): string => dice.pick(["NO", "SE", "GB"]);

const FILL: readonly Step[] = [
  (to, dice) =>
    to.hset(address(dice), {
      name: `N${dice.int(1, 99)}`,
      city: "Oslo",
      zip: dice.int(0, 9999),
      country: country(dice),
    }),
  (to, dice) => to.hset(address(dice), { name: "Zoë", max_weight: dice.int(1, 10 ** 9) / 1000, state: "done" }),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.hset(address(dice), "zip", dice.pick(["A-8010", "0150", "12.50", ""])),
  (to, dice) => to.hset(address(dice), "max_weight", dice.pick(["9".repeat(30), "1e3", "heavy"])),
  (to, dice) => to.hset(address(dice), "state", dice.pick(["draft", "done"])),
  (to, dice) => to.hdel(address(dice), dice.pick(["name", "city", "zip", "country", "max_weight"])),
  (to, dice) => to.del(address(dice)),
  (to, dice) => to.rename(address(dice), address(dice)),
  (to, dice) => to.copy(address(dice), address(dice), "REPLACE"),
  (to, dice) => to.pexpire(address(dice), dice.int(1, 400)),
];

test.run();
