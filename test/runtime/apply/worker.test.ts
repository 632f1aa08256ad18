import pg from "pg";
import { Redis } from "ioredis";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { endAll, startPostgres, startRedis, type PostgresServer, type RedisServer } from "../../setup/servers.mjs";
import { CUSTOMERS_DDL } from "./customers-job.ts";
import { until } from "./harness.ts";
import { SALES_DDL } from "./sales-job.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

interface Servers {
  redis: RedisServer;
  postgres: PostgresServer;
}

interface Scene {
  readonly redis: Redis;
  readonly rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly env: Readonly<Record<string, string>>;
  start(): Promise<WorkerProcess>;
}

const worker = suite<Servers>("worker");

worker.before(async (context) => {
  context.redis = await startRedis();
  context.postgres = await startPostgres({ fast: true });
});
worker.after(() => endAll());

worker(
  "existing keys are loaded, changes follow, deletes too, and a restart resumes without a sweep",
  async (servers) => {
    await withScene(servers, async ({ redis, rows, start }) => {
      for (let id = 0; id < 50; id++) await redis.hset(`customer:${id}`, { name: `name ${id}`, balance: `${id}.25` });
      const first = await start();
      await until("all rows are there", async () => (await count(rows)) === 50);
      assert.equal(await rows("select name, balance from customers where id = 7"), [
        { name: "name 7", balance: "7.25" },
      ]);
      await redis.hset("customer:7", { name: "changed" });
      await redis.del("customer:8");
      await redis.rename("customer:9", "customer:99");
      await redis.pexpire("customer:10", 1);
      await until(
        "the changes are there",
        async () => (await rows("select id from customers where id in (8, 9, 10)")).length === 0,
      );
      await until(
        "the renamed one is there",
        async () => (await rows("select id from customers where id = 99")).length === 1,
      );
      await until(
        "the changed one is there",
        async () => (await rows("select id from customers where name = 'changed'")).length === 1,
      );
      assert.is(await first.metric("rdi_sweeps_total"), 2, "one for each route");
      assert.is((await first.fetch("/readyz")).status, 200);
      assert.is(await first.stop(), 0);

      await redis.hset("customer:7", { name: "while it was away" });
      const second = await start();
      await until(
        "it resumes",
        async () => (await rows("select id from customers where name = 'while it was away'")).length === 1,
      );
      assert.is(await second.metric("rdi_sweeps_total"), 0);
      assert.ok((await second.metric("rdi_keys_read_total")) <= 2, "only what changed is read");
      assert.is(await second.stop(), 0);
    });
  },
);

worker("a sweep does not rewrite rows that are equal", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    for (let id = 0; id < 20; id++) await redis.hset(`customer:${id}`, { name: `name ${id}` });
    const first = await start();
    await until("all rows are there", async () => (await count(rows)) === 20);
    const before = await rows("select id, xmin::text from customers order by id");
    const marks = await redis.keys("rdi:*:sweep:customers.warehouse");
    assert.is(marks.length, 2);
    for (const mark of marks) await redis.multi().hincrby(mark, "needed", 1).hset(mark, "cause", "by_hand").exec();
    await until("the sweep is done", () => isSwept(redis));
    assert.is(await first.metric("rdi_sweeps_total", 'cause="by_hand"'), 1);
    assert.is(await first.metric("rdi_sweeps_total"), 3, "the two first loads, and this one");
    assert.equal(await rows("select id, xmin::text from customers order by id"), before);
    assert.is(await first.stop(), 0);
  });
});

worker("one poison row among a thousand: 999 are committed, and it is dead-lettered", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    const one = await start();
    const pipeline = redis.pipeline();
    for (let id = 0; id < 1000; id++)
      pipeline.hset(`customer:${id}`, { name: id === 500 ? "forbidden" : `name ${id}` });
    await pipeline.exec();
    await until("999 rows are there", async () => (await count(rows)) === 999);
    await until(
      "it is dead-lettered",
      async () => (await one.metric("rdi_dead_letters_total", 'code="RDI5020"')) === 1,
    );
    await redis.hset("customer:500", { name: "allowed" });
    await until("it is repaired", async () => (await count(rows)) === 1000);
    await until("it is no dead letter any more", async () => (await one.metric("rdi_dead_letters")) === 0);
    assert.is(await one.stop(), 0);
  });
});

worker("two keys that map to one primary key are one row and one parked key, until there is room", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    const one = await start();
    await redis
      .multi()
      .hset("sale:{a}1", { receipt: "R1", amount: 1 })
      .hset("sale:{a}2", { receipt: "R1", amount: 2 })
      .exec();
    await until("one is parked", async () => (await one.metric("rdi_parked_keys")) === 1);
    assert.equal(await rows("select redis_key, amount from sales"), [{ redis_key: "sale:{a}1", amount: 1 }]);
    await redis.hset("sale:{a}1", { receipt: "R2" });
    await until("both have a row", async () => (await rows("select * from sales")).length === 2);
    await until("nothing is parked any more", async () => (await one.metric("rdi_parked_keys")) === 0);
    assert.equal(await rows("select redis_key, receipt from sales order by 1"), [
      { redis_key: "sale:{a}1", receipt: "R2" },
      { redis_key: "sale:{a}2", receipt: "R1" },
    ]);
    assert.is(await one.stop(), 0);
  });
});

worker("two keys that swap a unique value end swapped, in one batch or in two", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    const [a, b] = ["customer:1", "customer:12"];
    const one = await start();
    await redis.multi().hset(a, { name: "a", email: "a@x" }).hset(b, { name: "b", email: "b@x" }).exec();
    await until("both rows are there", async () => (await count(rows)) === 2);
    await redis.multi().hset(a, { email: "b@x" }).hset(b, { email: "a@x" }).exec();
    await until(
      "they are swapped",
      async () => (await rows("select name from customers where email = 'b@x'"))[0]?.name === "a",
    );
    await redis.hset(a, { email: "a@x" });
    await until("the first is parked", async () => (await one.metric("rdi_parked_keys")) === 1);
    await redis.hset(b, { email: "b@x" });
    await until(
      "they are swapped back",
      async () => (await rows("select name from customers where email = 'a@x'"))[0]?.name === "a",
    );
    assert.is(await one.stop(), 0);
  });
});

worker("captures with separators, unicode and bytes are keys of their own", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    const one = await start();
    for (const [index, key] of ["sale:a:b::c", "sale:käse 🧀", "sale:a\nb\"'\\"].entries())
      await redis.hset(key, { receipt: `R${index}` });
    await redis.hset(Buffer.from([...Buffer.from("sale:"), 0xff]), { receipt: "R9" });
    await until("three rows are there", async () => (await rows("select * from sales")).length === 3);
    await until(
      "the fourth is rejected",
      async () => (await one.metric("rdi_dead_letters_total", 'code="RDI5014"')) === 1,
    );
    assert.equal(
      (await rows("select redis_key from sales order by receipt")).map(({ redis_key }) => redis_key),
      ["sale:a:b::c", "sale:käse 🧀", "sale:a\nb\"'\\"],
    );
    await redis.del("sale:käse 🧀");
    await until("its row goes", async () => (await rows("select * from sales")).length === 2);
    assert.is(await one.stop(), 0);
  });
});

worker("PostgreSQL is away under load: nothing is dead-lettered, and every row arrives", async (servers) => {
  await withScene(servers, async ({ redis, rows, start }) => {
    const one = await start();
    await redis.hset("customer:0", { name: "first" });
    await until("the first row is there", async () => (await count(rows)) === 1);
    await servers.postgres.stop("immediate");
    for (let id = 1; id < 400; id++) await redis.hset(`customer:${id}`, { name: `name ${id}` });
    await until("it is tried again", async () => (await one.metric("rdi_retries_total", 'class="connection"')) > 2);
    assert.is((await one.fetch("/healthz")).status, 200);
    assert.is((await one.fetch("/readyz")).status, 503);
    await servers.postgres.start();
    await until("all rows are there", async () => (await count(rows).catch(() => 0)) === 400);
    assert.is(await one.metric("rdi_dead_letters_total"), 0);
    assert.is(await one.metric("rdi_sweeps_total", 'job="customers"'), 1);
    assert.is(await one.stop(), 0);
  });
});

worker(
  "a worker that cannot start says why in one message, without a stack, and exits with its code",
  async (servers) => {
    await withScene(servers, async ({ env }) => {
      const refusals: readonly [Readonly<Record<string, string>>, readonly string[], number, RegExp][] = [
        [{ REDIS_URL: env.REDIS_URL ?? "" }, [], 5, /^RDI5001: .*WAREHOUSE_URL/],
        [{ ...env, REDIS_URL: "redis://:secret@127.0.0.1:1" }, [], 3, /^RDI5002: /],
        [{ ...env, WAREHOUSE_URL: "postgres://rdi:secret@127.0.0.1:1/shop" }, [], 4, /^RDI5005: /],
        [{ ...env, WAREHOUSE_URL: (env.WAREHOUSE_URL ?? "").replace(/:[^:@]*@/, ":secret@") }, [], 4, /^RDI5006: /],
        [env, ["--role", "both"], 2, /--role is capture or apply/],
      ];
      for (const [settings, args, code, message] of refusals) {
        const refused = startWorkerProcess(settings, args);
        assert.is(await refused.ended, code, refused.stderr());
        assert.match(refused.stderr(), message);
        assert.not.match(refused.stderr(), /secret|\n {4}at /);
      }
    });
  },
);

worker("roles run in processes of their own, and a second signal ends one at once", async (servers) => {
  await withScene(servers, async ({ redis, rows, env }) => {
    const capture = startWorkerProcess(env, ["--role", "capture", "--port", "0"]);
    const apply = startWorkerProcess(env, ["--role", "apply", "--port", "0"]);
    await redis.hset("customer:1", { name: "Ada" });
    await until("the row is there", async () => (await count(rows)) === 1);
    assert.match((await apply.fetch("/")).body, /customers\.warehouse/);
    apply.child.kill("SIGINT");
    apply.child.kill("SIGTERM");
    assert.is(await apply.ended, 0);
    assert.is(await capture.stop(), 0);
  });
});

let scenes = 0;

async function withScene({ redis, postgres }: Servers, work: (scene: Scene) => Promise<void>): Promise<void> {
  const database = await postgres.createDatabase(`shop${++scenes}`);
  const pool = new pg.Pool({ connectionString: database, max: 1 });
  pool.on("error", () => undefined);
  const client = new Redis(redis.url);
  const started: WorkerProcess[] = [];
  await client.flushall();
  await pool.query(CUSTOMERS_DDL);
  await pool.query(SALES_DDL);
  const env = { REDIS_URL: redis.url, WAREHOUSE_URL: database };
  try {
    await work({
      redis: client,
      env,
      rows: async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows,
      start: async () => {
        const process = startWorkerProcess(env);
        started.push(process);
        await until("the worker is ready", async () => (await process.fetch("/readyz")).status === 200);
        await until("no sweep is needed", () => isSwept(client));
        return process;
      },
    });
  } finally {
    for (const process of started) process.child.kill("SIGKILL");
    client.disconnect();
    await pool.end();
  }
}

/** Every sweep that was ever needed is done. */
async function isSwept(redis: Redis): Promise<boolean> {
  const marks = await Promise.all(
    (await redis.keys("rdi:*:sweep:*")).map((mark) => redis.hmget(mark, "needed", "done")),
  );
  return marks.length > 0 && marks.every(([needed, done]) => needed === done);
}

async function count(rows: Scene["rows"]): Promise<number> {
  return (await rows("select id from customers")).length;
}

worker.run();
