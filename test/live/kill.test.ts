import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random } from "../support/random.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys, startTraffic } from "../support/traffic.ts";

const KILLS = 10;

test("kill -9 of the worker, of capture and of both, ten times under load, loses nothing and sweeps nothing", async () => {
  const dice = random();
  // The backlog outlasts a restart, however busy the machine is.
  const stage = await setShop({ args: ["--repl-backlog-size", "64mb"] });
  try {
    await seedKeys(stage.redis, 2000);
    const workers = {
      capture: await stage.start("capture"),
      apply: await stage.start("apply"),
    };
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    const sweepsBefore = await raisedSweeps(stage);
    const traffic = startTraffic(stage.redis, 2000);
    const load = traffic.run(KILLS * 1.5, 800);
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(dice.int(300, 1500));
      const victims = dice.pick([["capture"], ["apply"], ["capture", "apply"]] as const);
      for (const victim of victims) await workers[victim].process.kill("SIGKILL");
      await sleep(dice.int(0, 300));
      for (const victim of victims) workers[victim] = await stage.start(victim);
    }
    await load;
    await sleep(2100);
    const { rejected } = await shopIsEqual(stage);
    assert.equal(rejected, [traffic.poisoned]);
    assert.equal(
      (await stage.deadLetters()).map(({ key }) => key),
      [traffic.poisoned],
    );
    assert.is(await raisedSweeps(stage), sweepsBefore, "no sweep was asked for: every restart resumed");
    await Promise.all([workers.capture.stop(), workers.apply.stop()]);
  } finally {
    await stage.close();
  }
});

/** How often any lane of any route was marked for a sweep. */
async function raisedSweeps({ redis }: Stage): Promise<number> {
  const hashes = (await redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
  const needed = await Promise.all(hashes.map((hash) => redis.hget(hash, "needed")));
  return needed.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

test.run();
