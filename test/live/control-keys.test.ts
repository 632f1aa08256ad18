/** Control keys that are flushed, evicted, or put back from an old copy heal into a sweep. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildSample, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const shared: { stage?: Stage; worker?: Worker } = {};
const POISONED = "customer:9001";
const HOLDER = "customer:9002";
const PARKED = "customer:9003";

test.before(async () => {
  const schema = readFileSync(new URL("../../samples/shop/schema.sql", import.meta.url), "utf8");
  const unique = "CREATE UNIQUE INDEX only_once ON customers (email) WHERE email = 'taken@example.com';";
  const stage = (shared.stage = await setStage({ bundle: await buildSample("shop"), schema: `${schema}\n${unique}` }));
  await seedKeys(stage.redis, 300);
  shared.worker = await stage.start();
  await shopIsEqual(stage);
  await stage.redis.hset(POISONED, { fname: "Poi", lname: "Son", email: "p@x.org", balance: "a lot", created: 1 });
  await settled(stage);
});

test.after(async () => {
  await shared.worker?.stop();
  await shared.stage?.close();
});

for (const kind of ["position", "stream", "sweep", "dead", "dead-why"])
  test(`${kind}: removed under a running worker, everything is swept and the dead letter is there`, async () => {
    const stage = staged();
    await removeRow(stage);
    await erase(stage, kind);
    await shopIsEqual(stage);
    await settled(stage);
    assert.ok((await runs().total("rdi_control_keys_lost_total")) > 0, "the loss is told");
  });

for (const kind of ["lease", "owner", "notes", "capture"])
  test(`${kind}: removed under a running worker, the work goes on without a sweep`, async () => {
    const stage = staged();
    const before = await raised(stage);
    await erase(stage, kind);
    await stage.redis.hset("customer:7", "lname", `after ${kind}`);
    await shopIsEqual(stage);
    await settled(stage);
    assert.is(await raised(stage), before);
  });

test("all control keys are removed under a running worker: everything is swept", async () => {
  const stage = staged();
  await removeRow(stage);
  await erase(stage, "");
  await stage.redis.hset("customer:8", "lname", "after all");
  await shopIsEqual(stage);
  await settled(stage);
});

for (const kind of ["position", "stream", "sweep", "dead", "source", "lanes", ""])
  test(`${kind === "" ? "all of them" : kind}: removed while nobody works, everything is swept`, async () => {
    const stage = staged();
    await runs().stop();
    await removeRow(stage);
    await stage.redis.hset("customer:9", "lname", `before ${kind}`);
    await erase(stage, kind);
    shared.worker = await stage.start();
    // A number of lanes that is the same again leaves every stream where it was.
    if (kind === "lanes") await stage.redis.hset("customer:5", "lname", "touched");
    await shopIsEqual(stage);
    await settled(stage);
  });

for (const kind of ["parked", "parked-why"])
  test(`${kind}: removed while nobody works, the key that was parked is written all the same`, async () => {
    const stage = staged();
    await parkOne(stage);
    await runs().stop();
    // Only a sweep, or the parked key itself, leads back to it: nobody changes it.
    await stage.redis.hset(HOLDER, "email", "free@example.com");
    await erase(stage, kind);
    shared.worker = await stage.start();
    await shopIsEqual(stage);
    await settled(stage);
  });

test("an old copy of the control keys is put back under a running worker: everything is swept", async () => {
  const stage = staged();
  const copy = await dumped(stage);
  await stage.redis.hset("customer:10", "lname", "after the copy");
  await shopIsEqual(stage);
  await removeRow(stage);
  await restore(stage, copy);
  await shopIsEqual(stage);
  await settled(stage);
});

test("an old copy is put back while nobody works, with marks that say nothing is needed: everything is swept", async () => {
  const stage = staged();
  const copy = await dumped(stage);
  await runs().stop();
  const sweeps = (await stage.redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
  for (const sweep of sweeps) await stage.redis.hincrby(sweep, "needed", 1);
  await removeRow(stage);
  await restore(stage, copy);
  shared.worker = await stage.start();
  await shopIsEqual(stage);
  await settled(stage);
});

test("Redis comes back from an old snapshot: the target has the rows of the snapshot", async () => {
  const stage = staged();
  await stage.redis.hset("customer:11", "lname", "in the snapshot");
  await settled(stage);
  await stage.redis.save();
  await stage.redis.hset("customer:11", "lname", "later than the snapshot");
  await stage.redis.hset("customer:12", "lname", "later than the snapshot");
  await shopIsEqual(stage);
  await stage.redisServer.kill("SIGKILL");
  await stage.redisServer.start();
  await eventually("Redis is back", async () => (await stage.redis.hget("customer:11", "lname")) === "in the snapshot");
  await shopIsEqual(stage, 60_000);
  await settled(stage);
});

function staged(): Stage {
  if (shared.stage === undefined) throw new Error("There is no stage.");
  return shared.stage;
}

function runs(): Worker {
  if (shared.worker === undefined) throw new Error("There is no worker.");
  return shared.worker;
}

/** Nobody but a sweep puts it back. */
async function removeRow({ query }: Stage): Promise<void> {
  await query("DELETE FROM customers WHERE id = 5");
}

/** All keys of ours whose name has the word; of the customers' route where a route is named. */
async function erase({ redis }: Stage, kind: string): Promise<void> {
  const keys = (await redis.keys("rdi:*")).filter((key) => kind === "" || wordsOf(key).includes(kind));
  if (keys.length === 0) throw new Error(`There is no key of the kind ${kind}.`);
  await redis.del(...keys);
}

function wordsOf(key: string): readonly string[] {
  return key.slice(key.indexOf("}") + 1).split(":");
}

async function settled(stage: Stage): Promise<void> {
  await sweepsAreDone(stage);
  await eventually("the dead letter is there, and no other", async () => {
    const letters = await stage.deadLetters();
    return letters.length === 1 && letters[0]?.key === POISONED;
  });
}

async function raised({ redis }: Stage): Promise<number> {
  const sweeps = (await redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
  const needed = await Promise.all(sweeps.map((sweep) => redis.hget(sweep, "needed")));
  return needed.reduce((sum, one) => sum + Number(one ?? 0), 0);
}

async function parkOne(stage: Stage): Promise<void> {
  await stage.redis.del(HOLDER, PARKED);
  await shopIsEqual(stage);
  const taken = { fname: "A", lname: "B", region: "eu", balance: "1", created: 1, email: "taken@example.com" };
  await stage.redis.hset(HOLDER, taken);
  await eventually(
    "the value is taken",
    async () =>
      (await stage.query("SELECT 1 AS x FROM customers WHERE id = 9002 AND email = 'taken@example.com'")).length === 1,
  );
  await stage.redis.hset(PARKED, taken);
  await eventually("the key is parked", async () => {
    const sets = (await stage.redis.keys("rdi:*")).filter((key) => key.includes(":parked:"));
    return (await Promise.all(sets.map((set) => stage.redis.zscore(set, PARKED)))).some((due) => due !== null);
  });
}

type Copy = readonly (readonly [string, Buffer])[];

/** Of all control keys but leases, which have a time to live. */
async function dumped({ redis }: Stage): Promise<Copy> {
  const keys = (await redis.keys("rdi:*")).filter((key) => !/:(lease|owner):|:capture$/.test(key));
  return Promise.all(keys.map(async (key): Promise<readonly [string, Buffer]> => [key, await redis.dumpBuffer(key)]));
}

async function restore({ redis }: Stage, copy: Copy): Promise<void> {
  for (const [key, bytes] of copy) await redis.call("RESTORE", key, 0, bytes, "REPLACE");
}

test.run();
