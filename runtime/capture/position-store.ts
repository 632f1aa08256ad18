import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import { SHARD } from "./flush.ts";
import type { GapCause } from "./gap.ts";
import { RetryError } from "./link-errors.ts";
import { decodePosition, type Position } from "./position.ts";

/** What Redis itself says about a lane. */
export interface SavedLane {
  readonly position: Position | undefined;
  /** The same as it was found, be it readable or not. */
  readonly text: string | undefined;
  /** For each route, why a sweep is needed even if the stream continues from the position. */
  readonly missing: readonly (GapCause | undefined)[];
}

/** Reads all lanes' positions back. Memory is not asked: a failover may have lost what Redis acknowledged. */
export async function readBack(
  client: Redis,
  lanes: readonly LaneKeys[],
  routes: readonly string[],
): Promise<readonly SavedLane[]> {
  const pipeline = client.pipeline();
  for (const lane of lanes) {
    pipeline.hget(lane.position, SHARD);
    for (const route of routes)
      pipeline.type(lane.sweep(route)).type(lane.stream(route)).hget(lane.sweep(route), "bytes");
  }
  const replies = ((await pipeline.exec()) ?? []).map(([error, value]) => error ?? value);
  const width = 1 + 3 * routes.length;
  return lanes.map((lane, index) => readLane(lane, routes, replies.slice(index * width, (index + 1) * width)));
}

function readLane(lane: LaneKeys, routes: readonly string[], [saved, ...found]: readonly unknown[]): SavedLane {
  const text = typeof saved === "string" ? saved : undefined;
  const position = decodePosition(text);
  const missing = routes.map((route, index) => {
    const [sweep, stream, counted] = found.slice(3 * index, 3 * index + 3);
    expectType(lane.sweep(route), sweep, "hash");
    expectType(lane.stream(route), stream, "stream");
    if (sweep === "none") return position === undefined || stream === "none" ? "first_load" : "control_keys_lost";
    // A stream in which entries were counted stays, be it empty.
    const isStreamLost = stream === "none" && counted !== null;
    return position === undefined || isStreamLost ? "control_keys_lost" : undefined;
  });
  const failed = [saved, ...found].find((reply) => reply instanceof Error);
  if (failed !== undefined) throw failed;
  return { position, text, missing };
}

/** Adding to a key of another kind would fail for ever while the position moves on. */
function expectType(key: string, type: unknown, wanted: string): void {
  if (type === wanted || type === "none") return;
  throw new RetryError(`The key ${key} is ours and should hold a ${wanted}, but holds a ${String(type)}: remove it.`);
}
