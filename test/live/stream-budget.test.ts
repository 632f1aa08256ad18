/** The footprint in Redis is bounded and nothing is lost: `stream_budget` with a target that is away, on real servers. */
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { laneKeys } from "../../runtime/control/keys.ts";
import { readStatus } from "../../runtime/operate.ts";
import { startRedis } from "../setup/servers.mjs";
import { connect, named, routeOn, sweepOf, until, untilNamed, watch } from "./capture-support.ts";

const MEBIBYTE = 1024 * 1024;

test("with the target away the streams stay within their budget, and when it is back every row is there", async () => {
  const stage = await setSmallShop();
  try {
    await fill(stage.redis, "", 0, 4000);
    const worker = await stage.start();
    await shopIsEqual(stage, 60_000);
    await sweepsAreDone(stage);
    assert.is(await worker.total("rdi_stream_budget_bytes"), MEBIBYTE);
    assert.is(await worker.total("rdi_overflows_total"), 0);
    await stage.postgres.stop("immediate");
    let most = { counted: 0, used: 0 };
    for (let round = 0; round < 18; round++) {
      await fill(stage.redis, `round ${round} `, 4000 * round, 4000 * (round + 1));
      const now = await footprint(stage.redis);
      most = { counted: Math.max(most.counted, now.counted), used: Math.max(most.used, now.used) };
      if (round === 2) await removeSome(stage.redis);
    }
    assert.ok((await worker.total("rdi_overflows_total")) > 0, "the budget was reached");
    if (process.env["RDI_SHOW"] === "1") console.log(most);
    assert.ok(most.counted > MEBIBYTE / 8, `the streams held ${most.counted}`);
    assert.ok(most.counted <= MEBIBYTE, `the streams were counted up to ${most.counted}`);
    assert.ok(most.used <= MEBIBYTE * 1.25, `the streams took up to ${most.used} of memory`);
    assert.ok((await worker.total("rdi_stream_bytes")) > 0);
    await stage.postgres.start();
    await shopIsEqual(stage, 120_000);
    await sweepsAreDone(stage);
    assert.ok((await worker.total("rdi_sweeps_total", 'cause="overflow"')) > 0);
    await eventually("nothing waits, and nothing is counted", async () => {
      const { counted, entries } = await footprint(stage.redis);
      return counted === 0 && entries === 0;
    });
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("where rows are appended an overflow is a gap that is told and recorded, and later changes are appended", async () => {
  const stage = await setStage({
    bundle: await buildText("visits", VISITS),
    schema: "CREATE TABLE visits (id bigint NOT NULL, place text)",
  });
  try {
    const worker = await stage.start();
    await stage.redis.hset("visit:1", "place", "before");
    await eventually("the first change is appended", async () => (await appended(stage)) === 1);
    await sweepsAreDone(stage);
    await stage.postgres.stop("immediate");
    for (let from = 0; from < 80_000; from += 5000) {
      const pipeline = stage.redis.pipeline();
      for (let id = from; id < from + 5000; id++) pipeline.hset(`visit:${id}`, "place", "away");
      await pipeline.exec();
    }
    await eventually("the budget is reached", async () => (await worker.total("rdi_overflows_total")) > 0);
    await stage.postgres.start();
    await eventually(
      "the gap is recorded",
      async () => {
        const gaps = await stage.query("SELECT cause FROM rdi_gaps").catch(() => []);
        return gaps.length > 0 && gaps.every(({ cause }) => cause === "overflow");
      },
      { within: 60_000 },
    );
    assert.ok((await worker.total("rdi_gaps_total", 'cause="overflow"')) > 0);
    await stage.redis.hset("visit:2", "place", "after");
    await eventually("a later change is appended", async () => (await appended(stage, "after")) === 1, {
      within: 60_000,
    });
    assert.ok((await appended(stage)) < 80_000, "what was dropped is not made up");
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("at the budget the stream is emptied, the counter rises before the position moves, and capture goes on", async () => {
  const server = await startRedis();
  const redis = connect(server.url);
  const limits = { streamBytes: 10_000 };
  const { capture, lanes, events } = watch({ url: server.url, project: "small", limits });
  await capture.ready;
  const [lane] = lanes;
  const sweep = lane?.sweep("job.target") ?? "";
  const stream = lane?.stream("job.target") ?? "";
  await redis.set("k:first", 1);
  await untilNamed(redis, lanes, "k:first");
  const [first] = (await redis.xrange(stream, "-", "+"))[0] ?? [""];
  assert.is(Number(await redis.hget(sweep, "bytes")), 4 + "k:first".length + 64);
  for (let at = 0; at < 200; at++) {
    await redis.set(`k:${"x".repeat(300)}${at}`, 1);
    const held = Number(await redis.hget(sweep, "bytes"));
    assert.ok(held <= limits.streamBytes, `${held} bytes are counted`);
  }
  await until(async () => {
    await redis.set("k:last", 1);
    return (await named(redis, lanes)).includes("k:last");
  }, "capture still adds");
  const { needed, cause } = await sweepOf(redis, lanes);
  assert.ok(needed > 1 && cause === "overflow");
  assert.is(Number(await redis.hget(sweep, "overflows")), needed - 1);
  assert.is(events.filter((event) => event === "raised job.target overflow").length, needed - 1);
  assert.is.not((await named(redis, lanes)).includes("k:first"), true);
  const [last] = (await redis.xrevrange(stream, "+", "-", "COUNT", 1))[0] ?? [""];
  assert.ok(Number.parseInt(last, 10) >= Number.parseInt(first, 10), "ids go on rising");
  await capture.stop();
  redis.disconnect();
  await server.remove();
});

test("a route that overflows takes nothing from its neighbour, and one flush larger than the budget is told as well", async () => {
  const server = await startRedis();
  const redis = connect(server.url);
  const routes = [routeOn("k:", "big.target"), routeOn("n:", "quiet.target")];
  const { capture, lanes, events } = watch({ url: server.url, project: "two", routes, limits: { streamBytes: 5000 } });
  await capture.ready;
  await redis.set("n:kept", 1);
  await until(async () => (await named(redis, lanes, "quiet.target")).includes("n:kept"), "the quiet route is named");
  const pipeline = redis.multi();
  for (let at = 0; at < 100; at++) pipeline.set(`k:${"x".repeat(100)}${at}`, 1);
  pipeline.set("n:also", 1);
  await pipeline.exec();
  await until(() => events.includes("raised big.target overflow"), "the overflow is told");
  await until(async () => (await named(redis, lanes, "quiet.target")).includes("n:also"), "its neighbour goes on");
  assert.equal(await named(redis, lanes, "big.target"), []);
  assert.equal(await named(redis, lanes, "quiet.target"), ["n:kept", "n:also"]);
  assert.equal(await sweepOf(redis, lanes, "quiet.target"), { needed: 1, cause: "first_load" });
  await capture.stop();
  redis.disconnect();
  await server.remove();
});

test("a counter that was lost is measured again, and a stream that it does not fit is emptied", async () => {
  const server = await startRedis();
  const redis = connect(server.url);
  const first = watch({ url: server.url, project: "lost", limits: { streamBytes: 100_000 } });
  await first.capture.ready;
  for (let at = 0; at < 50; at++) await redis.set(`k:${"x".repeat(1000)}${at}`, 1);
  await untilNamed(redis, first.lanes, `k:${"x".repeat(1000)}49`);
  await first.capture.stop();
  const sweep = first.lanes[0]?.sweep("job.target") ?? "";
  await redis.hdel(sweep, "bytes");
  const again = watch({ url: server.url, project: "lost", limits: { streamBytes: 100_000 } });
  await again.capture.ready;
  await redis.set("k:one-more", 1);
  await untilNamed(redis, again.lanes, "k:one-more");
  assert.ok(Number(await redis.hget(sweep, "bytes")) > 50_000, "what the stream held before is counted");
  await again.capture.stop();
  await redis.hdel(sweep, "bytes");
  const tight = watch({ url: server.url, project: "lost", limits: { streamBytes: 20_000 } });
  await tight.capture.ready;
  await redis.set("k:another", 1);
  await until(() => tight.events.includes("raised job.target overflow"), "the overflow is told");
  await tight.capture.stop();
  redis.disconnect();
  await server.remove();
});

test("status tells what the streams hold of their share, how often it was too much, and when it nearly is", async () => {
  const server = await startRedis();
  const redis = connect(server.url);
  const url = { kind: "constant", value: server.url } as const;
  const source = { url, lanes: 2, streamBudget: 4000, capture: "auto", guarantee: undefined } as const;
  const jobs = ["a", "b"].map((name) => ({ name, tables: [{ target: "db" }] }));
  const project = { name: "told", source, targets: [], jobs };
  const marks = [0, 1].map((lane) => laneKeys("told", lane, 2).sweep("a.db"));
  for (const mark of marks) await redis.hset(mark, { needed: 3, done: 3, bytes: 700, overflows: 1 });
  const { routes, attention } = await readStatus(project);
  assert.equal(
    routes.map(({ stream }) => stream),
    [
      { bytes: 1400, budget: 2000, overflows: 2 },
      { bytes: 0, budget: 2000, overflows: 0 },
    ],
  );
  const isFull = ({ route, message }: { route: string | null; message: string }): boolean =>
    route === "a.db" && message.includes("% of their budget");
  assert.not.ok(attention.some(isFull));
  for (const mark of marks) await redis.hset(mark, { bytes: 900 });
  assert.ok((await readStatus(project)).attention.some(isFull));
  redis.disconnect();
  await server.remove();
});

const VISITS = `source redis { url: env("REDIS_URL"), stream_budget: 1mb }
target warehouse: postgres { url: env("WAREHOUSE_URL") }
job visits {
  from hash "visit:{id:int}"
  append into warehouse.visits { id: bigint = @id, place: text }
}
`;

async function appended({ query }: Stage, place = ""): Promise<number> {
  const rows = await query(`SELECT count(*)::text AS n FROM visits WHERE place LIKE '${place}%'`).catch(() => []);
  return Number(rows[0]?.["n"] ?? -1);
}

async function setSmallShop(): Promise<Stage> {
  const text = readFileSync(new URL("../../samples/shop/shop.rdi", import.meta.url), "utf8");
  const bundle = await buildText(
    "shop",
    text.replace("source redis { ", "source redis { stream_budget: 1mb, lanes: 2, "),
  );
  const schema = readFileSync(new URL("../../samples/shop/schema.sql", import.meta.url), "utf8");
  return setStage({ bundle, schema });
}

async function fill(redis: Redis, prefix: string, from: number, to: number): Promise<void> {
  const pipeline = redis.pipeline();
  for (let id = from + 1; id <= to; id++)
    pipeline.hset(`customer:${id}`, {
      fname: `${prefix}Ada`,
      lname: "Kim",
      email: `a${id}@example.com`,
      region: "eu",
      balance: "1.50",
      created: 1_600_000_000_000,
    });
  await pipeline.exec();
}

/** Among those that were changed while the target was away: the sweep has to find that they are gone. */
async function removeSome(redis: Redis): Promise<void> {
  await redis.del(...Array.from({ length: 50 }, (_, at) => `customer:${at * 7 + 1}`));
}

/** By our counters, and by the server's own measure. */
async function footprint(redis: Redis): Promise<{ counted: number; used: number; entries: number }> {
  const keys = await redis.keys("rdi:*");
  let [counted, used, entries] = [0, 0, 0];
  for (const key of keys) {
    if (key.includes(":sweep:")) counted += Number((await redis.hget(key, "bytes")) ?? 0);
    if (!key.includes(":stream:")) continue;
    used += Number((await redis.memory("USAGE", key, "SAMPLES", 0)) ?? 0);
    entries += await redis.xlen(key);
  }
  return { counted, used, entries };
}

test.run();
