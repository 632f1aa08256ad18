import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import type { Metrics } from "./metrics.ts";

export interface ObservedRoute {
  readonly name: string;
  readonly job: string;
  readonly target: string;
  /** Lanes that this worker works on. */
  readonly owned: () => ReadonlySet<number>;
  /** Bytes that its streams may hold. */
  readonly budget: number;
}

/** Brings gauges up to date that somebody else may change: how many entries wait, how old the oldest is, and, since they may be purged, dead letters. */
export async function refreshStreamGauges(
  redis: Redis,
  metrics: Metrics,
  routes: readonly ObservedRoute[],
  lanes: readonly LaneKeys[],
): Promise<void> {
  for (const { name, job, target, owned, budget } of routes) {
    const streams = lanes.map((lane) => lane.stream(name));
    const lengths = await Promise.all(streams.map((stream) => redis.xlen(stream)));
    const heads = await Promise.all(streams.map((stream) => redis.xrange(stream, "-", "+", "COUNT", 1)));
    const times = heads.flatMap(([head]) => (head === undefined ? [] : [Number.parseInt(head[0], 10)]));
    const entries = lengths.reduce((sum, length) => sum + length, 0);
    const bytes = await Promise.all(lanes.map((lane) => redis.hget(lane.sweep(name), "bytes")));
    metrics.streamBytes.set(
      { job, target },
      bytes.reduce((sum, one) => sum + Number(one ?? 0), 0),
    );
    metrics.streamBudget.set({ job, target }, budget);
    metrics.streamEntries.set({ job, target }, entries);
    metrics.incomingEntries.set({ data_source: name, operation: "pending" }, entries);
    metrics.streamEventLatency.set(
      { data_source: name },
      times.length === 0 ? 0 : Math.max(0, Date.now() - Math.min(...times)),
    );
    for (const lane of lanes) {
      if (owned().has(lane.lane))
        metrics.deadLetters.set({ job, target, lane: lane.lane }, await redis.zcard(lane.dead(name)));
    }
  }
}
