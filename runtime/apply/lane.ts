import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { LaneSession } from "../sinks/sink.ts";
import type { AppendMark, Lineage } from "./append-mark.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { LaneOwner } from "./owner.ts";
import type { Parking } from "./parking.ts";
import type { ApplyContext, Route } from "./route.ts";

/** A lane that this worker owns: its session has claimed the checkpoint. */
export interface OwnedLane {
  readonly context: ApplyContext;
  readonly route: Route;
  readonly keys: LaneKeys;
  readonly session: LaneSession;
  /** How far rows were appended before the lane was claimed, and since. */
  readonly appended: { mark: AppendMark | undefined };
  /** The history of the source that the lane has joined. */
  readonly replid: string;
  /** … and what it came from. */
  readonly lineage: Lineage;
  /** A connection of its own, for reads that wait. */
  readonly reader: Redis;
  readonly owner: LaneOwner;
  readonly deadLetters: DeadLetters;
  readonly parking: Parking;
  readonly counters: LaneCounters;
  readonly log: Log;
  /** Told after each commit, with the number of its keys. */
  readonly committed: (keys: number) => void;
}

export type LaneCounters = ReturnType<typeof laneCounters>;

/** The metrics of a lane with their labels looked up once. */
export function laneCounters(metrics: Metrics, { job, target, name }: Route) {
  const labels = { job: job.name, target };
  const incoming = (operation: string) => metrics.incomingEntries.labels({ data_source: name, operation });
  return {
    keysRead: metrics.keysRead.labels(labels),
    keysFrozen: metrics.keysFrozen.labels(labels),
    rowsUpserted: metrics.rowsUpserted.labels(labels),
    rowsRemoved: metrics.rowsRemoved.labels(labels),
    batches: metrics.batches.labels(labels),
    batchKeys: metrics.batchKeys.labels(labels),
    commitSeconds: metrics.commitSeconds.labels(labels),
    lagSeconds: metrics.lagSeconds.labels(labels),
    updated: incoming("updated"),
    deleted: incoming("deleted"),
    filtered: incoming("filtered"),
    rejected: incoming("rejected"),
    retried: (kind: string) => metrics.retries.inc({ ...labels, class: kind }),
    dropped: (code: string) => metrics.dropped.inc({ ...labels, code }),
  };
}
