/** samples/catalog: what other keys know, two databases, keys that are frozen, and a column with the time. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Step } from "../support/sample.ts";
import { CATALOG } from "./expectations/catalog.ts";
import type { Row } from "./expectations/expectation.ts";

const STOREFRONT = "STOREFRONT_URL";
/** `cached 1s` in catalog.rdi. */
const CACHED_MS = 1000;

const sample = await startSample("catalog", CATALOG, {
  moreTargets: [STOREFRONT],
  databaseOf: ({ database, others }, table) =>
    table.startsWith("storefront.") ? (others.get(STOREFRONT) ?? database) : database,
});
const { redis } = sample;
test.after(() => sample.close());

test("the seed becomes products in two databases, with what other keys know; a frozen and a bad one stay out", async () => {
  assert.equal(codesOf(await sample.settled()), { "product:cup": "", "product:jar": "RDI5012" });
  assert.equal([...new Set((await sample.deadLetters()).map(({ key }) => key))], ["product:jar"]);
  assert.equal(
    (await products()).map(({ written_at: _, ...row }) => row),
    [
      { sku: "hat", title: "Hat", brand: "unknown", price_eur: null },
      { sku: "pot", title: "Iron pot", brand: "Leaf & Sons", price_eur: "24.00" },
      { sku: "skis", title: "Skis", brand: "unknown", price_eur: "170.55" },
      { sku: "tea", title: "Green tea", brand: "Leaf & Sons", price_eur: "4.95" },
    ],
  );
  assert.equal(await shown(), [
    { sku: "hat", title: "Hat", country: null },
    { sku: "skis", title: "Skis", country: "NO" },
    { sku: "tea", title: "Green tea", country: "PT" },
  ]);
});

test("a frozen product stays as it was in both databases, until it is thawed or deleted", async () => {
  const before = [await products(), await shown()];
  await redis.hset("product:tea", { title: "Half a descr", price: "not yet", state: "editing" });
  await redis.hset("product:skis", { state: "editing", brand: "leaf" });
  await barrier();
  assert.equal([await products(), await shown()], before);
  await redis.hset("product:tea", { title: "Black tea", price: "5.5", state: "done" });
  await redis.del("product:skis");
  await sample.settled();
  assert.equal(
    (await products()).map(({ sku, title }) => [sku, title]),
    [
      ["hat", "Hat"],
      ["pot", "Iron pot"],
      ["tea", "Black tea"],
    ],
  );
});

test("a change of a looked-up key shows with the product's next change, and what is cached a second later", async () => {
  await redis.hset("product:wax", { title: "Wax", brand: "nord", price: "100", currency: "NOK" });
  await sample.settled();
  const before = [await products(), await shown()];
  await redis.hset("brand:nord", { name: "Nord AS", country: "SE" });
  await redis.set("exchange:NOK", "0.1");
  await redis.smove("recalled", "recalled", "pot").then(() => redis.sadd("recalled", "wax"));
  await barrier();
  assert.equal([await products(), await shown()], before);
  await sleep(CACHED_MS);
  await redis.hset("product:wax", "touched", 1);
  await barrier();
  const { written_at: _, ...wax } = (await products()).find(isWax) ?? {};
  assert.equal(wax, { sku: "wax", title: "Wax", brand: "Nord AS", price_eur: "10.00" });
  assert.is((await shown()).find(isWax), undefined);
  const others = [products, shown].map(async (rows) => (await rows()).filter((row) => !isWax(row)));
  assert.equal(
    await Promise.all(others),
    before.map((rows) => rows.filter((row) => !isWax(row))),
  );
  await touchAll();
  await sample.settled();
});

test("the time of writing moves when another column changes, and only then", async () => {
  const time = async (): Promise<string> => (await products()).find(({ sku }) => sku === "tea")?.["written_at"] ?? "";
  const before = await time();
  await redis.hset("product:tea", "touched", 1);
  await barrier();
  assert.is(await time(), before);
  await redis.hset("product:tea", "title", "White tea");
  await sample.settled();
  assert.ok((await time()) > before);
});

test("after a burst of changes, and a kill -9 in its middle, both databases are as keys and looked-up keys say", async () => {
  const dice = random();
  const { rows } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, dice, { fill: FILL, other: OTHER, changes: 800 });
    await touchAll();
    return sample.settled();
  });
  assert.ok(rows > 10, `only ${rows} rows`);
});

test("products that are frozen before a burst are as before behind it", async () => {
  const dice = random();
  const skus = [...(await products()), ...(await shown())].map(({ sku }) => sku ?? "");
  const frozen = new Set(skus.filter(() => dice.chance(0.5)));
  for (const sku of frozen) await redis.hset(`product:${sku}`, "state", "editing").catch(() => frozen.delete(sku));
  await barrier();
  const cold = (rows: readonly Row[]): readonly Row[] => rows.filter(({ sku }) => frozen.has(sku ?? ""));
  const before = [cold(await products()), cold(await shown())];
  assert.ok(before.some((rows) => rows.length > 0));
  const to = redis.pipeline();
  for (const sku of frozen) to.hset(`product:${sku}`, { title: `Unseen ${sku}`, price: "free", brand: "leaf" });
  await to.exec();
  await sample.crash();
  await touchAll();
  await barrier();
  assert.equal([cold(await products()), cold(await shown())], before);
  await sample.stop();
});

const LAST = "barrier";
const isWax = ({ sku }: Row): boolean => sku === "wax";

async function products(): Promise<readonly Row[]> {
  return (await sample.rows("catalog.products", "sku")).filter(({ sku }) => sku !== LAST);
}

async function shown(): Promise<readonly Row[]> {
  const found = await sample.others.get(STOREFRONT)?.query<Row>("SELECT * FROM storefront.products ORDER BY sku");
  return (found?.rows ?? []).map((row) => ({ ...row })).filter(({ sku }) => sku !== LAST);
}

/** What was changed before is applied once this product is: a lane keeps the order. */
async function barrier(): Promise<void> {
  const title = `The last one ${randomUUID()}`;
  await redis.hset(`product:${LAST}`, { title });
  const isThere = async (table: string, database = sample.database): Promise<boolean> =>
    (await database.query(`SELECT FROM ${table} WHERE title = $1`, [title])).rowCount === 1;
  await eventually(
    "the last product is there",
    async () =>
      (await isThere("catalog.products")) && (await isThere("storefront.products", sample.others.get(STOREFRONT))),
  );
}

/** So that every product is evaluated with what other keys know now. */
async function touchAll(): Promise<void> {
  await sleep(CACHED_MS);
  const to = redis.pipeline();
  for (const key of await redis.keys("product:*")) to.hset(key, "touched", 1);
  await to.exec();
}

const product = (dice: Random): string => `product:p${dice.int(1, 15)}`;
const brand = (dice: Random): string => `brand:${dice.pick(["leaf", "nord", "é b"])}`;
const currency = (dice: Random): string => dice.pick(["NOK", "USD"]);

const FILL: readonly Step[] = [
  (to, dice) =>
    to.hset(product(dice), { title: `Title ${dice.int(1, 99)}`, price: dice.int(1, 9999) / 100, state: "done" }),
  (to, dice) => to.hset(product(dice), { title: "Borrowed", brand: brand(dice).slice(6), currency: currency(dice) }),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.hset(product(dice), "price", dice.pick(["12.345", "1e12", "many", "0.005"])),
  (to, dice) => to.hset(product(dice), "title", dice.pick(["", "t".repeat(81), "茶"])),
  (to, dice) => to.hset(product(dice), "state", dice.pick(["editing", "done"])),
  (to, dice) => to.hdel(product(dice), dice.pick(["brand", "currency", "state", "title"]), "price"),
  (to, dice) => to.del(product(dice)),
  (to, dice) => to.unlink(product(dice)),
  (to, dice) => to.rename(product(dice), product(dice)),
  (to, dice) => to.copy(product(dice), product(dice), "REPLACE"),
  (to, dice) => to.pexpire(product(dice), dice.int(1, 400)),
  (to, dice) => to.set(product(dice), "another kind", "PX", 300),
  (to, dice) => to.hset(brand(dice), { name: dice.pick(["Leaf", "Nord", ""]), country: dice.pick(["NO", "PT"]) }),
  (to, dice) => to.hdel(brand(dice), "name"),
  (to, dice) => to.del(brand(dice)),
  (to, dice) => to.del(brand(dice)).set(brand(dice), "another kind"),
  (to, dice) => to.set(`exchange:${currency(dice)}`, dice.pick(["0.5", "1.25", "0.08532", "none"])),
  (to, dice) => to.del(`exchange:${currency(dice)}`),
  (to, dice) => to.sadd("recalled", product(dice).slice(8), product(dice).slice(8)),
  (to, dice) => to.srem("recalled", product(dice).slice(8), product(dice).slice(8)),
  (to) => to.del("recalled"),
];

test.run();
