import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import { entryBytes } from "../control/stream-budget.ts";
import { packKeys, packMembers, type Members } from "../control/stream-entry.ts";
import type { CaptureScripts } from "./capture-scripts.ts";
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
  /** Keys of whose value only these members changed. */
  readonly members: Members;
  /** For each route, whether it is told so. */
  readonly memberwise: readonly boolean[];
  readonly position: Position;
  /** For each route, why a sweep becomes necessary, if it does. Written by themselves, without changed keys. */
  readonly raises: readonly (GapCause | undefined)[];
  /** For each route, what its stream held when that was last heard of. */
  readonly bytes: readonly (number | undefined)[];
  /** Bytes that the stream of a route may hold. */
  readonly budget: number;
}

export type FlushResult = Saved | Failure;

export interface Saved {
  readonly kind: "saved";
  readonly keys: number;
  readonly entries: number;
  readonly bytes: LaneFlush["bytes"];
  /** For each route, whether its stream was emptied instead, and a sweep recorded. */
  readonly overflowed: readonly boolean[];
}

type Failure =
  /** Redis takes no writes; what was written says at most that a sweep is needed. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The position may have been written, and some of the rest was not. */
  | { readonly kind: "torn"; readonly error: Error };

/**
 * Writes a lane's changed keys and its position at once: the position says that every change before it is in the streams, or that a
 * sweep is recorded. Keys for which a stream has no room left are not written: that a sweep is needed is recorded before the position moves.
 * Throws when the connection fails; whether it was written is unknown then.
 */
export async function flushLane(client: Redis, scripts: CaptureScripts, flush: LaneFlush): Promise<FlushResult> {
  try {
    const packed = flush.routes.map((_, route) =>
      packEntries(flush.changed[route] ?? [], flush.memberwise[route] === true ? flush.members : NO_MEMBERS),
    );
    const overflowed = await Promise.all(
      packed.map((added, route) => overflows(client, scripts, flush, [route, added])),
    );
    const bytes = flush.bytes.map((known, route) => (overflowed[route] === true ? 0 : known));
    const written = packed.map((added, route) => (overflowed[route] === true ? NOTHING : added));
    if (written.some(({ keys }) => keys > 0)) {
      const added = await add(client, { ...flush, bytes }, written);
      return added.kind === "saved" ? { ...added, overflowed } : added;
    }
    await mark(client, scripts, flush);
    return { kind: "saved", keys: 0, entries: 0, bytes, overflowed };
  } catch (thrown) {
    const reason = refusedWrite(thrown);
    if (reason !== undefined) return { kind: "refused", reason };
    if (thrown instanceof Error && thrown.message.includes("WRONGTYPE")) return { kind: "torn", error: thrown };
    throw thrown;
  }
}

interface PackedEntries {
  readonly entries: readonly PackedEntry[];
  readonly keys: number;
  /** What they will count for. */
  readonly bytes: number;
}

const NOTHING: PackedEntries = { entries: [], keys: 0, bytes: 0 };

interface PackedEntry {
  readonly keys: Buffer;
  readonly members: Buffer | undefined;
}

const NO_MEMBERS: Members = new Map();

function packEntries(keys: readonly string[], members: Members): PackedEntries {
  if (keys.length === 0) return NOTHING;
  const entries = cutEntries(keys).map((cut) => ({ keys: packKeys(cut), members: packMembers(cut, members) }));
  return { entries, keys: keys.length, bytes: entries.reduce((sum, entry) => sum + entryBytes(sizeOf(entry)), 0) };
}

function sizeOf({ keys, members }: PackedEntry): number {
  return keys.length + (members?.length ?? 0);
}

/** True when the route's stream was emptied, and a sweep recorded, because it can't hold the entries as well. */
async function overflows(
  client: Redis,
  { makeRoom }: CaptureScripts,
  { keys, routes, bytes, budget }: LaneFlush,
  [route, added]: readonly [number, PackedEntries],
): Promise<boolean> {
  // The stream has at most shrunk since, but for the few entries of a sweep.
  if (added.keys === 0 || (bytes[route] ?? Infinity) + added.bytes <= budget) return false;
  const name = routes[route] ?? "";
  return (await client.eval(makeRoom, 2, keys.stream(name), keys.sweep(name), budget, added.bytes)) === -1;
}

/** MULTI is refused at the memory limit, and keys wait until it is not; a position without keys need not wait. */
async function mark(
  client: Redis,
  scripts: CaptureScripts,
  { keys, routes, position, raises }: LaneFlush,
): Promise<void> {
  const names = [keys.position, ...routes.map(keys.sweep)];
  const causes = routes.map((_, route) => raises[route] ?? "");
  await client.eval(scripts.mark, names.length, ...names, SHARD, encodePosition(position), ...causes);
}

async function add(
  client: Redis,
  { keys, routes, position, bytes }: LaneFlush,
  written: readonly PackedEntries[],
): Promise<Omit<Saved, "overflowed"> | Failure> {
  const transaction = client.multi();
  const counted = new Map<number, number>();
  let commands = 0;
  routes.forEach((route, index) => {
    const { entries, bytes: added } = written[index] ?? NOTHING;
    if (entries.length === 0) return;
    for (const entry of entries) {
      const members = entry.members === undefined ? [] : ["m", entry.members];
      transaction.xadd(keys.stream(route), "*", "k", entry.keys, "o", position.offset, ...members);
    }
    transaction.hincrby(keys.sweep(route), "bytes", added);
    commands += entries.length + 1;
    counted.set(index, commands - 1);
  });
  transaction.hset(keys.position, SHARD, encodePosition(position));
  const replies = await transaction.exec();
  if (replies === null) throw new Error("Redis did not execute a transaction that watches nothing");
  const error = replies.map(([failed]) => failed).find((failed) => failed !== null);
  if (error) return { kind: "torn", error };
  return {
    kind: "saved",
    keys: written.reduce((sum, one) => sum + one.keys, 0),
    entries: written.reduce((sum, one) => sum + one.entries.length, 0),
    bytes: bytes.map((known, index) => {
      const reply = replies[counted.get(index) ?? -1];
      return reply === undefined ? known : Number(reply[1]);
    }),
  };
}

/** The reason when Redis refused all of it and may take it later. */
function refusedWrite(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const previous: unknown = "previousErrors" in thrown ? thrown.previousErrors : undefined;
  const errors: readonly unknown[] = [...(Array.isArray(previous) ? previous : []), thrown];
  const reason = errors.find((error) => error instanceof Error && isRefusal(error.message));
  return reason instanceof Error ? reason.message : undefined;
}

/** Of a command, of EXEC, or, below 7.0, of a command in a script. */
export function isRefusal(message: string): boolean {
  return /^(OOM|READONLY|MISCONF|NOREPLICAS|BUSY|LOADING|MASTERDOWN)\b/.test(
    message.replace(/^EXECABORT [^:]*: */, "").replace(/^ERR Error running script .*@user_script: *\d+: *-?/, ""),
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
