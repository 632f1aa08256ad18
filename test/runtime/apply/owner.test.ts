import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Redis } from "ioredis";
import { claimLane } from "../../../runtime/apply/claim.ts";
import { controlScripts } from "../../../runtime/apply/control-scripts.ts";
import { createDeadLetters } from "../../../runtime/apply/dead-letters.ts";
import type { LaneOwner } from "../../../runtime/apply/owner.ts";
import { createParking } from "../../../runtime/apply/parking.ts";
import { createRoute, type ApplyContext, type Route } from "../../../runtime/apply/route.ts";
import { createSourceIdentity } from "../../../runtime/apply/source-identity.ts";
import { laneKeys } from "../../../runtime/control/keys.ts";
import { createLog } from "../../../runtime/observe/log.ts";
import { createMetrics } from "../../../runtime/observe/metrics.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll, startRedis, type RedisServer } from "../../setup/servers.mjs";
import { connectRedis } from "../../support/redis.ts";
import { shopProject } from "./customers-job.ts";
import { createMemorySink } from "./memory-sink.ts";

const owners = suite<{ redis: RedisServer }>("owners of a lane");
const keys = laneKeys("shop", 0, 1);
const REJECT = { key: "customer:1", code: "RDI5010", message: "no number" } as const;

owners.before(async (context) => {
  context.redis = await startRedis();
});
owners.after(() => endAll());

owners(
  "late words of a replaced owner neither bring a dead letter back nor take one away",
  async ({ redis: { url } }) => {
    await withLane(url, async (context, route) => {
      const [earlier, present] = [await claim(context, route), await claim(context, route)];
      const late = createDeadLetters(context, route, keys, earlier);
      const letters = createDeadLetters(context, route, keys, present);
      await isFenced(late.put([REJECT]));
      assert.is(await context.redis.hlen(keys.deadWhy(route.name)), 0);
      await letters.put([REJECT]);
      await late.load();
      await isFenced(late.clear([REJECT.key]));
      assert.is(await context.redis.hlen(keys.deadWhy(route.name)), 1);
      await letters.clear([REJECT.key]);
      assert.is(await context.redis.exists(keys.dead(route.name), keys.deadWhy(route.name)), 0);
    });
  },
);

owners("late words of a replaced owner neither park a key nor forget a parked one", async ({ redis: { url } }) => {
  await withLane(url, async (context, route) => {
    const [earlier, present] = [await claim(context, route), await claim(context, route)];
    const late = createParking(context, route, keys, earlier);
    const parking = createParking(context, route, keys, present);
    const item = { key: "customer:1", owners: [], rows: [], captures: {}, value: undefined };
    const parked = [{ item, code: "RDI5030", message: "taken", rivals: [], constraint: undefined } as const];
    await isFenced(late.park(parked));
    assert.is(await context.redis.zcard(keys.parked(route.name)), 0);
    await parking.park(parked);
    await late.load();
    await isFenced(late.clear([item.key]));
    assert.is(await context.redis.zcard(keys.parked(route.name)), 1);
  });
});

owners(
  "a crash behind the first claim of a new checkpoint does not make its sweep forgotten",
  async ({ redis: { url } }) => {
    await withLane(url, async (context, route) => {
      await context.identity.settle(undefined, route.sink);
      await context.redis.hset(keys.sweep(route.name), { needed: 3, done: 3 });
      const { redis } = context;
      const dying = new Proxy(redis, {
        get: (target, name) =>
          name === "callBuffer" ? () => Promise.reject(new Error("crash")) : Reflect.get(target, name),
      });
      await claimLane({ ...context, redis: dying }, route, keys).then(
        () => assert.unreachable("it crashes"),
        (error: unknown) => assert.match(String(error), "crash"),
      );
      await claim(context, route);
      assert.is(await redis.hget(keys.sweep(route.name), "needed"), "4");
    });
  },
);

owners("a new route does not give Redis another identity than its project has recorded", async ({ redis: { url } }) => {
  await withLane(url, async (context, route) => {
    await claim(context, route);
    const identity = await context.identity.read();
    await context.redis.flushall();
    await claim(context, { ...route, name: "customers.later" });
    assert.is(await context.identity.read(), identity);
  });
});

async function claim(context: ApplyContext, route: Route): Promise<LaneOwner> {
  return (await claimLane(context, route, keys)).owner;
}

async function isFenced(work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SinkError && error.class === "fenced", `it is refused, not ${String(error)}`);
}

async function withLane(url: string, work: (context: ApplyContext, route: Route) => Promise<void>): Promise<void> {
  const { redis, close } = await connectRedis(url);
  await redis.flushall();
  const [job] = shopProject({ redis: url, warehouse: "postgres://127.0.0.1/none" }).jobs;
  if (job === undefined) throw new Error("The project has no job.");
  try {
    await work(contextOf(redis), createRoute(job, "warehouse", createMemorySink()));
  } finally {
    await close();
  }
}

function contextOf(redis: Redis): ApplyContext {
  const scripts = controlScripts("7.0.0");
  return {
    project: "shop",
    release: "r1",
    lanes: 1,
    streamBytes: 2 ** 20,
    redis,
    openRedis: () => redis,
    scripts,
    hasReadOnlyScripts: true,
    laneKeys: () => keys,
    identity: createSourceIdentity({ redis, project: "shop", scripts, controlKeysLost: async () => undefined }),
    replid: async () => "",
    log: createLog({ RDI_LOG_LEVEL: "silent" }),
    metrics: createMetrics(),
    stopping: new AbortController().signal,
  };
}

owners.run();
