import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { metricValue, ROUTE, until } from "../apply/harness.ts";
import { createMemorySink } from "../apply/memory-sink.ts";
import { acceptDeletes } from "../../../runtime/operate.ts";
import { fill, isDone, load, raise, removeKeys, withHarness } from "./scene.ts";

const sweeps = suite<{ redis: RedisServer }>("sweeps");

sweeps.before(async (context) => {
  context.redis = await startRedis();
});
sweeps.after(() => endAll());

sweeps(
  "keys that were there before anything was captured are loaded, more of them than may be uncommitted at once",
  async ({ redis }) => {
    await withHarness(redis, async (harness) => {
      const sink = createMemorySink();
      await fill(harness, 0, 6000);
      await harness.redis.set("customers:1", "begins alike and does not match");
      const worker = await harness.startWorker(sink);
      await raise(harness, "first_load");
      await until("all rows are there", () => sink.rows.size === 6000);
      await until("the sweep is done", () => isDone(harness));
      assert.is(await metricValue(worker, "rdi_sweeps_total", { cause: "first_load" }), 1);
      assert.is(await metricValue(worker, "rdi_sweeps_total"), 1);
      assert.is(await metricValue(worker, "rdi_sweep_keys_total", { direction: "source" }), 6000);
    });
  },
);

sweeps(
  "nothing is swept where no sweep is needed, and a target that has no checkpoint yet needs one",
  async ({ redis }) => {
    await withHarness(redis, async (harness) => {
      const sink = createMemorySink();
      await load(harness, sink, 10);
      await raise(harness, "gap", { needed: 3, done: 3 });
      const worker = await harness.startWorker(sink);
      await until("the worker runs", () => worker.state(0) === "running");
      await new Promise((resolve) => setTimeout(resolve, 700));
      assert.is(await metricValue(worker, "rdi_sweeps_total"), 0);
      await worker.stop();
      const fresh = createMemorySink();
      const other = await harness.startWorker(fresh);
      await until("the new target has all rows", () => fresh.rows.size === 10);
      // Redis remembers that there were commits, so the target is taken for one that was set back.
      assert.is(await metricValue(other, "rdi_sweeps_total", { cause: "target_restored" }), 1);
    });
  },
);

sweeps(
  "a gap of a route with a history is recorded once, though its sweep is broken off and goes on",
  async ({ redis }) => {
    await withHarness(
      redis,
      async (harness) => {
        const sink = createMemorySink();
        let refused = 1;
        const pageOwners: typeof sink.pageOwners = async (...page) => {
          if (refused-- > 0) throw new SinkError("connection", "57P01", "gone");
          return sink.pageOwners(...page);
        };
        const worker = await harness.startWorker({ ...sink, pageOwners });
        await raise(harness, "overflow");
        await until("the sweep is done", () => isDone(harness));
        assert.is(await metricValue(worker, "rdi_sweeps_total"), 1);
        assert.equal(sink.gaps, [{ project: "shop", route: ROUTE, lane: undefined, cause: "overflow" }]);
        assert.is(await metricValue(worker, "rdi_gaps_total", { cause: "overflow" }), 1);
      },
      "history",
    );
  },
);

sweeps("a gap after all control keys were lost is recorded, though the counters begin anew", async ({ redis }) => {
  await withHarness(
    redis,
    async (harness) => {
      const sink = createMemorySink();
      await harness.startWorker(sink);
      await raise(harness, "gap", { needed: 5 });
      await until("the first gap is recorded", () => sink.gaps.length === 1);
      await until("the sweep is done", () => isDone(harness));
      for (const lane of harness.lanes) await harness.redis.del(lane.sweep(ROUTE));
      await raise(harness, "gap", { needed: 1 });
      await until("the second gap is recorded", () => sink.gaps.length === 2);
    },
    "history",
  );
});

sweeps(
  "a sweep that control keys are lost under as it begins does not hide those that are needed after it",
  async ({ redis }) => {
    await withHarness(
      redis,
      async (harness) => {
        const sink = createMemorySink();
        let flushes = 1;
        // The last that happens between the reading of the marks and the beginning.
        const recordGap: typeof sink.recordGap = async (gap) => {
          await sink.recordGap(gap);
          if (flushes-- <= 0) return;
          for (const lane of harness.lanes) await harness.redis.del(lane.sweep(ROUTE));
          await raise(harness, "control_keys_lost", { needed: 1 });
        };
        const worker = await harness.startWorker({ ...sink, recordGap });
        await raise(harness, "gap", { needed: 5 });
        await until("the sweep is done", () => isDone(harness));
        await raise(harness, "target_restored", { needed: 2, done: 1 });
        await until("another one is done", () => isDone(harness));
        assert.is(await metricValue(worker, "rdi_sweeps_total", { cause: "target_restored" }), 1);
        for (const lane of harness.lanes) assert.is(await harness.redis.hget(lane.sweep(ROUTE), "done"), "2");
      },
      "history",
    );
  },
);

sweeps("a first load that capture sees where control keys were lost hides no gap", async ({ redis }) => {
  await withHarness(
    redis,
    async (harness) => {
      const sink = createMemorySink();
      await raise(harness, "first_load", { needed: 2 });
      for (const lane of harness.lanes) await harness.redis.hset(lane.sweep(ROUTE), "lost", 1);
      await harness.startWorker(sink);
      await until("the gap is recorded", () => sink.gaps.length === 1);
      assert.is(sink.gaps[0]?.cause, "control_keys_lost");
    },
    "history",
  );
});

for (const [also, isListLost] of [
  ["", false],
  [", also when the list of letters was lost", true],
] as const) {
  sweeps(
    `the dead letter of a key that vanished unseen, and never had a row, goes with the sweep${also}`,
    async ({ redis }) => {
      await withHarness(redis, async (harness) => {
        await harness.redis.hset("customer:7", "balance", "a lot");
        await harness.startWorker(createMemorySink());
        await harness.name("customer:7");
        await until("it is dead-lettered", async () => "customer:7" in (await harness.deadLetters()));
        await harness.redis.del("customer:7");
        if (isListLost) for (const lane of harness.lanes) await harness.redis.del(lane.dead(ROUTE));
        await raise(harness, "gap");
        await until("the dead letter is gone", async () => !("customer:7" in (await harness.deadLetters())));
      });
    },
  );
}

const NO_GAPS = [
  ["history", "first_load"],
  ["upsert", "overflow"],
] as const;

for (const [mode, cause] of NO_GAPS) {
  sweeps(`a sweep of the cause ${cause} in the mode ${mode} records no gap`, async ({ redis }) => {
    await withHarness(
      redis,
      async (harness) => {
        const sink = createMemorySink();
        await harness.startWorker(sink);
        await raise(harness, cause);
        await until("the sweep is done", () => isDone(harness));
        assert.equal(sink.gaps, []);
      },
      mode,
    );
  });
}

sweeps("nothing is swept before capture is attached", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const worker = await harness.startWorker(createMemorySink());
    for (const lane of harness.lanes) await harness.redis.hset(lane.sweep(ROUTE), { needed: 1, cause: "gap" });
    await until("the worker runs", () => worker.state(0) === "running");
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.is(await metricValue(worker, "rdi_sweeps_total"), 0);
  });
});

sweeps("rows whose key is gone are removed, those below the brake at once", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await load(harness, sink, 300);
    for (let id = 0; id < 100; id++) await harness.redis.del(`customer:${id}`);
    const worker = await harness.startWorker(sink);
    await raise(harness, "gap");
    await until("the rows are gone", () => sink.rows.size === 200);
    await until("the sweep is done", () => isDone(harness));
    assert.is(await metricValue(worker, "rdi_sweep_keys_total", { direction: "target" }), 100);
  });
});

sweeps(
  "a sweep that would remove too many rows removes none, lets upserts through and waits until that is accepted",
  async ({ redis }) => {
    await withHarness(redis, async (harness, project) => {
      const sink = createMemorySink();
      await load(harness, sink, 300);
      for (let id = 0; id < 101; id++) await harness.redis.del(`customer:${id}`);
      await fill(harness, 300, 310);
      const worker = await harness.startWorker(sink);
      await raise(harness, "gap");
      await until("it waits", async () => (await metricValue(worker, "rdi_sweep_waiting_for_accept")) === 1);
      await until("nothing was removed, and the new keys are there", () => sink.rows.size === 310);
      await fill(harness, 310, 311);
      await harness.name("customer:310");
      await until("changes go on", () => sink.rows.size === 311);
      assert.not(await isDone(harness));
      assert.equal(await acceptDeletes(project, "customers"), [ROUTE]);
      await until("the rows are gone", () => sink.rows.size === 210);
      await until("the sweep is done", () => isDone(harness));
      assert.is(await metricValue(worker, "rdi_sweep_waiting_for_accept"), 0);
    });
  },
);

sweeps("a mark that is raised while a sweep runs is not forgotten", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await fill(harness, 0, 10);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    sink.refuse = async () => {
      await held;
      return undefined;
    };
    const worker = await harness.startWorker(sink);
    await raise(harness, "first_load");
    await until("the sweep has named the keys", async () => (await harness.backlog()) > 0);
    for (const lane of harness.lanes) await harness.redis.hincrby(lane.sweep(ROUTE), "needed", 1);
    release();
    await until("both sweeps are done", () => isDone(harness));
    assert.is(await metricValue(worker, "rdi_sweeps_total"), 2);
  });
});

sweeps("a flush of the database in mid-sweep takes the sweep's effect away", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await fill(harness, 0, 10);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    sink.refuse = async () => {
      await held;
      return undefined;
    };
    await harness.startWorker(sink);
    await raise(harness, "first_load");
    await until("the sweep has named the keys", async () => (await harness.backlog()) > 0);
    await harness.redis.flushall();
    await fill(harness, 0, 10);
    await raise(harness, "keyspace_replaced");
    release();
    await until("a second sweep is done", () => isDone(harness));
    assert.is(sink.rows.size, 10);
  });
});

sweeps("a flush between the count and the removals meets the brake, too", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await load(harness, sink, 2500);
    await harness.redis.del("customer:1");
    const pageOwners = sink.pageOwners;
    let firstPages = 0;
    sink.pageOwners = async (page, after, limit) => {
      if (after === undefined && ++firstPages === 2) {
        await until("nothing that was scanned is under way", async () => (await harness.backlog()) === 0);
        await removeKeys(harness, 2500);
      }
      return pageOwners(page, after, limit);
    };
    const worker = await harness.startWorker(sink);
    await raise(harness, "gap");
    await until("the sweep waits", async () => (await metricValue(worker, "rdi_sweep_waiting_for_accept")) === 1);
    await until("what was named is applied", async () => (await harness.backlog()) === 0);
    assert.is(sink.rows.size, 2500, "no row went");
  });
});

sweeps(
  "accepting removals before a route was ever loaded leaves no mark that would hide its first load",
  async ({ redis }) => {
    await withHarness(redis, async (harness, project) => {
      await acceptDeletes(project, "customers");
      assert.is(await harness.redis.exists(...harness.lanes.map((lane) => lane.sweep(ROUTE))), 0);
    });
  },
);

sweeps("a sweep that meets an outage of the target starts again and ends", async ({ redis }) => {
  await withHarness(redis, async (harness) => {
    const sink = createMemorySink();
    await fill(harness, 0, 10);
    const pageOwners = sink.pageOwners;
    let failures = 3;
    sink.pageOwners = (...page) =>
      failures-- > 0 ? Promise.reject(new SinkError("connection", "57P01", "gone")) : pageOwners(...page);
    await harness.startWorker(sink);
    await raise(harness, "first_load");
    await until("the sweep is done", () => isDone(harness));
    assert.is(sink.rows.size, 10);
  });
});

sweeps.run();
