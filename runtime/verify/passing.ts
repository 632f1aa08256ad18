import type { Redis } from "ioredis";
import { pause } from "../apply/pause.ts";
import { SHARD } from "../capture/flush.ts";
import { decodePosition } from "../capture/position.ts";
import type { LaneKeys } from "../control/keys.ts";
import { decodeEntry } from "../control/stream-entry.ts";
import { isBefore } from "../control/stream-id.ts";

/** Waits until everything that had changed before the call has been applied. */
export interface Passing {
  /** False when the lanes do not move: nobody works, or an outage holds them. */
  pass(): Promise<boolean>;
  /** Those of the keys whose changes wait in the streams. */
  waiting(keys: ReadonlySet<string>): Promise<ReadonlySet<string>>;
}

export interface PassingOptions {
  readonly redis: Redis;
  readonly lanes: readonly LaneKeys[];
  readonly route: string;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_MS = 50;
/** Capture writes a change within a few ms. Its position follows what others write, not what we do, so it may stay behind for ever. */
const CAPTURED_MS = 400;
const STALLED_MS = 15_000;
const PAGE = 100;

export function createPassing({ redis, lanes, route, signal }: PassingOptions): Passing {
  const streams = lanes.map((lane) => lane.stream(route));

  async function positions(): Promise<readonly number[]> {
    const saved = await Promise.all(lanes.map((lane) => redis.hget(lane.position, SHARD)));
    return saved.map((text) => decodePosition(text)?.offset ?? 0);
  }

  /** Until capture has come as far as the source is now, or nothing is left that it would move for. */
  async function captured(): Promise<void> {
    const info = await redis.info("replication").catch(() => "");
    const offset = Number(/^master_repl_offset:(\d+)/m.exec(info)?.[1] ?? Infinity);
    let seen = await positions();
    let movedAt = Date.now();
    while (seen.some((at) => at < offset) && Date.now() - movedAt < CAPTURED_MS) {
      await pause(LOOK_AGAIN_MS, signal);
      const now = await positions();
      if (now.some((at, lane) => at !== seen[lane])) movedAt = Date.now();
      seen = now;
    }
  }

  async function head(stream: string): Promise<string | undefined> {
    const [first] = await redis.xrange(stream, "-", "+", "COUNT", 1);
    return first?.[0];
  }

  async function passed(stream: string, lane: LaneKeys): Promise<boolean> {
    const [last] = await redis.xrevrange(stream, "+", "-", "COUNT", 1);
    if (last === undefined) return true;
    let before: string | undefined;
    let movedAt = Date.now();
    for (;;) {
      const first = await head(stream);
      if (first === undefined || isBefore(last[0], first)) return true;
      if (first !== before) movedAt = Date.now();
      before = first;
      if (Date.now() - movedAt > STALLED_MS || (await redis.exists(lane.lease(route))) === 0) return false;
      await pause(LOOK_AGAIN_MS, signal);
      signal.throwIfAborted();
    }
  }

  async function pass(): Promise<boolean> {
    await captured();
    signal.throwIfAborted();
    const all = await Promise.all(lanes.map((lane, at) => passed(streams[at] ?? "", lane)));
    return all.every((one) => one);
  }

  async function waiting(keys: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const stream of streams) {
      for await (const named of namedIn(redis, stream)) for (const key of named) if (keys.has(key)) found.add(key);
    }
    return found;
  }

  return { pass, waiting };
}

async function* namedIn(redis: Redis, stream: string): AsyncGenerator<readonly string[]> {
  let after = "-";
  for (;;) {
    const entries = await redis.xrangeBuffer(stream, after, "+", "COUNT", PAGE);
    for (const [id, fields] of entries) yield decodeEntry(id, fields)?.keys ?? [];
    const last = entries.at(-1);
    if (last === undefined || entries.length < PAGE) return;
    after = `(${last[0].toString("latin1")}`;
  }
}
