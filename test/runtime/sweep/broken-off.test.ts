/** Sweeps that are broken off, and what passes one. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { metricValue, ROUTE, until, type ApplyHarness } from "../apply/harness.ts";
import { createMemorySink } from "../apply/memory-sink.ts";
import { fill, isDone, load, raise, withHarness } from "./scene.ts";

const sweeps = suite<{ redis: RedisServer }>("broken-off sweeps");

sweeps.before(async (context) => {
  context.redis = await startRedis();
});
sweeps.after(() => endAll());

sweeps("a sweep whose worker dies goes on where it was, and its successor names only the rest", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const { sink, pass } = await brokenOff(harness);
    assert.is(pass["place"].kind, "keys");
    const before = Number(pass["keys"]);
    assert.ok(before > 1000, `${before} keys were named`);
    const second = await harness.startWorker(sink);
    await until("the sweep is done", () => isDone(harness));
    assert.is(sink.rows.size, 20_000);
    const after = await metricValue(second, "rdi_sweep_keys_total", { direction: "source" });
    assert.ok(after <= 20_000 - before + 1500, `${before} keys were named, and ${after} by the successor`);
    assert.is(await metricValue(second, "rdi_sweeps_total"), 0, "it is the same sweep");
  });
});

for (const [what, field] of [
  ["of another server, whose cursors mean nothing here", "server"],
  ["of another release, whose mapping wrote what it named", "release"],
] as const) {
  sweeps(`a sweep that was broken off begins anew when it is ${what}`, async ({ redis }) => {
    await withHarness(redis, async (harness) => {
      const { sink, pass } = await brokenOff(harness);
      if (field === "server") pass["place"].after.server = "0".repeat(40);
      else pass[field] = "another";
      await harness.redis.hset(harness.lanes[0]?.sweep(ROUTE) ?? "", "pass", JSON.stringify(pass));
      const second = await harness.startWorker(sink);
      await until("the sweep is done", () => isDone(harness));
      assert.is(sink.rows.size, 20_000);
      assert.ok((await metricValue(second, "rdi_sweep_keys_total", { direction: "source" })) >= 20_000);
    });
  });
}

sweeps("what a dead worker had named is committed before the sweep counts as done", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const { sink, pass } = await brokenOff(harness);
    pass["place"] = { kind: "draining" };
    await harness.redis.hset(harness.lanes[0]?.sweep(ROUTE) ?? "", "pass", JSON.stringify(pass));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    sink.refuse = async () => {
      await held;
      return undefined;
    };
    await harness.startWorker(sink);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const wasDone = await isDone(harness);
    release();
    assert.not(wasDone);
    await until("the sweep is done", () => isDone(harness));
  });
});

sweeps(
  "rows are looked at from the last page on when their pass was broken off, and the brake keeps its count",
  async ({ redis }) => {
    await withHarness(redis, async (harness) => {
      const sink = createMemorySink();
      await load(harness, sink, 3500);
      for (let id = 0; id < 3500; id += 35) await harness.redis.del(`customer:${id}`);
      const pageOwners = sink.pageOwners;
      const firsts: (string | null | undefined)[] = [];
      let calls = 0;
      sink.pageOwners = (page, after, limit) => {
        firsts.push(after?.[0]);
        return ++calls === 3
          ? Promise.reject(new SinkError("connection", "57P01", "gone"))
          : pageOwners(page, after, limit);
      };
      await harness.startWorker(sink);
      await raise(harness, "gap");
      await until("the sweep is done", () => isDone(harness));
      assert.is(sink.rows.size, 3400);
      // Pages end with the rows 999, 1999, 2999. The first count breaks off at its third page; the place is kept about twice a second.
      assert.equal(firsts.slice(0, 3), [undefined, "999", "1999"]);
      assert.ok(firsts.filter((first) => first === undefined).length <= 3, JSON.stringify(firsts));
    });
  },
);

sweeps("a change passes a sweep within about a second, though the target is slow", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await fill(harness, 0, 4000);
    sink.refuse = async ({ tables }) => {
      await new Promise((resolve) => setTimeout(resolve, 2 * (tables[0]?.rows.length ?? 0)));
      return undefined;
    };
    await harness.startWorker(sink);
    await raise(harness, "backfill");
    await until("the sweep is under way", () => sink.rows.size > 600);
    const waits: number[] = [];
    while (!(await isDone(harness)) && waits.length < 4) {
      const id = 10_000 + waits.length;
      await fill(harness, id, id + 1);
      const began = Date.now();
      await harness.name(`customer:${id}`);
      await until("the change is there", () => sink.rows.has(`customers ${id}`));
      waits.push(Date.now() - began);
    }
    assert.ok(waits.length > 1, "changes came while it swept");
    assert.ok(Math.max(...waits) < 2000, `changes waited ${waits.join(", ")} ms`);
    await until("the sweep is done", () => isDone(harness));
    assert.is(sink.rows.size, 4000 + waits.length);
  });
});

sweeps("a sweep does not go on from memory on a Redis that lost what it had named last", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await fill(harness, 0, 4000);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    sink.refuse = async () => {
      if (sink.rows.size >= 2500) await held;
      return undefined;
    };
    const pageOwners = sink.pageOwners;
    let failedOver = false;
    sink.pageOwners = async (page, after, limit) => {
      if (!failedOver) await failOver(harness);
      failedOver = true;
      release();
      return pageOwners(page, after, limit);
    };
    await harness.startWorker(sink);
    await raise(harness, "first_load");
    await until("the sweep is done", () => isDone(harness));
    assert.ok(failedOver);
    assert.is(sink.rows.size, 4000);
  });
});

/** What a failover does that loses the last moment: the entries that were named in it, and how far the pass had come. */
async function failOver(harness: ApplyHarness): Promise<void> {
  for (const lane of harness.lanes) {
    const hash = lane.sweep(ROUTE);
    const pass = JSON.parse((await harness.redis.hget(hash, "pass")) ?? "{}");
    await harness.redis.hset(hash, "pass", JSON.stringify({ ...pass, place: { kind: "keys" } }));
    await harness.redis.xtrim(lane.stream(ROUTE), "MAXLEN", 0);
  }
  await harness.redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

/** A sweep of 20 000 keys whose worker was stopped in the middle of the first phase. */
async function brokenOff(harness: ApplyHarness) {
  const sink = createMemorySink();
  await fill(harness, 0, 20_000);
  sink.refuse = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return undefined;
  };
  const first = await harness.startWorker(sink);
  await raise(harness, "first_load");
  const hash = harness.lanes[0]?.sweep(ROUTE) ?? "";
  const named = async (): Promise<number> =>
    Number(JSON.parse((await harness.redis.hget(hash, "pass")) ?? "{}").keys ?? 0);
  await until("some keys were named", async () => (await named()) > 1000);
  await first.stop();
  sink.refuse = () => undefined;
  return { sink, pass: JSON.parse((await harness.redis.hget(hash, "pass")) ?? "{}") };
}

sweeps.run();
