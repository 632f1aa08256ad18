/** samples/inventory: hashes whose every field is a row, or a document with several. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Step } from "../support/sample.ts";
import { INVENTORY } from "./expectations/inventory.ts";

const sample = await startSample("inventory", INVENTORY);
const { redis } = sample;
test.after(() => sample.close());

test("the seed becomes a row a field, and a row a lot", async () => {
  assert.equal(codesOf(await sample.settled()), { "bins:turin": "RDI5019", "stock:turin": "RDI5010" });
  assert.equal(await sample.rows("inventory.stock", "site, sku"), [
    { site: "lisbon", sku: "cup", qty: "0", reserved: "0", free: "0" },
    { site: "lisbon", sku: "pot", qty: "3", reserved: "0", free: "3" },
    { site: "lisbon", sku: "tea", qty: "40", reserved: "5", free: "35" },
    { site: "oslo", sku: "skis", qty: "12", reserved: "12", free: "0" },
    { site: "oslo", sku: "tea", qty: "-2", reserved: "1", free: "-3" },
  ]);
  assert.equal(await sample.rows("inventory.bins", "site, bin"), [
    { site: "lisbon", bin: "B-01", aisle: "north", pieces: "40" },
    { site: "lisbon", bin: "B-02", aisle: "south", pieces: "0" },
    { site: "oslo", bin: "C-01", aisle: null, pieces: "0" },
  ]);
  assert.equal(await sample.rows("inventory.lots", "lot"), [
    { site: "lisbon", bin: "B-01", lot: "L7", best_before: "2027-02-28", qty: "30" },
    { site: "lisbon", bin: "B-01", lot: "L8", best_before: null, qty: "10" },
  ]);
});

test("one bad field leaves all rows of its site as they are, and its neighbours go on", async () => {
  const before = await sample.rows("inventory.lots", "lot");
  const stock = await sample.rows("inventory.stock", "site, sku");
  await redis.hset("bins:lisbon", "B-03", '{"lots":[{"no":"L1","qty":-1}]}', "B-02", '{"lots":[{"no":"L2","qty":1}]}');
  await redis.hset("bins:turin", "D-01", '{"lots":[{"no":"L9","qty":1}', "D-02", '{"lots":[]}');
  await redis.hset("stock:oslo", { tea: "2|1|9", skis: "12|many" });
  assert.equal(codesOf(await sample.settled()), {
    "bins:lisbon": "RDI5020",
    "bins:turin": "RDI5023",
    "stock:oslo": "RDI5010",
    "stock:turin": "RDI5010",
  });
  assert.equal(await sample.rows("inventory.lots", "lot"), before);
  assert.equal(await sample.rows("inventory.stock", "site, sku"), stock);
  await redis.hdel("bins:lisbon", "B-03");
  await redis.del("bins:turin", "stock:turin");
  await redis.hincrby("stock:oslo", "skis", 1).catch(() => redis.hset("stock:oslo", "skis", 3));
  assert.equal(codesOf(await sample.settled()), {});
});

test("after a burst of all commands for hashes, and a kill -9 in its middle, every row is as the keys say", async () => {
  const { rows } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, random(), { fill: FILL, other: OTHER, changes: 1000 });
    return sample.settled();
  });
  assert.ok(rows > 10, `only ${rows} rows`);
  await sample.stop();
});

const stock = (dice: Random): string =>
  `stock:${dice.pick(["lisbon", "oslo", "turin", "伊丹"])}${dice.pick(["", "2"])}`;
const bins = (dice: Random): string => `bins:${dice.pick(["lisbon", "oslo", "turin"])}${dice.pick(["", "2", "3"])}`;
const sku = (dice: Random): string =>
  dice.chance(0.01)
    ? "s".repeat(41)
    : dice.pick(["tea", "pot", "_updated", "a|b", "Tasse à thé"]) + dice.pick(["", "2"]);
const cell = (dice: Random): string =>
  dice.chance(0.005)
    ? dice.pick(["", "1|", "1.5", "2147483648", "-2147483648|1"])
    : `${dice.int(-5, 90)}${dice.pick(["", `|${dice.int(0, 9)}`, "|1e1", "|3.0|x"])}`;
const bin = (dice: Random): string => `B-${dice.int(1, 6)}`;

function content(dice: Random): string {
  if (dice.chance(0.01))
    return dice.pick(["", "{", '{"lots":7}', '{"lots":[{"qty":1}]}', '{"lots":[{"no":"L","qty":0.5}]}']);
  const lots = Array.from({ length: dice.int(0, 4) }, (_, index) => ({
    no: `L${dice.chance(0.005) ? 1 : index + 1}`,
    qty: dice.chance(0.003) ? -1 : dice.int(0, 50),
    ...(dice.chance(0.5) ? { best_before: dice.chance(0.005) ? "2027-02-29" : `2028-02-${dice.int(10, 29)}` } : {}),
  }));
  return JSON.stringify({ aisle: dice.pick(["north", "south", "", null, 7]), lots });
}

const FILL: readonly Step[] = [
  (to, dice) => to.hset(stock(dice), sku(dice), cell(dice), sku(dice), cell(dice)),
  (to, dice) => to.hset(bins(dice), bin(dice), content(dice)),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.hsetnx(stock(dice), sku(dice), cell(dice)),
  (to, dice) => to.hincrby(stock(dice), sku(dice), dice.int(-3, 9)),
  (to, dice) => to.hincrbyfloat(stock(dice), sku(dice), dice.pick([0.5, 2])),
  (to, dice) => to.hdel(stock(dice), sku(dice), "s".repeat(41)),
  (to, dice) => to.hdel(bins(dice), bin(dice), bin(dice)),
  (to, dice) => to.hdel(bins(dice), bin(dice)),
  (to, dice) => to.rename(stock(dice), stock(dice)),
  (to, dice) => to.copy(bins(dice), bins(dice), "REPLACE"),
  (to, dice) => to.pexpire(bins(dice), dice.int(1, 400)),
  (to, dice) => to.persist(bins(dice)),
  (to, dice) => to.del(stock(dice)),
  (to, dice) => to.unlink(bins(dice)),
  (to, dice) => to.set(stock(dice), "another kind", "PX", 200),
];

test.run();
