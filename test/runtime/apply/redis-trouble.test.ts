import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkSource } from "../../../runtime/apply/check-source.ts";
import { StartupError } from "../../../runtime/errors.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { shopProject } from "./customers-job.ts";
import { openHarness, until, type ApplyHarness } from "./harness.ts";
import { createMemorySink } from "./memory-sink.ts";

const trouble = suite("trouble with Redis");

trouble.after(() => endAll());

trouble("Redis is restarted with its data: the lanes wait, then go on", async () => {
  await withHarness({ aof: true }, async (harness, server) => {
    const sink = createMemorySink();
    const worker = await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until("the row is there", () => sink.rows.size === 1);
    await server.restart();
    await until("the connection is back", () => harness.redis.status === "ready");
    await harness.redis.hset("customer:2", { name: "Grace" });
    await harness.name("customer:2");
    await until("the other row is there", () => sink.rows.size === 2);
    await until("the worker is well", () => Object.keys(worker.health.reasons()).length === 0);
  });
});

trouble("at the memory limit a worker starts, dead-letters and parks, and the stream shrinks", async () => {
  await withHarness({}, async (harness) => {
    const version = /redis_version:(\d+)/.exec(await harness.redis.info("server"))?.[1];
    assert.ok(Number(version) >= 7, "the flag that this rests on exists from 7.0 on");
    const first = await harness.startWorker(createMemorySink());
    await until("it owns its lanes", () => [0, 1].every((lane) => first.state(lane) === "running"));
    await first.stop();
    await harness.redis.hset("customer:1", { name: "Ada", balance: "much" });
    await harness.redis.hset("customer:2", { name: "Grace" });
    await harness.redis.hset("customer:3", { name: "conflicting" });
    await harness.name("customer:1", "customer:2", "customer:3");
    await harness.redis.config("SET", "maxmemory", "1");
    assert.match(String(await harness.redis.set("x", "y").catch((error: unknown) => error)), "OOM");

    const sink = createMemorySink();
    sink.refuse = ({ tables }) =>
      tables.some(({ rows }) => rows.some((row) => "name" in row && row.name === "conflicting"))
        ? new SinkError("order", "23505", "taken")
        : undefined;
    await harness.startWorker(sink);
    await until("one is dead-lettered", async () => (await harness.deadLetters())["customer:1"]?.code === "RDI5010");
    await until("one is parked", async () => (await harness.parkedKeys()).includes("customer:3"));
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.is(sink.rows.size, 1);
  });
});

trouble("a Redis that evicts keys is refused, unless the source says that rows go with them", async () => {
  await withHarness(
    { args: ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"] },
    async (harness, server) => {
      const project = shopProject({ redis: server.url, warehouse: "postgres://127.0.0.1/none" });
      const error = await checkSource(harness.redis, project).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.is(error instanceof StartupError && error.code, "RDI5045");
      const facts = await checkSource(harness.redis, {
        ...project,
        source: { ...project.source, evictions: "remove" },
      });
      assert.is(facts.evictionPolicy, "allkeys-lru");
    },
  );
});

trouble("the number of lanes is fixed at the first start", async () => {
  await withHarness({}, async (harness, server) => {
    const project = shopProject({ redis: server.url, warehouse: "postgres://127.0.0.1/none" });
    assert.is((await checkSource(harness.redis, project)).lanes, 2);
    const changed = { ...project, source: { ...project.source, lanes: 4 } };
    const error = await checkSource(harness.redis, changed).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.match(error instanceof StartupError ? error.message : "", "first started with 2");
  });
});

async function withHarness(
  options: Parameters<typeof startRedis>[0],
  work: (harness: ApplyHarness, server: RedisServer) => Promise<void>,
): Promise<void> {
  const server = await startRedis(options);
  const harness = await openHarness(
    server.url,
    shopProject({ redis: server.url, warehouse: "postgres://127.0.0.1/none" }),
  );
  try {
    await work(harness, server);
  } finally {
    await harness.close();
    await server.remove();
  }
}

trouble.run();
