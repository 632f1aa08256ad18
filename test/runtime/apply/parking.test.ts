import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SinkError, type WriteBatch } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { shopProject } from "./customers-job.ts";
import { metricValue, openHarness, ROUTE, until, type ApplyHarness } from "./harness.ts";
import { createMemorySink, type MemorySink } from "./memory-sink.ts";

type Row = { readonly id: bigint; readonly email: string | null };

const parking = suite<{ redis: RedisServer }>("parking");

parking.before(async (context) => {
  context.redis = await startRedis();
});
parking.after(() => endAll());

parking(
  "two keys that swap a unique value within one batch are written at once, as a full replacement",
  async ({ redis }) => {
    await withSwap(redis, async (harness, sink) => {
      const worker = await harness.startWorker(sink);
      await swap(harness, sink);
      await harness.name("customer:1", "customer:2");
      await until("they are swapped", () => emailsOf(sink).join() === "b,a");
      assert.equal(await harness.parkedKeys(), []);
      assert.is(await metricValue(worker, "rdi_parked_keys_total"), 0);
    });
  },
);

parking(
  "two keys that swap a unique value in two batches park each other, and are then written together",
  async ({ redis }) => {
    await withSwap(redis, async (harness, sink) => {
      await harness.startWorker(sink);
      await swap(harness, sink);
      await harness.name("customer:1");
      await until("the first is parked", async () => (await harness.parkedKeys()).length === 1);
      const why = JSON.parse(
        (await harness.redis.hget(harness.lane("customer:1").parkedWhy(ROUTE), "customer:1")) ?? "{}",
      );
      assert.is(why.code, "RDI5030");
      assert.is(why.attempts, 1);
      assert.is(await harness.backlog(), 0);
      await harness.name("customer:2");
      await until("they are swapped", () => emailsOf(sink).join() === "b,a");
      await until("nothing is parked any more", async () => (await harness.parkedKeys()).length === 0);
      assert.equal(await harness.deadLetters(), {});
    });
  },
);

parking("a parked key survives its worker, and is written once the other key has made room", async ({ redis }) => {
  await withSwap(redis, async (harness, sink) => {
    const first = await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "one", email: "a" });
    await harness.name("customer:1");
    await until("the row is there", () => sink.rows.size === 1);
    await harness.redis.hset("customer:2", { name: "two", email: "a" });
    await harness.name("customer:2");
    await until("it is parked", async () => (await harness.parkedKeys()).length === 1);
    await first.stop();
    await harness.redis.hset("customer:1", { email: "other" });
    await harness.name("customer:1");
    await harness.startWorker(sink);
    await until("both are written", () => emailsOf(sink).join() === "other,a");
    await until("nothing is parked any more", async () => (await harness.parkedKeys()).length === 0);
  });
});

parking("a parked key that no longer decodes lies among the dead letters only", async ({ redis }) => {
  await withSwap(redis, async (harness, sink) => {
    await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "one", email: "a" });
    await harness.redis.hset("customer:2", { name: "two", email: "a" });
    await harness.name("customer:1");
    await until("the row is there", () => sink.rows.size === 1);
    await harness.name("customer:2");
    await until("it is parked", async () => (await harness.parkedKeys()).length === 1);
    await harness.redis.hset("customer:2", { balance: "much" });
    await harness.name("customer:2");
    await until("it is dead-lettered", async () => "customer:2" in (await harness.deadLetters()));
    await until("it is parked no more", async () => (await harness.parkedKeys()).length === 0);
  });
});

/** Both rows as they are before the swap, then both hashes as they are after it; nothing is named yet. */
async function swap(harness: ApplyHarness, sink: MemorySink): Promise<void> {
  await harness.redis.hset("customer:1", { name: "one", email: "a" });
  await harness.redis.hset("customer:2", { name: "two", email: "b" });
  await harness.name("customer:1", "customer:2");
  await until("both rows are there", () => emailsOf(sink).join() === "a,b");
  await harness.redis.hset("customer:1", { email: "b" });
  await harness.redis.hset("customer:2", { email: "a" });
}

/** A sink whose emails are unique; all keys lie in one lane. */
async function withSwap(
  { url }: RedisServer,
  work: (harness: ApplyHarness, sink: MemorySink) => Promise<void>,
): Promise<void> {
  const project = shopProject({ redis: url, warehouse: "postgres://127.0.0.1/none" });
  const harness = await openHarness(url, { ...project, source: { ...project.source, lanes: 1 } });
  await harness.redis.flushall();
  const sink = createMemorySink();
  sink.replaceable = true;
  sink.refuse = (batch) =>
    isUnique(sink, batch)
      ? undefined
      : new SinkError("order", "23505", "duplicate", { table: "customers", constraint: "email" });
  try {
    await work(harness, sink);
  } finally {
    await harness.close();
  }
}

/** Row by row, as an index that is not deferrable looks at an upsert; a replacement has removed the batch's own rows before. */
function isUnique(sink: MemorySink, { tables, mode }: WriteBatch): boolean {
  const rows = new Map(([...sink.rows.values()] as Row[]).map((row) => [row.id, row.email]));
  const wanted = tables.flatMap((write) => write.rows) as Row[];
  if (mode === "replace") for (const { id } of tables.flatMap((write) => write.owners) as Row[]) rows.delete(id);
  return wanted.every(({ id, email }) => {
    rows.set(id, email);
    return [...rows].every(([other, taken]) => other === id || taken !== email);
  });
}

function emailsOf(sink: MemorySink): readonly (string | null)[] {
  return ([...sink.rows.values()] as Row[]).sort((a, b) => Number(a.id - b.id)).map(({ email }) => email);
}

parking.run();
