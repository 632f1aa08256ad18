import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";

/** What the sweep hashes of a route say, one element a lane. */
export interface LaneMarks {
  readonly needed: number;
  readonly done: number;
  readonly accept: number;
  readonly cause: string;
  /** The last `needed` that was raised since control keys were lost, whatever the cause says now. */
  readonly lost: number;
  /** The `needed` up to which gaps are recorded in the target. */
  readonly told: number;
  /** Capture has attached at least once: changes that a sweep would miss are recorded. */
  readonly captured: boolean;
}

export async function readMarks(
  redis: Redis,
  route: string,
  lanes: readonly LaneKeys[],
): Promise<readonly LaneMarks[]> {
  const pipeline = redis.pipeline();
  for (const lane of lanes)
    pipeline.hmget(lane.sweep(route), "needed", "done", "accept", "cause", "told", "lost").exists(lane.position);
  const replies = ((await pipeline.exec()) ?? []).map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
  return lanes.map((_, at) => marksOf(replies[2 * at], replies[2 * at + 1]));
}

export function isSweepNeeded(marks: readonly LaneMarks[]): boolean {
  return marks.some(({ needed, done }) => needed > done);
}

/** The removals of every sweep up to these counters are accepted. */
export function isAccepted(marks: readonly LaneMarks[], needed: readonly number[]): boolean {
  return marks.every(({ accept }, at) => accept >= (needed[at] ?? 0));
}

/** The cause of the first lane that needs a sweep. */
export function causeOf(marks: readonly LaneMarks[]): string {
  return marks.find(({ needed, done }) => needed > done)?.cause ?? "unknown";
}

function marksOf(fields: unknown, captured: unknown): LaneMarks {
  const [needed, done, accept, cause, told, lost] = Array.isArray(fields) ? fields : [];
  return {
    needed: Number(needed ?? 0),
    done: Number(done ?? 0),
    accept: Number(accept ?? 0),
    cause: String(cause ?? "unknown"),
    told: Number(told ?? 0),
    lost: Number(lost ?? 0),
    captured: captured === 1,
  };
}
