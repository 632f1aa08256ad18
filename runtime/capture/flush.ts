import type { ChainableCommander, Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import { packKeys } from "../control/stream-entry.ts";
import type { RouteKeys } from "./dirty-set.ts";
import type { GapCause } from "./gap.ts";
import { encodePosition, type Position } from "./position.ts";

/** The field of a lane's position for the one shard of a server that is no cluster. */
export const SHARD = "0";

const MAX_ENTRY_KEYS = 512;
const MAX_ENTRY_BYTES = 64 * 1024;

export interface LaneFlush {
  readonly keys: LaneKeys;
  readonly routes: readonly string[];
  readonly changed: RouteKeys;
  readonly position: Position;
  /** For each route, why a sweep becomes necessary, if it does. */
  readonly raises: readonly (GapCause | undefined)[];
}

export type FlushResult =
  | { readonly kind: "saved"; readonly keys: number; readonly entries: number }
  /** Redis takes no writes; nothing was written. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The position was written, and some of the rest was not. */
  | { readonly kind: "torn"; readonly error: Error };

/**
 * Writes a lane's changed keys and its position at once: the position says that every change before it is in the streams, or that a
 * sweep is recorded. Throws when the connection fails; whether it was written is unknown then.
 */
export async function flushLane(client: Redis, flush: LaneFlush): Promise<FlushResult> {
  const transaction = client.multi();
  let keys = 0;
  let entries = 0;
  flush.routes.forEach((route, index) => {
    for (const entry of cutEntries(flush.changed[index] ?? [])) {
      transaction.xadd(flush.keys.stream(route), "*", "k", packKeys(entry), "o", flush.position.offset);
      keys += entry.length;
      entries++;
    }
    raise(transaction, flush.keys.sweep(route), flush.raises[index]);
  });
  transaction.hset(flush.keys.position, SHARD, encodePosition(flush.position));
  const failure = await run(transaction);
  return failure ?? { kind: "saved", keys, entries };
}

function raise(transaction: ChainableCommander, sweep: string, cause: GapCause | undefined): void {
  if (cause === undefined) return;
  transaction.hincrby(sweep, "needed", 1);
  transaction.hset(sweep, "cause", cause);
}

async function run(transaction: ChainableCommander): Promise<FlushResult | undefined> {
  let replies;
  try {
    replies = await transaction.exec();
  } catch (thrown) {
    const reason = refusedWrite(thrown);
    if (reason === undefined) throw thrown;
    return { kind: "refused", reason };
  }
  if (replies === null) throw new Error("Redis did not execute a transaction that watches nothing");
  const error = replies.map(([failed]) => failed).find((failed) => failed !== null);
  return error ? { kind: "torn", error } : undefined;
}

/** The reason when Redis refused the whole transaction and may take it later. */
function refusedWrite(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const previous: unknown = "previousErrors" in thrown ? thrown.previousErrors : undefined;
  const errors: readonly unknown[] = [...(Array.isArray(previous) ? previous : []), thrown];
  const reason = errors.find((error) => error instanceof Error && isRefusal(error.message));
  return reason instanceof Error ? reason.message : undefined;
}

export function isRefusal(message: string): boolean {
  return /^(OOM|READONLY|MISCONF|NOREPLICAS|BUSY|LOADING|MASTERDOWN)\b/.test(
    message.replace(/^EXECABORT [^:]*: */, ""),
  );
}

/** Entries small enough to be read one at a time. */
export function cutEntries(keys: readonly string[]): readonly (readonly string[])[] {
  if (keys.length <= MAX_ENTRY_KEYS && byteLength(keys) <= MAX_ENTRY_BYTES) return keys.length === 0 ? [] : [keys];
  const entries: string[][] = [];
  let bytes = MAX_ENTRY_BYTES;
  for (const key of keys) {
    bytes += key.length + 4;
    const entry = entries.at(-1);
    if (entry !== undefined && bytes <= MAX_ENTRY_BYTES && entry.length < MAX_ENTRY_KEYS) entry.push(key);
    else {
      entries.push([key]);
      bytes = key.length + 4;
    }
  }
  return entries;
}

function byteLength(keys: readonly string[]): number {
  return keys.reduce((bytes, key) => bytes + key.length + 4, 0);
}
