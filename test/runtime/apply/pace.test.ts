import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Delivery } from "../../../runtime/job.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { customersJob, shopProject } from "./customers-job.ts";
import { openHarness, until, type ApplyHarness } from "./harness.ts";
import { createMemorySink, type MemorySink } from "./memory-sink.ts";

const pace = suite<{ redis: RedisServer }>("pace");

pace.before(async (context) => {
  context.redis = await startRedis();
});
pace.after(() => endAll());

pace("with settle, many changes of one key are few writes, and the last one is among them", async ({ redis }) => {
  await withHarness(redis, { settle: 500 }, async (harness) => {
    const sink = createMemorySink();
    await harness.startWorker(sink);
    for (let n = 1; n <= 120; n++) {
      await harness.redis.hset("customer:1", { name: `name ${n}` });
      await harness.name("customer:1");
      await sleep(10);
    }
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.is(nameOf(sink, 1), "name 120");
    assert.ok(sink.commits() >= 2 && sink.commits() <= 5, `${sink.commits()} writes`);
  });
});

pace("with settle, nothing waits longer, however often its key changes", async ({ redis }) => {
  await withHarness(redis, { settle: 400 }, async (harness) => {
    const sink = createMemorySink();
    await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    const began = Date.now();
    while (sink.commits() === 0 && Date.now() < began + 10_000) {
      await harness.name("customer:1");
      await sleep(5);
    }
    const waited = Date.now() - began;
    assert.ok(waited >= 330 && waited < 1500, `written after ${waited} ms`);
  });
});

pace(
  "what waits to settle lies in the stream, and is written after a restart, without a wait of its own",
  async ({ redis }) => {
    await withHarness(redis, { settle: 1500 }, async (harness) => {
      const sink = createMemorySink();
      const first = await harness.startWorker(sink);
      await until("the worker runs", () => first.state(0) === "running" && first.state(1) === "running");
      await harness.redis.hset("customer:1", { name: "Ada" });
      await harness.name("customer:1");
      await sleep(300);
      await first.stop();
      assert.is(sink.commits(), 0);
      assert.is(await harness.backlog(), 1);
      await sleep(1500);
      const began = Date.now();
      await harness.startWorker(sink);
      await until("the row is there", () => nameOf(sink, 1) === "Ada");
      assert.ok(Date.now() - began < 1200, "its age is counted from its change");
      await until("the stream is empty", async () => (await harness.backlog()) === 0);
    });
  },
);

pace("with rate, lanes together send no more rows than it allows, and all of them arrive", async ({ redis }) => {
  await withHarness(redis, { rate: 100, wait: 0 }, async (harness) => {
    const sink = createMemorySink();
    const times: (readonly [number, number])[] = [];
    sink.refuse = (batch) => {
      times.push([Date.now(), batch.tables.reduce((sum, { rows }) => sum + rows.length, 0)]);
      return undefined;
    };
    const keys = Array.from({ length: 400 }, (_, id) => `customer:${id}`);
    for (const key of keys) await harness.redis.hset(key, { name: key });
    for (let at = 0; at < keys.length; at += 40) await harness.name(...keys.slice(at, at + 40));
    await harness.startWorker(sink);
    await until("all rows are there", () => sink.rows.size === 400);
    const [start = 0] = times[0] ?? [];
    let sent = 0;
    for (const [at, rows] of times) {
      assert.ok(
        sent <= ((at - start) / 1000) * 100 + 5,
        `${sent} rows were sent before, ${at - start} ms after the first`,
      );
      sent += rows;
      assert.ok(rows <= 100, `${rows} rows in one batch`);
    }
  });
});

pace("a worker that waits for its rate stops at once, and loses nothing", async ({ redis }) => {
  await withHarness(redis, { rate: 1, wait: 0 }, async (harness) => {
    const sink = createMemorySink();
    for (let id = 0; id < 50; id++) await harness.redis.hset(`customer:${id}`, { name: "Ada" });
    await harness.name(...Array.from({ length: 50 }, (_, id) => `customer:${id}`));
    const worker = await harness.startWorker(sink);
    await until("it has begun", () => sink.commits() > 0);
    const began = Date.now();
    await worker.stop();
    assert.ok(Date.now() - began < 900, "it did not wait");
    assert.ok((await harness.backlog()) > 0);
  });
});

function nameOf(sink: MemorySink, id: number): unknown {
  const row: { readonly name?: unknown } | undefined = sink.rows.get(`customers ${id}`);
  return row?.name;
}

async function withHarness(
  { url }: RedisServer,
  delivery: Partial<Delivery>,
  work: (harness: ApplyHarness) => Promise<void>,
): Promise<void> {
  const jobs = [customersJob(delivery)];
  const harness = await openHarness(url, shopProject({ redis: url, warehouse: "postgres://127.0.0.1/none", jobs }));
  await harness.redis.flushall();
  try {
    await work(harness);
  } finally {
    await harness.close();
  }
}

pace.run();
