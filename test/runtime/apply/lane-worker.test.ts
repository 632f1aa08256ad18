import { suite } from "uvu";
import * as assert from "uvu/assert";
import { controlScripts } from "../../../runtime/apply/control-scripts.ts";
import { StartupError } from "../../../runtime/errors.ts";
import { projectKeys } from "../../../runtime/control/keys.ts";
import type { Delivery } from "../../../runtime/job.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { customersJob, shopProject } from "./customers-job.ts";
import { metricValue, openHarness, ROUTE, until, type ApplyHarness } from "./harness.ts";
import { createMemorySink } from "./memory-sink.ts";

const lanes = suite<{ redis: RedisServer }>("lanes");

lanes.before(async (context) => {
  context.redis = await startRedis();
});
lanes.after(() => endAll());

lanes("HSET, DEL and HSET of one key within one batch leave its row", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await harness.redis.del("customer:1");
    await harness.name("customer:1");
    await harness.redis.hset("customer:1", { name: "Grace" });
    await harness.name("customer:1");
    await harness.startWorker(sink);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.equal(namesOf(sink.rows), ["Grace"]);
    assert.is(sink.commits(), 1);
  });
});

lanes("HSET and DEL within one batch leave no row, and DEL of a key never seen is no error", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await harness.redis.del("customer:1");
    await harness.name("customer:1", "customer:404");
    await harness.startWorker(sink);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.is(sink.rows.size, 0);
    assert.equal(await harness.deadLetters(), {});
  });
});

lanes("a key of another kind counts as absent, and its row goes", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until("the row is there", () => sink.rows.size === 1);
    await harness.redis.del("customer:1");
    await harness.redis.set("customer:1", "text");
    await harness.name("customer:1");
    await until("the row is gone", () => sink.rows.size === 0);
  });
});

lanes(
  "a value that does not decode is dead-lettered with its reason, keeps its last row, and is forgotten when it next decodes",
  async ({ redis }) => {
    await withHarness(redis, {}, async (harness) => {
      const sink = createMemorySink();
      const worker = await harness.startWorker(sink);
      await harness.redis.hset("customer:1", { name: "Ada", email: "ada@x.org", balance: "1.50" });
      await harness.redis.hset("customer:2", { name: "Grace" });
      await harness.name("customer:1", "customer:2");
      await until("both rows are there", () => sink.rows.size === 2);
      await harness.redis.hset("customer:1", { name: "Ada Lovelace", balance: "much" });
      await harness.redis.hset("customer:2", { name: "Grace Hopper" });
      await harness.name("customer:1", "customer:2");
      await until("the neighbour is written", () => namesOf(sink.rows).includes("Grace Hopper"));
      await until("the stream is empty", async () => (await harness.backlog()) === 0);

      const letter = (await harness.deadLetters())["customer:1"];
      assert.is(letter?.code, "RDI5010");
      assert.is(letter?.site, "shop.rdi:6");
      assert.is(letter?.found, "much");
      assert.equal(letter?.value, { name: "Ada Lovelace", email: "***", balance: "much", region: null });
      assert.is(letter?.attempts, 1);
      assert.ok(namesOf(sink.rows).includes("Ada"), "the last committed row stays");
      assert.is(await metricValue(worker, "rdi_dead_letters"), 1);

      await harness.name("customer:1");
      await until("it was tried again", async () => (await harness.deadLetters())["customer:1"]?.attempts === 2);
      await harness.redis.hset("customer:1", { balance: "2.00" });
      await harness.name("customer:1");
      await until("it is written", () => namesOf(sink.rows).includes("Ada Lovelace"));
      await until("it is forgotten", async () => Object.keys(await harness.deadLetters()).length === 0);
      await until("it is counted no more", async () => (await metricValue(worker, "rdi_dead_letters")) === 0);
    });
  },
);

lanes("a missing field, an empty field and a text 'null' are told apart", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("customer:1", { name: "missing" });
    await harness.redis.hset("customer:2", { name: "", email: "" });
    await harness.redis.hset("customer:3", { name: "null", email: "null" });
    await harness.name("customer:1", "customer:2", "customer:3");
    await harness.startWorker(sink);
    await until("all rows are there", () => sink.rows.size === 3);
    const rows = [...sink.rows.values()] as { name: string; email: string | null }[];
    assert.equal(rows.map(({ name, email }) => [name, email]).sort(), [
      ["", ""],
      ["missing", null],
      ["null", "null"],
    ]);
  });
});

lanes("a malformed entry is dead-lettered and removed, and what is behind it goes on", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("customer:1", { name: "Ada" });
    const stream = harness.lane("customer:1").stream(ROUTE);
    const id = await harness.redis.xadd(stream, "*", "k", Buffer.from([0, 0, 0, 9, 65]));
    await harness.redis.xadd(stream, "*", "unknown", "field");
    await harness.name("customer:1");
    await harness.startWorker(sink);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.is(sink.rows.size, 1);
    const letters = await harness.deadLetters();
    assert.is(letters[`entry ${id}`]?.code, "RDI5021");
    assert.is(Object.keys(letters).length, 2);
  });
});

lanes("while the target is down nothing is dead-lettered, and every row arrives afterwards", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    let down = true;
    sink.refuse = () => (down ? new SinkError("connection", "57P01", "the target is down") : undefined);
    const worker = await harness.startWorker(sink);
    const keys = Array.from({ length: 1200 }, (_, id) => `customer:${id}`);
    for (const key of keys) await harness.redis.hset(key, { name: key });
    await harness.name(...keys);
    await until(
      "it was tried several times",
      async () => (await metricValue(worker, "rdi_retries_total", { class: "connection" })) > 4,
    );
    assert.ok(await harness.backlog(), "nothing is removed from the stream");
    assert.equal(Object.keys(worker.health.reasons()), [ROUTE]);
    down = false;
    await until("all rows are there", () => sink.rows.size === keys.length);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.equal(await harness.deadLetters(), {});
    assert.equal(worker.health.reasons(), {});
  });
});

lanes("a successor reads from the head what a worker had left uncommitted", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const first = createMemorySink();
    first.refuse = () => new SinkError("connection", "08006", "gone");
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    const dying = await harness.startWorker(first);
    await until("it tried", async () => (await metricValue(dying, "rdi_retries_total", { class: "connection" })) > 0);
    await dying.stop();
    const second = createMemorySink();
    await harness.startWorker(second);
    await until("the successor writes it", () => second.rows.size === 1);
  });
});

lanes("an entry whose removal failed is read a second time, which is harmless", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    const first = await harness.startWorker(sink);
    const { sha } = controlScripts("7.0.0").removeEntries;
    const call = first.redis.callBuffer.bind(first.redis);
    Object.assign(first.redis, {
      callBuffer: (name: string, args: (string | Buffer | number)[] = []) =>
        args[0] === sha ? Promise.reject(new Error("the connection broke")) : call(name, args),
    });
    await until("it was committed twice", () => sink.commits() > 1);
    await first.stop();
    assert.is(await harness.backlog(), 1);
    await harness.startWorker(sink);
    await until("the successor removes it", async () => (await harness.backlog()) === 0);
    assert.equal(namesOf(sink.rows), ["Ada"]);
  });
});

lanes("two workers share a database: the second waits, and takes over when the first stops", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    const first = await harness.startWorker(sink);
    await until("the first owns its lanes", () => [0, 1].every((lane) => first.state(lane) === "running"));
    const second = await harness.startWorker(sink);
    await until("the second waits", () => [0, 1].every((lane) => second.state(lane) === "waiting for another worker"));
    assert.equal(second.health.reasons(), {});
    await first.stop();
    await until("the second owns them", () => [0, 1].every((lane) => second.state(lane) === "running"));
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until("it writes", () => sink.rows.size === 1);
  });
});

lanes("an owner whose lane was claimed by another one is fenced off and commits nothing", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    const worker = await harness.startWorker(sink);
    await until("it owns its lanes", () => [0, 1].every((lane) => worker.state(lane) === "running"));
    // As after a pause that outlived the lease: somebody else has claimed both lanes, and this worker has not noticed.
    for (const lane of [0, 1])
      await (await sink.openLane({ project: "test", route: ROUTE, lane, source: undefined, release: "other" })).claim();
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until(
      "it is fenced",
      async () => (await metricValue(worker, "rdi_retries_total", { class: "fenced" })) === 1,
    );
    assert.is(sink.commits(), 0);
    assert.is(await harness.backlog(), 1);
    await until("it claims again and goes on", () => sink.rows.size === 1);
  });
});

lanes("on_reject: halt stops the route at the rejected key, and the other keys' entries stay", async ({ redis }) => {
  await withHarness(redis, { onReject: "halt" }, async (harness) => {
    const worker = await harness.startWorker(createMemorySink());
    await harness.redis.hset("customer:1", { name: "Ada", balance: "much" });
    await harness.name("customer:1");
    await until("the route is halted", () => (worker.health.reasons()[ROUTE] ?? "").includes("RDI5046"));
    assert.is(await metricValue(worker, "rdi_route_halted"), 1);
    assert.is(await harness.backlog(), 1);
    assert.equal(await harness.deadLetters(), {});
    await until(
      "its lanes are given back",
      async () => (await harness.redis.exists(...harness.lanes.map((lane) => lane.lease(ROUTE)))) === 0,
    );
  });
});

lanes("on_reject: drop passes over the rejected key and counts it", async ({ redis }) => {
  await withHarness(redis, { onReject: "drop" }, async (harness) => {
    const worker = await harness.startWorker(createMemorySink());
    await harness.redis.hset("customer:1", { name: "Ada", balance: "much" });
    await harness.name("customer:1");
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.equal(await harness.deadLetters(), {});
    assert.is(await metricValue(worker, "rdi_rejects_dropped_total", { code: "RDI5010" }), 1);
  });
});

lanes("full dead letters halt the route with RDI5041, and lose nothing", async ({ redis }) => {
  await withHarness(redis, { deadLetters: 1 }, async (harness) => {
    const worker = await harness.startWorker(createMemorySink());
    const [first = "", second = ""] = sameLane(harness, 2);
    await rejectOneByOne(harness, first, second);
    await until("the route is halted", () => (worker.health.reasons()[ROUTE] ?? "").includes("RDI5041"));
    assert.equal(Object.keys(await harness.deadLetters()), [first]);
    assert.is(await harness.backlog(), 1);
  });
});

lanes("full dead letters drop the oldest where that is wanted", async ({ redis }) => {
  await withHarness(redis, { deadLetters: 1, deadLettersFull: "drop_oldest" }, async (harness) => {
    await harness.startWorker(createMemorySink());
    const [first = "", second = ""] = sameLane(harness, 2);
    await rejectOneByOne(harness, first, second);
    await until("the second took its place", async () => second in (await harness.deadLetters()));
    assert.equal(Object.keys(await harness.deadLetters()), [second]);
  });
});

lanes("an error that nobody knows halts the route with one message", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    sink.refuse = () => new SinkError("halt", "42P01", 'relation "customers" does not exist');
    const worker = await harness.startWorker(sink);
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until("the route is halted", () => /RDI5040.*does not exist/.test(worker.health.reasons()[ROUTE] ?? ""));
    assert.is(await harness.backlog(), 1);
  });
});

lanes("a worker that is stopped finishes the batch in hand and gives its leases back", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    const worker = await harness.startWorker(sink);
    let entered = false;
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    sink.refuse = async () => {
      entered = true;
      await slow;
      return undefined;
    };
    await harness.redis.hset("customer:1", { name: "Ada" });
    await harness.name("customer:1");
    await until("the batch is being written", () => entered);
    const stopped = worker.stop();
    release();
    await stopped;
    assert.is(sink.rows.size, 1);
    assert.is(await harness.backlog(), 0);
    assert.is(await harness.redis.exists(...harness.lanes.map((lane) => lane.lease(ROUTE))), 0);
  });
});

lanes("a key whose number no column holds is dead-lettered while it exists", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    await harness.startWorker(createMemorySink());
    const key = "customer:99999999999999999999";
    await harness.redis.hset(key, { name: "Ada" });
    await harness.name(key);
    await until("it is dead-lettered", async () => (await harness.deadLetters())[key]?.code === "RDI5011");
    await harness.redis.del(key);
    await harness.name(key);
    await until("it is forgotten with its key", async () => Object.keys(await harness.deadLetters()).length === 0);
  });
});

lanes("a target that was written from another Redis is refused", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    const first = await harness.startWorker(sink);
    await until("it owns its lanes", () => [0, 1].every((lane) => first.state(lane) === "running"));
    await first.stop();
    await harness.redis.set(projectKeys("shop").source, "another");
    const second = await harness.startWorker(sink);
    const error = await second.failed.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, StartupError);
    assert.is(error instanceof StartupError && error.code, "RDI5044");
  });
});

lanes("a Redis that lost its identity gets it back from the target, and everything is swept", async ({ redis }) => {
  await withHarness(redis, {}, async (harness) => {
    const sink = createMemorySink();
    const first = await harness.startWorker(sink);
    await until("it owns its lanes", () => [0, 1].every((lane) => first.state(lane) === "running"));
    await first.stop();
    const source = projectKeys("shop").source;
    const before = await harness.redis.get(source);
    await harness.redis.flushall();
    await harness.startWorker(sink);
    await until("the identity is back", async () => (await harness.redis.get(source)) === before);
    await until("sweeps are needed", async () =>
      (await Promise.all(harness.lanes.map((lane) => harness.redis.hget(lane.sweep(ROUTE), "cause")))).every(
        (cause) => cause === "control_keys_lost",
      ),
    );
  });
});

function namesOf(rows: ReadonlyMap<string, object>): readonly string[] {
  return ([...rows.values()] as { name: string }[]).map(({ name }) => name);
}

/** Keys that lie in one lane. */
function sameLane(harness: ApplyHarness, count: number): readonly string[] {
  const keys = Array.from({ length: 100 }, (_, id) => `customer:${id}`);
  return keys.filter((key) => harness.lane(key).lane === 0).slice(0, count);
}

async function rejectOneByOne(harness: ApplyHarness, first: string, second: string): Promise<void> {
  await harness.redis.hset(first, { name: "x", balance: "much" });
  await harness.redis.hset(second, { name: "y", balance: "more" });
  await harness.name(first);
  await until("the first is dead-lettered", async () => first in (await harness.deadLetters()));
  await harness.name(second);
}

async function withHarness(
  { url }: RedisServer,
  delivery: Partial<Delivery>,
  work: (harness: ApplyHarness) => Promise<void>,
): Promise<void> {
  const harness = await openHarness(
    url,
    shopProject({ redis: url, warehouse: "postgres://127.0.0.1/none", jobs: [customersJob(delivery)] }),
  );
  await harness.redis.flushall();
  try {
    await work(harness);
  } finally {
    await harness.close();
  }
}

lanes.run();
