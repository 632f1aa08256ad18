import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import pg from "pg";
import { compareShop } from "../live/expectations/shop.ts";
import { endAll, startPostgres, startRedis } from "../setup/servers.mjs";
import { buildSample, startWorker, type Worker } from "../support/bundle.ts";
import { percentile, startProbe } from "../support/probe.ts";
import { startNode } from "../support/processes.ts";
import { measureLimit } from "./limit.ts";
import { measurePath, type PathResult } from "./path.ts";

export interface BenchOptions {
  readonly keys: number;
  readonly rounds: number;
  readonly json: boolean;
}

/** As samples/shop compiles it: the default of `delivery { batch }`. */
const BATCH = 500;
const STEADY_PER_SECOND = 2000;
const STEADY_SECONDS = 15;
const SCHEMA = readFileSync(new URL("../../samples/shop/schema.sql", import.meta.url), "utf8");

interface Round {
  readonly limit: { readonly inserts: number; readonly updates: number };
  readonly path: { readonly inserts: PathResult; readonly updates: PathResult };
  readonly peakBytes: number;
  readonly lags: readonly number[];
}

export async function bench({ keys, rounds, json }: BenchOptions): Promise<void> {
  try {
    const bundle = await buildSample("shop");
    const done: Round[] = [];
    for (let round = 1; round <= rounds; round++) {
      console.error(`Round ${round} of ${rounds}: ${keys} keys …`);
      done.push(await measureRound(bundle, keys, round === rounds));
    }
    print(summarize(done, keys), json);
  } finally {
    await endAll();
  }
}

/** Limit and path on one fresh server each time, one after the other; the steady load only in the last round. */
async function measureRound(bundle: string, keys: number, steady: boolean): Promise<Round> {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const url = await postgres.createDatabase("bench");
  const database = new pg.Client({ connectionString: url });
  // The server ends before this connection when a measurement fails.
  database.on("error", () => undefined);
  await database.connect();
  await database.query(`${SCHEMA}; CREATE TABLE customers_limit (LIKE customers INCLUDING ALL)`);
  const limit = {
    inserts: await measureLimit(database, keys, 1, BATCH),
    updates: await measureLimit(database, keys, 2, BATCH),
  };
  await database.query("DROP TABLE customers_limit; CHECKPOINT");
  const env = {
    REDIS_URL: redis.url,
    WAREHOUSE_URL: url,
  };
  const capture = await startWorker({
    bundle,
    env,
    role: "capture",
  });
  const apply = await startWorker({
    bundle,
    env,
    role: "apply",
  });
  await Promise.all([capture.ready(), apply.ready()]);
  const memory = watchMemory([capture, apply]);
  const pipeline = { redisPort: redis.port, database, capture, apply };
  const path = {
    inserts: await measurePath(pipeline, keys, 1),
    updates: await measurePath(pipeline, keys, 2),
  };
  await assertEqual(redis.url, database);
  const lags = steady ? await measureLag(redis.url, redis.port, url) : [];
  const peakBytes = await memory.stop();
  await Promise.all([capture.stop(), apply.stop()]);
  await database.end();
  await Promise.all([redis.remove(), postgres.remove()]);
  return { limit, path, peakBytes, lags };
}

async function assertEqual(redisUrl: string, database: pg.Client): Promise<void> {
  const redis = new Redis(redisUrl);
  const { differences } = await compareShop(redis, database);
  redis.disconnect();
  if (differences.length > 0) throw new Error(`${differences.length} rows differ, such as ${differences[0]}`);
}

/** A steady load from the generator, and one customer beside it that is followed from HSET to the committed row. */
async function measureLag(redisUrl: string, redisPort: number, url: string): Promise<readonly number[]> {
  const redis = new Redis(redisUrl);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const generator = startNode(
    join(fileURLToPath(new URL(".", import.meta.url)), "generator.mjs"),
    [redisPort, 1, 1 + STEADY_PER_SECOND * STEADY_SECONDS, 3, STEADY_PER_SECOND].map(String),
  );
  const probe = startProbe(redis, pool);
  await generator.exit(120_000);
  const lags = await probe.stop();
  redis.disconnect();
  await pool.end();
  return lags;
}

function watchMemory(workers: readonly Worker[]): { stop(): Promise<number> } {
  let peak = 0;
  const look = async (): Promise<void> => {
    for (const worker of workers) peak = Math.max(peak, await worker.total("process_resident_memory_bytes"));
  };
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  return {
    stop: async () => {
      clearInterval(timer);
      await look();
      return peak;
    },
  };
}

function summarize(rounds: readonly Round[], keys: number): Readonly<Record<string, number | string>> {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const lags = rounds.flatMap((round) => round.lags).sort((a, b) => a - b);
  return {
    machine: `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`,
    keys,
    rounds: rounds.length,
    limit_inserts_per_second: Math.round(of((round) => round.limit.inserts)),
    limit_updates_per_second: Math.round(of((round) => round.limit.updates)),
    inserts_per_second: Math.round(of((round) => round.path.inserts.rate)),
    updates_per_second: Math.round(of((round) => round.path.updates.rate)),
    ratio_to_limit: rounded(of((round) => round.path.inserts.rate / round.limit.inserts)),
    ratio_to_limit_updates: rounded(of((round) => round.path.updates.rate / round.limit.updates)),
    capture_cpu_us_per_change: rounded(
      of((round) => (round.path.inserts.captureCpu + round.path.updates.captureCpu) / 2),
    ),
    worker_cpu_us_per_change: rounded(of((round) => (round.path.inserts.applyCpu + round.path.updates.applyCpu) / 2)),
    [`lag_p50_ms_at_${STEADY_PER_SECOND}_per_second`]: rounded(percentile(lags, 0.5)),
    [`lag_p99_ms_at_${STEADY_PER_SECOND}_per_second`]: rounded(percentile(lags, 0.99)),
    lag_samples: lags.length,
    peak_memory_mib: Math.round(Math.max(...rounds.map((round) => round.peakBytes)) / 2 ** 20),
  };
}

function print(result: Readonly<Record<string, number | string>>, json: boolean): void {
  if (json) return console.log(JSON.stringify(result, null, 2));
  for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(34)} ${value}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
