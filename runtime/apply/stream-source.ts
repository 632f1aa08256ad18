import type { Redis } from "ioredis";
import { cutParts, type Cutting, type Part, type RawEntry } from "./part.ts";
import { pause } from "./pause.ts";

/** Reads a lane's stream from its head onwards. A new one starts at the head again. */
export interface StreamSource {
  /** The next parts, none when nothing came within `block` ms; 0 does not wait at all. */
  next(block: number, signal: AbortSignal): Promise<readonly Part[]>;
}

export interface StreamSourceOptions {
  /** A connection that nobody else uses, since it waits. */
  readonly reader: Redis;
  readonly stream: string;
  /** Keys a part. */
  readonly batch: number;
  /** ms to wait for more keys when a part is not full. */
  readonly wait: number;
  /** For a route that appends. */
  readonly append: Cutting["append"];
}

export function createStreamSource(options: StreamSourceOptions): StreamSource {
  const { reader, stream, batch, wait, append } = options;
  let cursor = "0-0";
  let keysPerEntry = 16;

  async function fetch(block: number): Promise<RawEntry[]> {
    const count = Math.max(1, Math.min(batch, Math.ceil(batch / keysPerEntry)));
    const entries = await readEntries(reader, { stream, cursor, count, block });
    cursor = entries.at(-1)?.id.toString("latin1") ?? cursor;
    return entries;
  }

  async function next(block: number, signal: AbortSignal): Promise<readonly Part[]> {
    const entries = await fetch(block);
    if (entries.length === 0) return [];
    let parts = cutParts(entries, { limit: batch, append });
    if (wait > 0 && isUnderfull(parts, batch)) {
      await pause(wait, signal);
      entries.push(...(await fetch(0)));
      parts = cutParts(entries, { limit: batch, append });
    }
    const keys = parts.reduce((sum, part) => sum + part.keys.length, 0);
    keysPerEntry = 0.7 * keysPerEntry + 0.3 * Math.max(1, keys / entries.length);
    return parts;
  }

  return { next };
}

export interface EntriesAfter {
  readonly stream: string;
  readonly cursor: string;
  readonly count: number;
  /** ms to wait when there are none; 0 does not wait. */
  readonly block: number;
}

export async function readEntries(reader: Redis, { stream, cursor, count, block }: EntriesAfter): Promise<RawEntry[]> {
  const waiting = block > 0 ? ["BLOCK", block] : [];
  return entriesOf(await reader.callBuffer("XREAD", ["COUNT", count, ...waiting, "STREAMS", stream, cursor]));
}

function isUnderfull(parts: readonly Part[], batch: number): boolean {
  return parts.length === 1 && (parts[0]?.keys.length ?? 0) < batch;
}

/** The one stream's entries of an XREAD reply; nil when there are none. */
function entriesOf(reply: unknown): RawEntry[] {
  const [[, entries] = []] = (reply ?? []) as readonly (readonly [
    Buffer,
    readonly (readonly [Buffer, readonly Buffer[] | null])[],
  ])[];
  return (entries ?? []).map(([id, fields]) => ({ id, fields: fields ?? [] }));
}
