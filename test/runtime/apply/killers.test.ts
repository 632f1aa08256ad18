import { fileURLToPath } from "node:url";
import pg from "pg";
import { Redis } from "ioredis";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { laneKeys } from "../../../runtime/control/keys.ts";
import { packKeys } from "../../../runtime/control/stream-entry.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startPostgres, startRedis, type PostgresServer, type RedisServer } from "../../setup/servers.mjs";
import { CUSTOMERS_DDL, customersJob, shopProject } from "./customers-job.ts";
import { openHarness, ROUTE, until } from "./harness.ts";
import { logJob } from "./log-job.ts";
import { createMemorySink } from "./memory-sink.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

interface Servers {
  redis: RedisServer;
  postgres: PostgresServer;
}

const PROGRAM = fileURLToPath(new URL("./killer-program.ts", import.meta.url));
const keys = laneKeys("shop", 0, 1);
const LOG = "log.warehouse";

const killers = suite<Servers>("killers");

killers.before(async (context) => {
  context.redis = await startRedis();
  context.postgres = await startPostgres({ fast: true });
});
killers.after(() => endAll());

killers("a value that ends the process is dead-lettered, and all other keys are written", async (servers) => {
  await withScene(servers, async ({ redis, count, start, name, letters }) => {
    for (let id = 0; id < 30; id++)
      await redis.hset(`customer:${id}`, { name: id === 17 ? "ends the process" : `name ${id}` });
    await name(30);
    let deaths = 0;
    let worker = await start();
    while (Object.keys(await letters()).length === 0) {
      const ended = await Promise.race([worker.ended, pauseOf(300)]);
      if (ended === undefined) continue;
      assert.is(ended, "SIGKILL");
      assert.ok(++deaths <= 8, `it died ${deaths} times`);
      // Nobody waits for the lease of the dead here.
      await redis.del(keys.lease(ROUTE));
      worker = await start();
    }
    await until("the others are written", async () => (await count()) === 29);
    await until("the stream is empty", async () => (await redis.xlen(keys.stream(ROUTE))) === 0);
    const [[key, json] = []] = Object.entries(await letters());
    assert.is(key, "customer:17");
    assert.is(JSON.parse(json ?? "{}").code, "RDI5024");
    assert.ok(deaths >= 5, `it died ${deaths} times`);

    await redis.hset("customer:17", { name: "harmless" });
    await redis.xadd(keys.stream(ROUTE), "*", "k", packKeys(["customer:17"]), "o", "2");
    await until("it is written when it is well", async () => (await count()) === 30);
    await until("its dead letter goes", async () => Object.keys(await letters()).length === 0);
    assert.is(await worker.stop(), 0);
  });
});

killers("a value that ends the connection is dead-lettered, and all other keys are written", async (servers) => {
  await withScene(servers, async ({ redis, query, count, start, name, letters }) => {
    await query(`CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END $$`);
    await query(`CREATE TRIGGER end_it BEFORE INSERT ON customers FOR EACH ROW
      WHEN (new.name = 'ends the connection') EXECUTE FUNCTION end_it()`);
    for (let id = 0; id < 30; id++)
      await redis.hset(`customer:${id}`, { name: id === 25 ? "ends the connection" : `name ${id}` });
    await name(30);
    const worker = await start();
    await until("it is dead-lettered", async () => Object.keys(await letters()).length > 0);
    await until("the others are written", async () => (await count()) === 29);
    await until("the stream is empty", async () => (await redis.xlen(keys.stream(ROUTE))) === 0);
    const [[key, json] = []] = Object.entries(await letters());
    assert.is(key, "customer:25");
    assert.is(JSON.parse(json ?? "{}").code, "RDI5024");
    assert.is(await worker.stop(), 0);
  });
});

const OUTAGES = [
  ["of a target that is not well, as a probe tells", "57P01", true],
  ["by which the target answers, such as a locked table", "55P03", false],
] as const;

for (const [what, code, probeFails] of OUTAGES) {
  killers(`a long outage ${what} is no key's fault`, async ({ redis }) => {
    const project = shopProject({
      redis: redis.url,
      warehouse: "postgres://127.0.0.1/none",
      jobs: [customersJob({ retryMax: 50 })],
    });
    const harness = await openHarness(redis.url, project);
    await harness.redis.flushall();
    try {
      const sink = createMemorySink();
      let failures = 0;
      const trouble = (): SinkError | undefined => {
        failures++;
        return failures <= 40 ? new SinkError("connection", code, "not now") : undefined;
      };
      sink.refuse = trouble;
      const openLane: typeof sink.openLane = async (identity) => {
        const session = await sink.openLane(identity);
        const probe = async (): Promise<void> => {
          const error = probeFails ? trouble() : undefined;
          if (error !== undefined) throw error;
        };
        return { ...session, probe };
      };
      await harness.redis.hset("customer:1", { name: "Ada" });
      await harness.redis.hset("customer:2", { name: "Grace" });
      await harness.name("customer:1");
      await harness.name("customer:2");
      await harness.startWorker({ ...sink, openLane });
      await until("the rows are there", () => sink.rows.size === 2);
      assert.ok(failures > 20);
      assert.equal(await harness.deadLetters(), {});
    } finally {
      await harness.close();
    }
  });
}

killers(
  "a long head gets through though connections end now and then, and no key is blamed for it",
  async ({ redis }) => {
    const project = shopProject({
      redis: redis.url,
      warehouse: "postgres://127.0.0.1/none",
      jobs: [customersJob({ retryMax: 50 })],
    });
    const harness = await openHarness(redis.url, project);
    await harness.redis.flushall();
    try {
      const sink = createMemorySink();
      let commits = 0;
      // The first ones, so that the heads of both lanes are suspected; and then fewer than these have keys are committed between two of them.
      sink.refuse = () =>
        ++commits <= 8 || commits % 60 === 0 ? new SinkError("connection", "ECONNRESET", "cut") : undefined;
      const many = Array.from({ length: 500 }, (_, id) => `customer:${id}`);
      for (const key of many) await harness.redis.hset(key, { name: "somebody" });
      await harness.name(...many);
      await harness.startWorker(sink);
      await until("the rows are there", () => sink.rows.size === many.length);
      await until("the stream is empty", async () => (await harness.redis.xlen(keys.stream(ROUTE))) === 0);
      assert.equal(await harness.deadLetters(), {});
    } finally {
      await harness.close();
    }
  },
);

killers("rows of a suspected head are appended once, however often its owner changes", async ({ redis }) => {
  const project = shopProject({ redis: redis.url, warehouse: "postgres://127.0.0.1/none", jobs: [logJob(500)] });
  const harness = await openHarness(redis.url, project);
  await harness.redis.flushall();
  try {
    const sink = createMemorySink();
    let commits = 0;
    sink.refuse = () =>
      ++commits <= 8 || commits % 30 === 0 ? new SinkError("connection", "ECONNRESET", "cut") : undefined;
    const many = Array.from({ length: 400 }, (_, n) => `visit:${n}`);
    for (const key of many) await harness.redis.hset(key, { name: "somebody" });
    for (const [lane, one] of harness.lanes.entries())
      await harness.redis.xadd(one.stream(LOG), "*", "k", packKeys(many.filter((_, n) => n % 2 === lane)), "o", "1");
    await harness.startWorker(sink);
    await until("the streams are empty", async () => {
      const lengths = await Promise.all(harness.lanes.map((one) => harness.redis.xlen(one.stream(LOG))));
      return lengths.every((length) => length === 0);
    });
    const counts = new Map<string, number>();
    for (const row of sink.rows.values()) {
      const { n } = row as { readonly n: string };
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    assert.is(counts.size, many.length);
    assert.equal(
      [...counts].filter(([, count]) => count !== 1),
      [],
    );
  } finally {
    await harness.close();
  }
});

interface Scene {
  readonly redis: Redis;
  query(sql: string): Promise<unknown>;
  count(): Promise<number>;
  start(): Promise<WorkerProcess>;
  /** Names so many customers in the stream, as capture does. */
  name(count: number): Promise<void>;
  letters(): Promise<Readonly<Record<string, string>>>;
}

let scenes = 0;

async function withScene({ redis, postgres }: Servers, work: (scene: Scene) => Promise<void>): Promise<void> {
  const database = await postgres.createDatabase(`killers${++scenes}`);
  const pool = new pg.Pool({ connectionString: database, max: 1 });
  pool.on("error", () => undefined);
  const client = new Redis(redis.url);
  const started: WorkerProcess[] = [];
  await client.flushall();
  await pool.query(CUSTOMERS_DDL);
  const env = { REDIS_URL: redis.url, WAREHOUSE_URL: database };
  try {
    await work({
      redis: client,
      query: (sql) => pool.query(sql),
      count: async () => (await pool.query("select id from customers")).rows.length,
      start: async () => {
        const worker = startWorkerProcess(env, ["--port", "0", "--role", "apply"], PROGRAM);
        started.push(worker);
        return worker;
      },
      name: async (many) => {
        const names = Array.from({ length: many }, (_, id) => `customer:${id}`);
        await client.xadd(keys.stream(ROUTE), "*", "k", packKeys(names), "o", "1");
      },
      letters: () => client.hgetall(keys.deadWhy(ROUTE)),
    });
  } finally {
    for (const { child } of started) child.kill("SIGKILL");
    client.disconnect();
    await pool.end();
  }
}

function pauseOf(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

killers.run();
