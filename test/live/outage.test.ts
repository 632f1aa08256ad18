import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { setShop, shopIsEqual } from "../support/stage.ts";
import { seedKeys, startTraffic } from "../support/traffic.ts";

test("PostgreSQL stopped for 20 s under load: nothing is dead-lettered but the planted value, and every row arrives", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 1000);
    const worker = await stage.start();
    await shopIsEqual(stage);
    const traffic = startTraffic(stage.redis, 1000);
    const load = traffic.run(25, 500);
    await sleep(1000);
    await stage.postgres.stop("immediate");
    await sleep(20_000);
    assert.equal(await stage.deadLetters(), [], "nothing is dead-lettered while the target is down");
    await stage.postgres.start();
    await load;
    await sleep(2100);
    await shopIsEqual(stage, 60_000);
    assert.equal(
      (await stage.deadLetters()).map(({ key }) => key),
      [traffic.poisoned],
    );
    assert.is(await worker.total("rdi_sweeps_total", "gap"), 0);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("Redis restarted with its append-only file under load: the gap is seen, swept once a route, and every row arrives", async () => {
  const stage = await setShop({ aof: true });
  try {
    await seedKeys(stage.redis, 1000);
    const worker = await stage.start();
    await shopIsEqual(stage);
    const traffic = startTraffic(stage.redis, 1000);
    const load = traffic.run(8, 500);
    await sleep(2000);
    await stage.redisServer.kill("SIGKILL");
    await sleep(500);
    await stage.redisServer.start();
    await load;
    await sleep(2100);
    await shopIsEqual(stage, 60_000);
    assert.is(await worker.total("rdi_sweeps_total", 'cause="gap"'), 2, "one sweep for each of the two routes");
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test.run();
