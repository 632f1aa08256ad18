import type { Redis } from "ioredis";
import type { Part } from "./part.ts";
import { createSettling } from "./settling.ts";
import { readEntries, type StreamSource } from "./stream-source.ts";

/** Entries a read. */
const PAGE = 1000;

export interface SettlingOptions {
  /** A connection that nobody else uses, since it waits. */
  readonly reader: Redis;
  readonly stream: string;
  /** Keys a part. */
  readonly batch: number;
  /** ms that a change may wait for others of its key. */
  readonly settle: number;
}

/** A stream source whose keys wait for further changes. Their entries stay in the stream until then, so what waits here may be lost. */
export function createSettlingSource({ reader, stream, batch, settle }: SettlingOptions): StreamSource {
  const settling = createSettling(settle);
  let cursor = "0-0";
  let ahead: number | undefined;

  /** Reads all that there is: a change that is not seen would not be absorbed. */
  async function fill(block: number): Promise<void> {
    let waiting = block;
    while (!settling.isFull) {
      const entries = await readEntries(reader, { stream, cursor, count: PAGE, block: waiting });
      settling.add(entries);
      cursor = entries.at(-1)?.id.toString("latin1") ?? cursor;
      if (entries.length < PAGE) return;
      waiting = 0;
    }
  }

  async function next(block: number, signal: AbortSignal): Promise<readonly Part[]> {
    const until = Date.now() + block;
    ahead ??= await clockAhead(reader);
    for (let wait = 0; ;) {
      await fill(wait);
      const now = Date.now() + ahead;
      const part = settling.take(now, batch);
      if (part !== undefined) return [part];
      wait = Math.ceil(Math.min(until - Date.now(), settling.nextDue(now) ?? Infinity));
      if (wait <= 0 || signal.aborted) return [];
    }
  }

  return { next };
}

/** By how many ms the clock of Redis, which stream ids come from, is ahead of ours. */
async function clockAhead(redis: Redis): Promise<number> {
  const micros = /server_time_usec:(\d+)/.exec(await redis.info("server"))?.[1];
  return micros === undefined ? 0 : Number(micros) / 1000 - Date.now();
}
