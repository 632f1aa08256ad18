import type { Table } from "../../../runtime/job.ts";
import type { RedisServer } from "../../setup/servers.mjs";
import { customersJob, shopProject } from "../apply/customers-job.ts";
import { openHarness, ROUTE, until, type ApplyHarness } from "../apply/harness.ts";
import type { createMemorySink } from "../apply/memory-sink.ts";

export async function fill(harness: ApplyHarness, from: number, to: number): Promise<void> {
  const pipeline = harness.redis.pipeline();
  for (let id = from; id < to; id++) pipeline.hset(`customer:${id}`, { name: `customer ${id}` });
  await pipeline.exec();
}

export async function removeKeys(harness: ApplyHarness, count: number): Promise<void> {
  await harness.redis.del(...Array.from({ length: count }, (_, id) => `customer:${id}`));
}

/** Keys and rows as they are after a first load. */
export async function load(
  harness: ApplyHarness,
  sink: ReturnType<typeof createMemorySink>,
  count: number,
): Promise<void> {
  await fill(harness, 0, count);
  const worker = await harness.startWorker(sink);
  await harness.name(...Array.from({ length: count }, (_, id) => `customer:${id}`));
  await until("all rows are there", () => sink.rows.size === count);
  await worker.stop();
}

/** What capture writes when it attaches. */
export async function raise(
  harness: ApplyHarness,
  cause: string,
  marks: { needed: number; done?: number } = { needed: 1 },
): Promise<void> {
  for (const lane of harness.lanes) {
    await harness.redis.hset(lane.position, "0", "replid:1:0");
    await harness.redis.hset(lane.sweep(ROUTE), { ...marks, cause });
  }
}

export async function isDone(harness: ApplyHarness): Promise<boolean> {
  const marks = await Promise.all(
    harness.lanes.map((lane) => harness.redis.hmget(lane.sweep(ROUTE), "needed", "done")),
  );
  return marks.every(([needed, done]) => needed !== null && needed !== undefined && needed === done);
}

export async function withHarness(
  { url }: RedisServer,
  work: (harness: ApplyHarness, project: ReturnType<typeof shopProject>) => Promise<void>,
  mode: Table["mode"] = "upsert",
): Promise<void> {
  const job = customersJob();
  const jobs = [{ ...job, tables: job.tables.map((table) => ({ ...table, mode })) }];
  const project = shopProject({ redis: url, warehouse: "postgres://127.0.0.1/none", jobs });
  const harness = await openHarness(url, project);
  await harness.redis.flushall();
  try {
    await work(harness, project);
  } finally {
    await harness.close();
  }
}
