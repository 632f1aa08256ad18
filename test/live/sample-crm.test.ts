/** samples/crm: hashes, and a row that outlives its key. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, codesOf, startSample, type Step } from "../support/sample.ts";
import { CRM } from "./expectations/crm.ts";
import type { Row } from "./expectations/expectation.ts";

const sample = await startSample("crm", CRM);
const { redis } = sample;
test.after(() => sample.close());

const ada: Row = {
  id: "1",
  name: "Dr. Ada Kim",
  email: "ada@example.com",
  phone: "+31 20 123 4567",
  birthday: "1990-02-28",
  deleted_at: null,
};

test("the seed becomes three customers and two vips; the test account stays out and two keys are rejected", async () => {
  assert.equal(codesOf(await sample.settled()), { "crm:customer:5": "RDI5010", "crm:customer:6": "RDI5012" });
  assert.equal(await sample.rows("crm.customers", "id"), [
    ada,
    { id: "2", name: "Núñez", email: "jose@example.com", phone: null, birthday: null, deleted_at: null },
    { id: "3", name: "美咲 Sato", email: null, phone: null, birthday: null, deleted_at: null },
  ]);
  assert.equal(await sample.rows("crm.vips", "customer_id"), [
    { customer_id: "1", manager: "Grace Okafor", credit: "2500.50" },
    { customer_id: "3", manager: "Grace Okafor", credit: "0.00" },
  ]);
});

test("a customer that goes, or may no longer be seen, keeps a row with the time, and one that returns loses it", async () => {
  const before = await databaseTime();
  await redis.del("crm:customer:1", "crm:customer:3");
  await redis.hset("crm:customer:2", "status", "test");
  await sample.settled();
  const [first, second] = await sample.rows("crm.customers", "id");
  assert.equal({ ...first, deleted_at: null }, ada);
  assert.ok(between(before, first?.["deleted_at"], await databaseTime()), String(first?.["deleted_at"]));
  assert.type(second?.["deleted_at"], "string");
  assert.equal(await sample.rows("crm.vips", "customer_id"), []);
  await redis.hset("crm:customer:1", { fname: "Ada", tier: "vip", manager: "Hedy" });
  await sample.settled();
  assert.is((await sample.rows("crm.customers", "id"))[0]?.["deleted_at"], null);
  assert.equal((await sample.rows("crm.vips", "customer_id"))[0], {
    customer_id: "1",
    manager: "Hedy",
    credit: "0.00",
  });
});

test("what does not fit one table leaves the rows in both as they are", async () => {
  const customers = await sample.rows("crm.customers", "id");
  await redis.hset("crm:customer:1", { lname: "Changed", credit: "-1" });
  assert.is(codesOf(await sample.settled())["crm:customer:1"], "RDI5020");
  await redis.hset("crm:customer:1", { credit: "1.005" });
  assert.is(codesOf(await sample.settled())["crm:customer:1"], "RDI5011");
  assert.equal(await sample.rows("crm.customers", "id"), customers);
  assert.equal((await sample.rows("crm.vips", "customer_id"))[0]?.["credit"], "0.00");
  await redis.del("crm:customer:1", "crm:customer:5", "crm:customer:6");
  assert.equal(codesOf(await sample.settled()), {});
});

test("after a burst of changes, and a kill -9 in its middle, the living are as the keys say and no row is lost", async () => {
  const dice = random();
  const ids = async (): Promise<ReadonlySet<unknown>> =>
    new Set((await sample.rows("crm.customers", "id")).map((row) => row["id"]));
  await redis.hset(customer(dice), { fname: "First" });
  await sample.settled();
  const before = await ids();
  await burstAndCrash(sample, dice, { fill: FILL, other: OTHER, changes: 1000 });
  await sample.settled();
  const after = await ids();
  assert.equal(
    [...before].filter((id) => !after.has(id)),
    [],
  );
});

test("what the living had when their keys went stays on their rows", async () => {
  const dice = random();
  await redis.del(Array.from({ length: 20 }, (_, index) => `crm:customer:${index + 1}`));
  for (let id = 1; id <= 20; id++) await redis.hset(`crm:customer:${id}`, { fname: `Leaving ${id}` });
  await sample.settled();
  const before = (await sample.rows("crm.customers", "id")).filter((row) => row["deleted_at"] === null);
  assert.ok(before.length > 0);
  for (const row of before) await leave(`crm:customer:${row["id"]}`, dice);
  const { kept } = await sample.settled();
  const marked = new Map(kept["crm.customers"]?.map((row) => [row["id"], { ...row, deleted_at: null }]));
  for (const row of before) assert.equal(marked.get(row["id"] ?? ""), row);
  await sample.stop();
});

async function leave(key: string, dice: Random): Promise<unknown> {
  const lot = dice.int(0, 5);
  if (lot === 0) return redis.del(key);
  if (lot === 1) return redis.unlink(key);
  if (lot === 2) return redis.pexpire(key, 1);
  if (lot === 3) return redis.hset(key, "status", "test");
  return lot === 4 ? redis.set(key, "another kind") : redis.rename(key, `former:${key}`);
}

async function databaseTime(): Promise<string> {
  return String((await sample.query("SELECT clock_timestamp()"))[0]?.["clock_timestamp"]);
}

/** The mark has Redis' time, which is this machine's. */
function between(from: string, time: string | null | undefined, until: string): boolean {
  const millis = (spelled: string): number => Date.parse(spelled.replace(" ", "T").replace("+00", "Z"));
  return typeof time === "string" && millis(from) - 50 <= millis(time) && millis(time) <= millis(until) + 50;
}

const customer = (dice: Random): string => `crm:customer:${dice.int(1, 20)}`;
const VALUES: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  title: ["Dr.", "", "Mx"],
  fname: ["Ada", " Zoë ", "美咲", "n".repeat(20)],
  lname: ["Kim", "van Dijk", "", "l".repeat(30)],
  email: ["A@Example.com", " b@example.com ", "Ünal@EXAMPLE.com", Buffer.from([0x65, 0xff])],
  phone: ["", "  ", "+31 6 1234", "123456789012345678901"],
  birthday: ["", "2000-02-29", "2001-02-29", "1.2.1990"],
  tier: ["vip", "standard", "vip"],
  manager: ["Grace", "Hedy"],
  credit: ["0", "12.5", "1e3", "9999999999.99", "10000000000", "0.001", "-1", "much"],
  status: ["test", "active", "active", "active"],
};

function part(dice: Random): [string, string | Buffer] {
  const [field, values] = dice.pick(Object.entries(VALUES));
  return [field, dice.chance(0.8) ? (values[0] ?? "") : dice.pick(values)];
}

const FILL: readonly Step[] = [
  (to, dice) => to.hset(customer(dice), ...part(dice), ...part(dice), "status", "active", "manager", "Alan"),
  (to, dice) =>
    to.del(customer(dice)).hset(customer(dice), { fname: dice.pick(["Ada", "José"]), lname: `N${dice.int(1, 99)}` }),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.hset(customer(dice), ...part(dice)),
  (to, dice) => to.hsetnx(customer(dice), ...part(dice)),
  (to, dice) => to.hincrbyfloat(customer(dice), "credit", dice.pick([0.25, 10])),
  (to, dice) => to.hdel(customer(dice), dice.pick(Object.keys(VALUES)), dice.pick(Object.keys(VALUES))),
  (to, dice) => to.rename(customer(dice), customer(dice)),
  (to, dice) => to.copy(customer(dice), customer(dice), "REPLACE"),
  (to, dice) => to.pexpire(customer(dice), dice.int(1, 400)),
  (to, dice) => to.persist(customer(dice)),
  (to, dice) => to.del(customer(dice)),
  (to, dice) => to.unlink(customer(dice)),
  (to, dice) => to.set(customer(dice), "another kind", "PX", 300),
  (to, dice) => to.getdel(customer(dice)),
];

test.run();
