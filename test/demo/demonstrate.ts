import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { compareShop, type Comparison } from "../live/expectations/shop.ts";
import { endAll, startPostgres, startRedis } from "../setup/servers.mjs";
import { buildSample, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { percentile, startProbe } from "../support/probe.ts";
import { seedKeys, startTraffic, type Traffic } from "../support/traffic.ts";

const SECONDS = 15;
const CHANGES_PER_SECOND = 2000;
const SEEDED_CUSTOMERS = 10_000;
const CAUGHT_UP_WITHIN_MS = 60_000;

interface Stage {
  readonly redis: Redis;
  readonly database: pg.Pool;
  readonly worker: Worker;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly bundle: string;
}

interface Outcome {
  readonly traffic: Traffic;
  readonly seconds: number;
  readonly lags: readonly number[];
  readonly comparison: Comparison;
  readonly deadLetters: readonly DeadLetter[];
}

interface DeadLetter {
  readonly key: string;
  readonly reason: string;
}

/** Runs the demonstration and returns the exit code: 0 only when nothing differs and exactly the planted value was rejected. */
export async function demonstrate({ keep }: { readonly keep: boolean }): Promise<number> {
  const stage = await setStage();
  try {
    const outcome = await perform(stage);
    printOutcome(outcome);
    if (keep) await keepRunning(stage);
    const expected = outcome.deadLetters.length === 1 && outcome.deadLetters[0]?.key === outcome.traffic.poisoned;
    return outcome.comparison.differences.length === 0 && expected ? 0 : 1;
  } finally {
    stage.redis.disconnect();
    await stage.worker.stop();
    await stage.database.end();
    await endAll();
  }
}

async function setStage(): Promise<Stage> {
  say("Starting a private Redis and a private PostgreSQL …");
  const [redisServer, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const databaseUrl = await postgres.createDatabase("shop");
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on("error", () => undefined);
  await database.query(readFileSync(new URL("../../samples/shop/schema.sql", import.meta.url), "utf8"));
  const redis = new Redis(redisServer.url);
  const keys = await seedKeys(redis, SEEDED_CUSTOMERS);
  say(`Redis has ${keys} keys. Compiling samples/shop …`);
  const bundle = await buildSample("shop");
  say("Starting the worker, which loads the existing keys …");
  const worker = await startWorker({
    bundle,
    env: { REDIS_URL: redisServer.url, WAREHOUSE_URL: databaseUrl },
  });
  await worker.ready();
  await caughtUp(redis, database);
  say("All of them are in PostgreSQL. Now the traffic:");
  return {
    redis,
    database,
    worker,
    redisUrl: redisServer.url,
    databaseUrl,
    bundle,
  };
}

async function perform({ redis, database, worker }: Stage): Promise<Outcome> {
  const traffic = startTraffic(redis, SEEDED_CUSTOMERS);
  const probe = startProbe(redis, database);
  const line = startLiveLine(traffic, worker, database);
  const started = performance.now();
  await traffic.run(SECONDS, CHANGES_PER_SECOND);
  const seconds = (performance.now() - started) / 1000;
  const lags = await probe.stop();
  await line.stop();
  say("The traffic has ended; waiting for expiring customers and the last changes …");
  await sleep(2500);
  const comparison = await caughtUp(redis, database);
  return {
    traffic,
    seconds,
    lags,
    comparison,
    deadLetters: await deadLetters(redis),
  };
}

/** Equal, or as equal as it gets in time: then the comparison that is returned says what differs. */
async function caughtUp(redis: Redis, database: pg.Pool): Promise<Comparison> {
  let last = await compareShop(redis, database);
  const look = async (): Promise<boolean> => {
    last = await compareShop(redis, database);
    return last.differences.length === 0;
  };
  await eventually("PostgreSQL equals Redis", look, {
    within: CAUGHT_UP_WITHIN_MS,
    every: 500,
  }).catch(() => undefined);
  return last;
}

function startLiveLine(traffic: Traffic, worker: Worker, database: pg.Pool): { stop(): Promise<void> } {
  let running = true;
  let before = { changes: 0, time: performance.now() };
  const loop = async (): Promise<void> => {
    while (running) {
      await sleep(1000);
      const now = { changes: traffic.changes, time: performance.now() };
      const rate = ((now.changes - before.changes) / (now.time - before.time)) * 1000;
      before = now;
      const lag = await worker.total("rdi_stream_event_latency_ms");
      const rejected = await worker.total("rdi_dead_letters");
      const { rows } = await database.query<{ n: string }>(
        "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM cards) AS n",
      );
      liveLine(
        `${rate.toFixed(0).padStart(6)} changes/s   lag ${lag.toFixed(0).padStart(4)} ms   ${rows[0]?.n} rows   ${rejected} dead letters`,
      );
    }
    if (process.stdout.isTTY) process.stdout.write("\n");
  };
  const done = loop();
  return {
    stop: async () => {
      running = false;
      await done;
    },
  };
}

async function deadLetters(redis: Redis): Promise<readonly DeadLetter[]> {
  const hashes = await redis.keys("rdi:*:dead-why:*");
  const letters = await Promise.all(hashes.map((hash) => redis.hgetall(hash)));
  return letters.flatMap((hash) =>
    Object.entries(hash).map(([key, json]) => {
      const { code, message } = JSON.parse(json) as {
        code: string;
        message: string;
      };
      return { key, reason: `${code} ${message}` };
    }),
  );
}

function printOutcome({ traffic, seconds, lags, comparison, deadLetters: letters }: Outcome): void {
  const table: readonly (readonly [string, string])[] = [
    ["keys in Redis", `${comparison.keys}`],
    ["rows in PostgreSQL", `${comparison.rows} (${comparison.kept} of them kept after their card was deleted)`],
    ["rows that differ", `${comparison.differences.length}`],
    ["dead letters", `${letters.length}`],
    ...letters.map(({ key, reason }): [string, string] => [`  ${key}`, reason]),
    ["changes", `${traffic.changes} in ${seconds.toFixed(1)} s, ${(traffic.changes / seconds).toFixed(0)} a second`],
    [
      "lag, Redis to committed row",
      `p50 ${percentile(lags, 0.5).toFixed(0)} ms, p99 ${percentile(lags, 0.99).toFixed(0)} ms`,
    ],
  ];
  say("");
  const width = Math.max(...table.map(([name]) => name.length));
  for (const [name, value] of table) say(`${name.padEnd(width)}  ${value}`);
  for (const difference of comparison.differences.slice(0, 10)) say(`  ${difference}`);
}

async function keepRunning({ redisUrl, databaseUrl, worker }: Stage): Promise<void> {
  say(`
Everything keeps running until Ctrl-C. To look at it:
  redis-cli -u ${redisUrl} hset customer:1 fname Ada
  psql '${databaseUrl}' -c 'SELECT * FROM customers WHERE id = 1'
  ${worker.url}/ and ${worker.url}/metrics`);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => undefined, 60_000);
    process.once("SIGINT", () => {
      clearInterval(timer);
      resolve();
    });
  });
}

function say(line: string): void {
  console.log(line);
}

function liveLine(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${line}\x1b[K`);
  else say(line);
}
