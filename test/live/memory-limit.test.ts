/** Redis at maxmemory with noeviction: users' writes are refused, ours that free memory are not, and nothing is lost. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis } from "../setup/servers.mjs";
import { startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";
import { connect, named, sweepOf, until, untilNamed, watch } from "./capture-support.ts";

test("a worker that is killed at the limit is replaced at the limit, drains the streams, and loses nothing", async () => {
  const stage = await setShop();
  const { redis, postgres, bundle, env } = stage;
  try {
    await seedKeys(redis, 1000);
    const first = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await postgres.stop("immediate");
    for (let id = 1; id <= 500; id++) await redis.hset(`customer:${id}`, { lname: `Waiting ${id}`, region: "eu" });
    await redis.hset("customer:501", { balance: "a lot", region: "eu" });
    await eventually("the changes wait in the streams", async () => (await waiting(stage)).includes("customer:501"));
    await redis.config("SET", "maxmemory", 1);
    assert.match(String(await redis.set("x", "y").catch((error: unknown) => error)), "OOM");
    await redis.del(...Array.from({ length: 20 }, (_, at) => `customer:${at + 600}`));
    await eventually("capture is refused", async () => (await reasons(first.url)).includes("capture is refused"));
    first.process.signal("SIGKILL");
    await first.process.exit(5000);

    await postgres.start();
    const second = await startWorker({ bundle, env });
    await eventually("the streams are empty", async () => (await waiting(stage)).length === 0, { within: 40_000 });
    assert.match(String(await redis.set("x", "y").catch((error: unknown) => error)), "OOM");
    await eventually("the key that can't be written is among the dead letters", async () =>
      (await stage.deadLetters()).some(({ key }) => key === "customer:501"),
    );
    const rows = await stage.query("SELECT count(*)::text AS n FROM customers WHERE name LIKE '%Waiting%'");
    assert.is(rows[0]?.["n"], "500", "what was in the streams is written at the limit");
    await redis.config("SET", "maxmemory", 0);
    await shopIsEqual(stage, 60_000);
    assert.is(await second.total("rdi_sweeps_total"), 0, "the deletes were read again from the saved position");
    await second.stop();
  } finally {
    await stage.close();
  }
});

test("a sweep that begins at the limit ends when there is room again", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 100);
    await stage.redis.config("SET", "maxmemory", 0);
    const worker = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await stage.query("DELETE FROM customers WHERE id = 5");
    await stage.redis.config("SET", "maxmemory", 1);
    await stage.redis.del(...(await stage.redis.keys("rdi:*")).filter((key) => key.includes(":stream:")));
    await eventually("the sweep is recorded at the limit", async () => {
      const marks = (await stage.redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
      const causes = await Promise.all(marks.map((mark) => stage.redis.hget(mark, "cause")));
      return causes.length === 2 && causes.every((cause) => cause === "control_keys_lost");
    });
    await stage.redis.config("SET", "maxmemory", 0);
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("a first start at the limit says so, and loads everything once there is room", async () => {
  const stage = await setShop();
  const { redis, bundle, env } = stage;
  try {
    await seedKeys(redis, 200);
    await redis.config("SET", "maxmemory", 1);
    assert.match(String(await redis.set("x", "y").catch((error: unknown) => error)), "OOM");
    const worker = await startWorker({ bundle, env });
    await eventually("it says why it waits", async () => (await saidBy(worker)).includes("OOM"), { within: 20_000 });
    await redis.config("SET", "maxmemory", 0);
    await shopIsEqual(stage, 60_000);
    await sweepsAreDone(stage);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

async function saidBy(worker: Worker): Promise<string> {
  return `${await reasons(worker.url)} ${worker.process.stderr()} ${worker.process.stdout()}`;
}

test("at the limit the positions of idle lanes move, and a capture that starts gets its lease", async () => {
  const server = await startRedis();
  const redis = connect(server.url);
  const first = watch({ url: server.url, project: "idle" });
  await first.capture.ready;
  for (let at = 0; at < 50; at++) await redis.set(`z:${at}`, "x".repeat(2000));
  await first.capture.stop();
  await redis.config("SET", "maxmemory", 1);
  const second = watch({ url: server.url, project: "idle" });
  await second.capture.ready;
  const before = second.capture.state().lanes[0] ?? 0;
  for (let at = 0; at < 50; at++) await redis.del(`z:${at}`);
  await until(() => (second.capture.state().lanes[0] ?? 0) > before, "the position moves");
  assert.not.ok(second.events.includes("refused OOM"));
  await second.capture.stop();
  redis.disconnect();
  await server.remove();
});

for (const [what, limits, key] of [
  ["many keys", { dirtyKeys: 100 }, (at: number) => `k:${at}`],
  ["long keys", { dirtyBytes: 50_000 }, (at: number) => `k:${"x".repeat(1000)}${at}`],
] as const)
  test(`${what} that can't be written are forgotten at the limit, when the sweep is recorded the position moves`, async () => {
    const server = await startRedis();
    const redis = connect(server.url);
    const { capture, lanes, events } = watch({ url: server.url, project: "dirty", limits });
    await capture.ready;
    for (let at = 0; at < 300; at++) await redis.set(key(at), 1);
    await untilNamed(redis, lanes, key(299));
    await redis.config("SET", "maxmemory", 1);
    const before = await named(redis, lanes);
    let most = 0;
    for (let at = 0; at < 300; at++) {
      await redis.del(key(at));
      most = Math.max(most, capture.state().pendingKeys);
    }
    assert.ok(most <= 101, `${most} keys were kept`);
    await until(async () => (await sweepOf(redis, lanes)).cause === "overflow", "the sweep is recorded at the limit");
    assert.ok(events.includes("raised job.target overflow"));
    assert.equal(await named(redis, lanes), before, "nothing is added at the limit");
    await redis.config("SET", "maxmemory", 0);
    await until(() => capture.state().pendingKeys === 0, "what was kept is written");
    const swept = await sweepOf(redis, lanes);
    await capture.stop();
    const again = watch({ url: server.url, project: "dirty", limits });
    await again.capture.ready;
    assert.ok(again.events.includes("attached resume"), "there is no gap");
    assert.equal(await sweepOf(redis, lanes), swept);
    await again.capture.stop();
    redis.disconnect();
    await server.remove();
  });

/** All keys that the streams name, as text. */
async function waiting({ redis }: Stage): Promise<string> {
  const streams = (await redis.keys("rdi:*")).filter((key) => key.includes(":stream:"));
  const entries = await Promise.all(streams.map((stream) => redis.xrange(stream, "-", "+")));
  return entries.flat(3).join(" ");
}

async function reasons(url: string): Promise<string> {
  return (await fetch(`${url}/readyz`)).text();
}

test.run();
