import type { Redis } from "ioredis";
import { type Argument, type LuaScript, runScript } from "../apply/lua.ts";
import type { LaneKeys } from "../control/keys.ts";
import { entryBytes } from "../control/stream-budget.ts";
import { packAges, packKeys, packMembers, type Members } from "../control/stream-entry.ts";
import { replyCode } from "../redis-replies.ts";
import type { CaptureRoute } from "./capture-options.ts";
import { type CaptureScripts, SUPERSEDED } from "./capture-scripts.ts";
import type { RouteKeys } from "./dirty-set.ts";
import type { GapCause } from "./gap.ts";
import { encodePosition, type Position } from "./position.ts";

/** The field of a lane's position for the one shard of a server that is no cluster. */
export const SHARD = "0";

const MAX_ENTRY_KEYS = 512;
const MAX_ENTRY_BYTES = 64 * 1024;

export interface LaneFlush {
  readonly keys: LaneKeys;
  readonly routes: readonly Pick<CaptureRoute, "name" | "appends" | "memberwise">[];
  readonly changed: RouteKeys;
  /** Where the last command begins that changed each key. */
  readonly starts: ReadonlyMap<string, number>;
  /** Keys of whose value only these members changed. */
  readonly members: Members;
  readonly position: Position;
  /** The position as it was saved, as text; undefined when there was none. With another one there now nothing is written. */
  readonly saved: string | undefined;
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
  /** Somebody else has moved the position; nothing was written. */
  | { readonly kind: "superseded" }
  /** A key of ours is of another kind, so that some was not written; the position was, if that is not it. */
  | { readonly kind: "torn"; readonly error: Error; readonly isPositionSaved: boolean };

/**
 * Writes a lane's changed keys and its position at once: the position says that every change before it is in the streams, or that a
 * sweep is recorded. Keys for which a stream has no room left are not written: that a sweep is needed is recorded before the position moves.
 * Throws when the connection fails; whether it was written is unknown then.
 */
export async function flushLane(client: Redis, scripts: CaptureScripts, flush: LaneFlush): Promise<FlushResult> {
  try {
    const packed = flush.routes.map((_, route) => packEntries(flush, route));
    const overflowed = await Promise.all(
      packed.map((added, route) => overflows(client, scripts, flush, [route, added])),
    );
    const bytes = flush.bytes.map((known, route) => (overflowed[route] === true ? 0 : known));
    const written = packed.map((added, route) => (overflowed[route] === true ? NOTHING : added));
    if (written.some(({ keys }) => keys > 0)) {
      const added = await add(client, scripts, [{ ...flush, bytes }, written]);
      return added.kind === "saved" ? { ...added, overflowed } : added;
    }
    await mark(client, scripts, flush);
    return { kind: "saved", keys: 0, entries: 0, bytes, overflowed };
  } catch (thrown) {
    const reason = refusedWrite(thrown);
    if (reason !== undefined) return { kind: "refused", reason };
    if (!(thrown instanceof Error)) throw thrown;
    if (thrown.message.includes(SUPERSEDED)) return { kind: "superseded" };
    if (thrown.message.includes("WRONGTYPE")) return { kind: "torn", error: thrown, isPositionSaved: false };
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
  /** Empty for a route that appends nothing, as is the history that they are counted in. */
  readonly ages: Buffer;
  readonly history: string;
  /** Empty where all keys are whole. */
  readonly members: Buffer;
}

const NO_MEMBERS: Members = new Map();

function packEntries({ changed, routes, starts, members, position }: LaneFlush, route: number): PackedEntries {
  const keys = changed[route] ?? [];
  if (keys.length === 0) return NOTHING;
  const { appends = false, memberwise = false } = routes[route] ?? {};
  const age = (key: string): number => position.offset - (starts.get(key) ?? position.offset);
  const entries = cutEntries(keys).map((some) => ({
    keys: packKeys(some),
    ages: packAges(appends ? some.map(age) : []),
    history: appends ? position.replid : "",
    members: packMembers(some, memberwise ? members : NO_MEMBERS),
  }));
  return { entries, keys: keys.length, bytes: entries.reduce((sum, entry) => sum + entryBytes(sizeOf(entry)), 0) };
}

function sizeOf({ keys, ages, history, members }: PackedEntry): number {
  return keys.length + ages.length + history.length + members.length;
}

/** True when the route's stream was emptied, and a sweep recorded, because it can't hold the entries as well. */
async function overflows(
  client: Redis,
  { makeRoom }: CaptureScripts,
  flush: LaneFlush,
  [route, added]: readonly [number, PackedEntries],
): Promise<boolean> {
  const { keys, routes, bytes, budget } = flush;
  // The stream has at most shrunk since, but for the few entries of a sweep.
  if (added.keys === 0 || (bytes[route] ?? Infinity) + added.bytes <= budget) return false;
  const name = routes[route]?.name ?? "";
  const left = await runFenced(
    { client, script: makeRoom, flush },
    [keys.stream(name), keys.sweep(name)],
    [budget, added.bytes],
  );
  return left === -1;
}

/** Keys wait until Redis is not at its memory limit; a position without keys need not wait. */
async function mark(client: Redis, scripts: CaptureScripts, flush: LaneFlush): Promise<void> {
  const { keys, routes, position, raises } = flush;
  const causes = routes.map((_, route) => raises[route] ?? "");
  const args = [encodePosition(position), ...causes];
  const marks = routes.map(({ name }) => keys.sweep(name));
  await runFenced({ client, script: scripts.mark, flush }, marks, args);
}

async function add(
  client: Redis,
  scripts: CaptureScripts,
  [flush, written]: readonly [LaneFlush, readonly PackedEntries[]],
): Promise<Omit<Saved, "overflowed"> | Failure> {
  const { keys, routes, position, bytes } = flush;
  const parts = routes.flatMap(({ name }, route) => {
    const { entries, bytes: added } = written[route] ?? NOTHING;
    return entries.length === 0 ? [] : [{ name, route, entries, added }];
  });
  const args = parts.flatMap(({ entries, added }): Argument[] => [
    added,
    entries.length,
    ...entries.flatMap((entry) => [entry.keys, entry.ages, entry.history, entry.members]),
  ]);
  const held = await runFenced(
    { client, script: scripts.add, flush },
    parts.flatMap(({ name }) => [keys.stream(name), keys.sweep(name)]),
    [encodePosition(position), position.offset, ...args],
  );
  const replies: readonly unknown[] = Array.isArray(held) ? held : [];
  const error = replies.find((reply) => reply instanceof Error);
  if (error instanceof Error) return { kind: "torn", error, isPositionSaved: true };
  return {
    kind: "saved",
    keys: written.reduce((sum, one) => sum + one.keys, 0),
    entries: written.reduce((sum, one) => sum + one.entries.length, 0),
    bytes: bytes.map((known, route) => {
      const reply = replies[parts.findIndex((part) => part.route === route)];
      return reply === undefined ? known : Number(reply);
    }),
  };
}

interface FencedScript {
  readonly client: Redis;
  readonly script: LuaScript;
  readonly flush: LaneFlush;
}

function runFenced(
  { client, script, flush }: FencedScript,
  keys: readonly string[],
  args: readonly Argument[],
): Promise<unknown> {
  return runScript(client, script, [flush.keys.position, ...keys], [SHARD, flush.saved ?? "", ...args]);
}

/** The reason when Redis refused all of it and may take it later. */
function refusedWrite(thrown: unknown): string | undefined {
  return thrown instanceof Error && isRefusal(thrown.message) ? thrown.message : undefined;
}

export function isRefusal(message: string): boolean {
  return REFUSALS.has(replyCode(message));
}

const REFUSALS: ReadonlySet<string> = new Set([
  "OOM",
  "READONLY",
  "MISCONF",
  "NOREPLICAS",
  "BUSY",
  "LOADING",
  "MASTERDOWN",
]);

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
