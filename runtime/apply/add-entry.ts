import type { Redis } from "ioredis";
import { entryBytes } from "../control/stream-budget.ts";
import { packKeys } from "../control/stream-entry.ts";
import { replyCode } from "../redis-replies.ts";
import { luaScript, runScript, type Argument } from "./lua.ts";

export interface AddedEntry {
  readonly keys: readonly string[];
  /** Further fields. */
  readonly fields?: readonly string[];
}

/** What names a lane's keys. */
export interface StreamPlace {
  readonly stream: string;
  /** The hash of its sweep marks, which counts its bytes. */
  readonly sweep: string;
}

/** Names keys in a stream, as capture does, and counts their bytes. Replies the entry's id. At the memory limit it rejects with `OOM`. */
export async function addEntry(redis: Redis, { stream, sweep }: StreamPlace, entry: AddedEntry): Promise<string> {
  const packed = packKeys(entry.keys);
  const args: Argument[] = [entryBytes(packed.length), "k", packed, ...(entry.fields ?? [])];
  const id = await runScript(redis, ADD_ENTRY, [stream, sweep], args);
  return String(id);
}

// Where there is no mark none is made: capture takes it for a route that was loaded before.
const ADD_ENTRY = luaScript(`
local id = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
if redis.call('HEXISTS', KEYS[2], 'needed') == 1 then redis.call('HINCRBY', KEYS[2], 'bytes', ARGV[1]) end
return id`);

/** Redis is at its memory limit, which passes when the lanes have caught up. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && replyCode(error.message) === "OOM";
}
