/** A Redis, a PostgreSQL and a bundle for one live test file: what an operator has, and ways to look at it. */
import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import pg from "pg";
import { compareShop, type Comparison } from "../live/expectations/shop.ts";
import {
  startPostgres,
  startRedis,
  type PostgresServer,
  type RedisOptions,
  type RedisServer,
} from "../setup/servers.mjs";
import { buildSample, startWorker, type Worker } from "./bundle.ts";
import { eventually } from "./eventually.ts";

export interface DeadLetter {
  readonly key: string;
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Stage {
  readonly redisServer: RedisServer;
  readonly postgres: PostgresServer;
  readonly redis: Redis;
  readonly database: pg.Pool;
  /** By the variable that has its address. */
  readonly others: ReadonlyMap<string, pg.Pool>;
  /** Servers that are targets, by the variable that has their address. */
  readonly caches: ReadonlyMap<string, Redis>;
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  start(role?: "capture" | "apply"): Promise<Worker>;
  /** Rows as text. */
  query(text: string): Promise<readonly Readonly<Record<string, string | null>>[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Ends everything, so that the test file can end. */
  close(): Promise<void>;
}

export interface StageOptions {
  readonly bundle: string;
  readonly schema: string;
  readonly redis?: RedisOptions;
  /** Variables with the addresses of further databases, which have the same schema. */
  readonly moreTargets?: readonly string[];
  /** Variables with the addresses of further Redis servers. */
  readonly redisTargets?: readonly string[];
}

export async function setStage({
  bundle,
  schema,
  redis: redisOptions,
  moreTargets = [],
  redisTargets = [],
}: StageOptions): Promise<Stage> {
  const [redisServer, postgres] = await Promise.all([startRedis(redisOptions), startPostgres({ fast: true })]);
  const url = await postgres.createDatabase("warehouse");
  const database = await filledDatabase(url, schema);
  const redis = connectedRedis(redisServer.url);
  const env: Record<string, string> = { REDIS_URL: redisServer.url, WAREHOUSE_URL: url };
  const others = new Map<string, pg.Pool>();
  for (const name of moreTargets) {
    const address = (env[name] = await postgres.createDatabase(name.toLowerCase()));
    others.set(name, await filledDatabase(address, schema));
  }
  const cacheServers = await Promise.all(redisTargets.map(() => startRedis(redisOptions)));
  const caches = new Map(
    redisTargets.map((name, at) => [name, connectedRedis((env[name] = cacheServers[at]?.url ?? ""))]),
  );
  return {
    redisServer,
    postgres,
    redis,
    database,
    others,
    caches,
    bundle,
    env,
    start: async (role) => {
      const worker = await startWorker({
        bundle,
        env,
        ...(role ? { role } : {}),
      });
      await worker.ready();
      return worker;
    },
    query: async (text) => (await database.query(text)).rows,
    deadLetters: () => deadLettersOf(redis),
    close: async () => {
      for (const connection of [redis, ...caches.values()]) connection.disconnect();
      await Promise.all([database, ...others.values()].map((pool) => pool.end()));
      await Promise.all([redisServer, postgres, ...cacheServers].map((server) => server.remove()));
    },
  };
}

/** It reconnects by itself, so a server may restart under it. */
function connectedRedis(url: string): Redis {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  return redis;
}

/** Connections to it return every value as the text that PostgreSQL prints, times in UTC. */
async function filledDatabase(url: string, schema: string): Promise<pg.Pool> {
  const types: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };
  const database = new pg.Pool({ connectionString: url, max: 2, types, options: "-c TimeZone=UTC" });
  database.on("error", () => undefined);
  await database.query(schema);
  return database;
}

export async function setShop(redis?: RedisOptions): Promise<Stage> {
  const schema = readFileSync(new URL("../../samples/shop/schema.sql", import.meta.url), "utf8");
  return setStage({
    bundle: await buildSample("shop"),
    schema,
    ...(redis ? { redis } : {}),
  });
}

/** Waits until samples/shop's rows are what Redis says; fails with the first differences. */
export async function shopIsEqual({ redis, database }: Stage, within = 30_000): Promise<Comparison> {
  let last: Comparison | undefined;
  const look = async (): Promise<Comparison | undefined> => {
    last = await compareShop(redis, database);
    return last.differences.length === 0 ? last : undefined;
  };
  try {
    return await eventually("the rows equal the keys", look, {
      within,
      every: 200,
    });
  } catch (error) {
    const differences = last?.differences ?? [];
    throw new Error(`${String(error)}\n${differences.length} differences:\n${differences.slice(0, 5).join("\n")}`);
  }
}

/** Waits until no route needs a sweep any more: rows may be equal before a sweep knows that it is done. */
export async function sweepsAreDone({ redis }: Stage): Promise<void> {
  await eventually("every sweep is done", async () => {
    const hashes = (await redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
    const marks = await Promise.all(hashes.map((hash) => redis.hmget(hash, "needed", "done")));
    return marks.length > 0 && marks.every(([needed, done]) => Number(done ?? 0) >= Number(needed));
  });
}

export async function deadLettersOf(redis: Redis): Promise<readonly DeadLetter[]> {
  const hashes = (await redis.keys("rdi:*")).filter((key) => key.includes(":dead-why:"));
  const letters = await Promise.all(hashes.map((hash) => redis.hgetall(hash)));
  return letters.flatMap((hash) =>
    Object.entries(hash).map(
      ([key, json]) =>
        ({
          ...(JSON.parse(json) as Omit<DeadLetter, "key">),
          key,
        }) as DeadLetter,
    ),
  );
}
