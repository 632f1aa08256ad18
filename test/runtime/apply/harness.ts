import { eventually } from "../../support/eventually.ts";
import type { Redis } from "ioredis";
import { checkSource } from "../../../runtime/apply/check-source.ts";
import { firstConnect, redisConnector } from "../../../runtime/apply/redis-client.ts";
import { startApply } from "../../../runtime/apply/start-apply.ts";
import { laneKeys, type LaneKeys } from "../../../runtime/control/keys.ts";
import { laneOfSlot, slotOf } from "../../../runtime/control/slots.ts";
import { packKeys } from "../../../runtime/control/stream-entry.ts";
import type { Project } from "../../../runtime/job.ts";
import { createHealth } from "../../../runtime/observe/health.ts";
import { createLog } from "../../../runtime/observe/log.ts";
import { createMetrics } from "../../../runtime/observe/metrics.ts";
import type { Sink } from "../../../runtime/sinks/sink.ts";

export const ROUTE = "customers.warehouse";

/** The apply side of a worker, without capture: tests write the streams themselves. */
export interface ApplyHarness {
  readonly redis: Redis;
  readonly lane: (key: string) => LaneKeys;
  readonly lanes: readonly LaneKeys[];
  /** One entry a call and lane, as capture writes it. */
  name(...keys: string[]): Promise<void>;
  /** Starts another worker on the same Redis. */
  startWorker(sink: Sink): Promise<TestWorker>;
  /** Dead letters of all lanes: key → its JSON. */
  deadLetters(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>;
  parkedKeys(): Promise<readonly string[]>;
  backlog(): Promise<number>;
  close(): Promise<void>;
}

export interface TestWorker {
  readonly redis: Redis;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly health: ReturnType<typeof createHealth>;
  readonly failed: Promise<void>;
  readonly state: (lane: number) => string | undefined;
  stop(): Promise<void>;
}

export async function openHarness(url: string, project: Project): Promise<ApplyHarness> {
  const redis = redisConnector(url, "test")();
  await firstConnect(redis, url);
  const count = project.source.lanes;
  const lanes = Array.from({ length: count }, (_, lane) => laneKeys(project.name, lane, count));
  const laneAt = (key: string): number => laneOfSlot(slotOf(key), count);
  const workers: TestWorker[] = [];

  async function startWorker(sink: Sink): Promise<TestWorker> {
    const worker = await startTestWorker(url, project, sink);
    workers.push(worker);
    return worker;
  }

  return {
    redis,
    lanes,
    lane: (key) => lanes[laneAt(key)] ?? laneKeys(project.name, 0, count),
    name: async (...keys) => {
      for (const [lane, one] of lanes.entries()) {
        const own = keys.filter((key) => laneAt(key) === lane);
        if (own.length > 0) await redis.xadd(one.stream(ROUTE), "*", "k", packKeys(own), "o", "1");
      }
    },
    startWorker,
    deadLetters: async () => {
      const all = await Promise.all(lanes.map((lane) => redis.hgetall(lane.deadWhy(ROUTE))));
      return Object.fromEntries(
        all.flatMap((one) => Object.entries(one)).map(([key, json]) => [key, JSON.parse(json)]),
      );
    },
    parkedKeys: async () => (await Promise.all(lanes.map((lane) => redis.zrange(lane.parked(ROUTE), 0, "-1")))).flat(),
    backlog: async () =>
      (await Promise.all(lanes.map((lane) => redis.xlen(lane.stream(ROUTE))))).reduce((sum, length) => sum + length, 0),
    close: async () => {
      for (const worker of workers) await worker.stop();
      redis.disconnect();
    },
  };
}

async function startTestWorker(url: string, project: Project, sink: Sink): Promise<TestWorker> {
  const openRedis = redisConnector(url, "test-worker");
  const redis = openRedis();
  await firstConnect(redis, url);
  const facts = await checkSource(redis, project);
  const stopping = new AbortController();
  const metrics = createMetrics();
  const health = createHealth();
  const sinks = new Map([["warehouse", sink]]);
  const log = createLog({ RDI_LOG_LEVEL: process.env.RDI_TEST_LOG ?? "silent" });
  const shared = { project, lanes: facts.lanes, redisVersion: facts.version, redis, openRedis, sinks };
  const apply = startApply({ ...shared, log, metrics, health, stopping: stopping.signal });
  return {
    redis,
    metrics,
    health,
    failed: apply.failed,
    state: (lane) => apply.routes[0]?.state.lanes.get(lane),
    stop: async () => {
      stopping.abort();
      await apply.finished;
      redis.disconnect();
    },
  };
}

/** Asks until the answer is true; fails with the question after 30 s. */
export async function until(question: string, answer: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(question, answer, { within: 30_000, every: 10 });
}

export async function metricValue(
  worker: TestWorker,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const metric = (await worker.metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
  const values = (metric?.values ?? []).filter((value) =>
    Object.entries(labels).every(
      ([label, wanted]) => String((value.labels as Record<string, unknown>)[label]) === wanted,
    ),
  );
  return values.reduce((sum, value) => sum + value.value, 0);
}
