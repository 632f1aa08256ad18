import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import type { Worker } from "../support/bundle.ts";

const GENERATOR = join(fileURLToPath(new URL(".", import.meta.url)), "generator.mjs");
const GIVE_UP_MS = 300_000;

export interface Pipeline {
  readonly redisPort: number;
  readonly database: pg.Client;
  readonly capture: Worker;
  readonly apply: Worker;
}

export interface PathResult {
  /** Changes a second, from the first HSET to the last committed row. */
  readonly rate: number;
  /** Node CPU microseconds a change. */
  readonly captureCpu: number;
  readonly applyCpu: number;
}

/** Every key once, each a change of its own; a change counts once its row is committed. */
export async function measurePath(
  { redisPort, database, capture, apply }: Pipeline,
  keys: number,
  generation: number,
): Promise<PathResult> {
  const cpuBefore = [await cpu(capture), await cpu(apply)] as const;
  const rowsBefore = await apply.total("rdi_rows_upserted_total");
  const started = performance.now();
  const generator = startNode(GENERATOR, [redisPort, 1, keys + 1, generation].map(String));
  await eventually(
    "the worker has written all rows",
    async () => (await apply.total("rdi_rows_upserted_total")) - rowsBefore >= keys,
    {
      within: GIVE_UP_MS,
      every: 250,
    },
  );
  await eventually("all rows are committed", async () => (await committed(database, generation)) >= keys, {
    within: 30_000,
    every: 50,
  });
  const milliseconds = performance.now() - started;
  const { code } = await generator.exit();
  if (code !== 0) throw new Error(`The generator failed:\n${generator.stderr()}`);
  return {
    rate: (keys / milliseconds) * 1000,
    captureCpu: (((await cpu(capture)) - cpuBefore[0]) / keys) * 1e6,
    applyCpu: (((await cpu(apply)) - cpuBefore[1]) / keys) * 1e6,
  };
}

async function committed(database: pg.Client, generation: number): Promise<number> {
  const { rows } = await database.query<{ n: number }>("SELECT count(*)::int AS n FROM customers WHERE orders = $1", [
    generation,
  ]);
  return rows[0]?.n ?? 0;
}

function cpu(worker: Worker): Promise<number> {
  return worker.total("process_cpu_seconds_total");
}
