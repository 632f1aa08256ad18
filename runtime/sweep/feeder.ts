import type { Redis } from "ioredis";
import { laneOfSlot, slotOf } from "../control/slots.ts";
import { packKeys } from "../control/stream-entry.ts";
import { isBefore } from "../control/stream-id.ts";
import { pause } from "../apply/pause.ts";

/** A sweep never has more of its own keys in the streams: it can't overflow what it feeds, and changes don't queue behind it for long. */
const UNCOMMITTED_LIMIT = 4096;
const ENTRY_KEYS = 256;
const LOOK_AGAIN_MS = 20;
const FULL_MS = 1_000;

/** Names keys in the lanes' streams, and knows when all of them were committed. */
export interface Feeder {
  /** Resolves when the keys are in the streams; waits while too many are not committed. */
  name(keys: readonly string[]): Promise<void>;
  /** Resolves when everything that was named is committed. */
  drained(): Promise<void>;
  readonly named: number;
}

export interface FeederOptions {
  readonly redis: Redis;
  /** One stream a lane. */
  readonly streams: readonly string[];
  /** Marks the entries. */
  readonly sweep: string;
  readonly signal: AbortSignal;
}

interface Sent {
  readonly id: string;
  readonly keys: number;
}

export function createFeeder({ redis, streams, sweep, signal }: FeederOptions): Feeder {
  const sent: Sent[][] = streams.map(() => []);
  let uncommitted = 0;
  let named = 0;

  async function name(keys: readonly string[]): Promise<void> {
    for (const [lane, own] of byLane(keys, streams.length).entries()) {
      for (let at = 0; at < own.length; at += ENTRY_KEYS) {
        const chunk = own.slice(at, at + ENTRY_KEYS);
        await below(UNCOMMITTED_LIMIT - chunk.length);
        sent[lane]?.push({ id: await add(streams[lane] ?? "", packKeys(chunk)), keys: chunk.length });
        uncommitted += chunk.length;
        named += chunk.length;
      }
    }
  }

  async function add(stream: string, packed: Buffer): Promise<string> {
    for (;;) {
      try {
        return (await redis.xadd(stream, "*", "k", packed, "s", sweep)) ?? "";
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        await pause(FULL_MS, signal);
        signal.throwIfAborted();
      }
    }
  }

  async function below(limit: number): Promise<void> {
    while (uncommitted > limit && !signal.aborted) {
      await lookAtHeads();
      if (uncommitted > limit) await pause(LOOK_AGAIN_MS, signal);
    }
    signal.throwIfAborted();
  }

  /** An entry that lies before a stream's head was committed, for lanes remove nothing else. */
  async function lookAtHeads(): Promise<void> {
    await Promise.all(
      sent.map(async (entries, lane) => {
        if (entries.length === 0) return;
        const head = await redis.xrange(streams[lane] ?? "", "-", "+", "COUNT", 1);
        const first = head[0]?.[0];
        while (entries[0] !== undefined && (first === undefined || isBefore(entries[0].id, first))) {
          uncommitted -= entries.shift()?.keys ?? 0;
        }
      }),
    );
  }

  return {
    name,
    drained: () => below(0),
    get named() {
      return named;
    },
  };
}

/** Redis is at its memory limit, which passes when the lanes have caught up. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("OOM");
}

function byLane(keys: readonly string[], lanes: number): readonly (readonly string[])[] {
  const own: string[][] = Array.from({ length: lanes }, () => []);
  for (const key of keys) own[laneOfSlot(slotOf(key), lanes)]?.push(key);
  return own;
}
