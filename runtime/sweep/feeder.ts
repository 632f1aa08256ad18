import type { Redis } from "ioredis";
import { laneOfSlot, slotOf } from "../control/slots.ts";
import { entryBytes } from "../control/stream-budget.ts";
import { isBefore } from "../control/stream-id.ts";
import { addEntry, isOutOfMemory, type StreamPlace } from "../apply/add-entry.ts";
import { pause } from "../apply/pause.ts";

/** A sweep never has more of its own keys in the streams: it can't overflow what it feeds. */
const MOST_UNCOMMITTED = 4096;
const LEAST_UNCOMMITTED = 16;
const ENTRY_KEYS = 256;
/** When its keys take longer than this to be committed it names fewer ahead, for so long changes queue behind them. */
const ON_TIME_MS = 250;
const LOOK_AGAIN_MS = 20;
const FULL_MS = 1_000;

/** Names keys in the lanes' streams, and knows when all of them were committed. */
export interface Feeder {
  /** Resolves when the keys are in the streams; waits while too many are not committed. */
  name(keys: readonly string[]): Promise<void>;
  /** Takes what lies in the streams now for its own: an earlier attempt has named keys there. */
  remember(): Promise<void>;
  /** Resolves when everything that was named is committed. */
  drained(): Promise<void>;
  readonly named: number;
}

export interface FeederOptions {
  readonly redis: Redis;
  /** One stream a lane. */
  readonly streams: readonly StreamPlace[];
  /** Bytes of its entries that a stream may hold. */
  readonly budget: number;
  /** Marks the entries. */
  readonly sweep: string;
  readonly signal: AbortSignal;
  /** Redis is at its memory limit and takes no names: they wait. Told once until it takes some again. */
  readonly refused?: () => void;
  /** What an earlier attempt has named. */
  readonly named?: number;
  /** ms that lanes wait for a batch to fill: their entries take at least as long. */
  readonly wait?: number;
}

interface Sent {
  readonly id: string;
  readonly keys: number;
  readonly bytes: number;
  readonly at: number;
}

export function createFeeder(options: FeederOptions): Feeder {
  const { redis, streams, budget, sweep, signal, named: before = 0, wait = 0 } = options;
  const sent: Sent[][] = streams.map(() => []);
  let uncommitted = 0;
  let named = before;
  let limit = ENTRY_KEYS;
  let isRefused = false;

  async function name(keys: readonly string[]): Promise<void> {
    for (const [lane, own] of byLane(keys, streams.length).entries()) {
      for (let at = 0; at < own.length;) {
        const chunk = own.slice(at, at + Math.min(ENTRY_KEYS, limit));
        const bytes = entryBytes(chunk.reduce((sum, key) => sum + key.length + 4, 0));
        await below(() => limit - chunk.length);
        await roomIn(lane, bytes);
        const place = streams[lane];
        if (place === undefined) break;
        sent[lane]?.push({ id: await add(place, chunk), keys: chunk.length, bytes, at: Date.now() });
        uncommitted += chunk.length;
        named += chunk.length;
        at += chunk.length;
      }
    }
  }

  async function add(place: StreamPlace, keys: readonly string[]): Promise<string> {
    for (;;) {
      try {
        const id = await addEntry(redis, place, { keys, fields: ["s", sweep] });
        isRefused = false;
        return id;
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        if (!isRefused) options.refused?.();
        isRefused = true;
        await pause(FULL_MS, signal);
        signal.throwIfAborted();
      }
    }
  }

  /** At least one chunk may always go. */
  async function below(most: () => number): Promise<void> {
    while (uncommitted > Math.max(0, most()) && !signal.aborted) {
      await lookAtHeads();
      if (uncommitted > Math.max(0, most())) await pause(LOOK_AGAIN_MS, signal);
    }
    signal.throwIfAborted();
  }

  /** A single entry may be larger than the budget; it then lies there alone. */
  async function roomIn(lane: number, bytes: number): Promise<void> {
    const held = (): number => sent[lane]?.reduce((sum, entry) => sum + entry.bytes, 0) ?? 0;
    while (held() > Math.max(0, budget - bytes) && !signal.aborted) {
      await lookAtHeads();
      if (held() > Math.max(0, budget - bytes)) await pause(LOOK_AGAIN_MS, signal);
    }
    signal.throwIfAborted();
  }

  /** An entry that lies before a stream's head was committed, for lanes remove nothing else. */
  async function lookAtHeads(): Promise<void> {
    await Promise.all(
      sent.map(async (entries, lane) => {
        if (entries.length === 0) return;
        const head = await redis.xrange(streams[lane]?.stream ?? "", "-", "+", "COUNT", 1);
        const first = head[0]?.[0];
        while (entries[0] !== undefined && (first === undefined || isBefore(entries[0].id, first))) {
          const done = entries.shift();
          uncommitted -= done?.keys ?? 0;
          if (done !== undefined) adapt(done);
        }
      }),
    );
  }

  function adapt({ keys, at }: Sent): void {
    const isLate = Date.now() - at > ON_TIME_MS + 2 * wait;
    limit = isLate ? Math.max(LEAST_UNCOMMITTED, limit >> 1) : Math.min(MOST_UNCOMMITTED, limit + keys);
  }

  return {
    name,
    remember: async () => {
      for (const [lane, { stream }] of streams.entries()) {
        const [last] = await redis.xrevrange(stream, "+", "-", "COUNT", 1);
        if (last !== undefined) sent[lane]?.push({ id: last[0], keys: 0, bytes: 0, at: Date.now() });
      }
    },
    drained: async () => {
      while (sent.some(({ length }) => length > 0) && !signal.aborted) {
        await lookAtHeads();
        if (sent.some(({ length }) => length > 0)) await pause(LOOK_AGAIN_MS, signal);
      }
      signal.throwIfAborted();
    },
    get named() {
      return named;
    },
  };
}

function byLane(keys: readonly string[], lanes: number): readonly (readonly string[])[] {
  const own: string[][] = Array.from({ length: lanes }, () => []);
  for (const key of keys) own[laneOfSlot(slotOf(key), lanes)]?.push(key);
  return own;
}
