import { test } from "uvu";
import * as assert from "uvu/assert";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

/** Of 2000 customers. */
const CHANGED = 300;

test("a restart within the backlog resumes: no sweep, no full synchronisation, and only changed keys are read", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 2000);
    const first = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await first.stop();
    const fullSyncs = await info(stage, "sync_full");
    for (let id = 1; id <= CHANGED; id++) await stage.redis.hincrby(`customer:${id}`, "orders", 1);

    const second = await stage.start();
    await shopIsEqual(stage);
    assert.is(await second.total("rdi_sweeps_total"), 0);
    assert.is(await info(stage, "sync_full"), fullSyncs);
    const read = await second.total("rdi_keys_read_total");
    assert.ok(read > 0 && read <= CHANGED, `${read} keys read for ${CHANGED} changed ones`);
    await second.stop();
  } finally {
    await stage.close();
  }
});

test("a first load writes every existing key once, and a worker that starts again sweeps nothing", async () => {
  const stage = await setShop();
  try {
    const keys = await seedKeys(stage.redis, 3000);
    const first = await stage.start();
    const { keys: compared } = await shopIsEqual(stage);
    assert.is(compared, keys);
    assert.is(await first.total("rdi_sweeps_total", 'cause="first_load"'), 2, "one a route");
    await sweepsAreDone(stage);
    await first.stop();
    const second = await stage.start();
    await shopIsEqual(stage);
    assert.is(await second.total("rdi_sweeps_total"), 0);
    assert.is(await second.total("rdi_keys_read_total"), 0);
    await second.stop();
  } finally {
    await stage.close();
  }
});

async function info({ redis }: Stage, name: string): Promise<number> {
  return Number(new RegExp(`${name}:(\\d+)`).exec(await redis.info())?.[1]);
}

test.run();
