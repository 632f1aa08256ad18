import type { LaneKeys } from "../control/keys.ts";
import { laneOfSlot, slotOf } from "../control/slots.ts";
import type { RuntimeCode } from "../errors.ts";
import { ceiling } from "./back-off.ts";
import { keyArgument, type Argument } from "./lua.ts";
import { runOwned, type LaneOwner } from "./owner.ts";
import type { ApplyContext, Route } from "./route.ts";
import type { ParkedItem } from "./settle.ts";
import { showKey } from "./snapshot.ts";

/** What is stored for a parked key, as JSON; the key's own bytes are the field of the hash. */
export interface ParkedEntry {
  readonly code: RuntimeCode;
  readonly message: string;
  /** The key for people. */
  readonly key: string;
  /** Keys that it collides with: bytes as latin1. */
  readonly rivals: readonly string[];
  readonly constraint: string | undefined;
  readonly attempts: number;
  /** ms. */
  readonly firstTime: number;
  readonly lastTime: number;
}

/** A lane with so many parked keys stops reading its stream until some of them heal. */
export const PARKED_LIMIT = 10_000;
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 60_000;

/** The parked keys of one route and lane. Their owner is the only writer, so what they hold is remembered here. */
export interface Parking {
  load(): Promise<void>;
  /** Writes them before the stream entries are removed. */
  park(items: readonly ParkedItem[]): Promise<void>;
  clear(keys: Iterable<string>): Promise<void>;
  /** Keys to try again now: those that are due, the parked ones that they collide with, and those that break the same constraint. */
  due(now: number, limit: number): readonly string[];
  /** ms until a key is due; undefined without parked keys. */
  nextDue(now: number): number | undefined;
  has(key: string): boolean;
  readonly full: boolean;
  readonly size: number;
}

interface Held {
  readonly entry: ParkedEntry;
  due: number;
}

export function createParking(context: ApplyContext, route: Route, keys: LaneKeys, owner: LaneOwner): Parking {
  const { redis, scripts, metrics } = context;
  const place = { due: keys.parked(route.name), why: keys.parkedWhy(route.name) };
  const labels = { job: route.job.name, target: route.target };
  let held = new Map<string, Held>();

  function show(): void {
    metrics.parkedKeys.set({ ...labels, lane: keys.lane }, held.size);
  }

  async function park(items: readonly ParkedItem[]): Promise<void> {
    if (items.length === 0) return;
    const now = Date.now();
    const args: Argument[] = [];
    for (const parked of items) {
      const next = heldOf(parked, held.get(parked.item.key)?.entry, now);
      held.set(parked.item.key, next);
      args.push(next.due, keyArgument(parked.item.key), JSON.stringify(next.entry));
      metrics.parkedTotal.inc({ ...labels, code: parked.code });
    }
    await runOwned(owner, scripts.park, [place.due, place.why], args);
    show();
  }

  async function clear(done: Iterable<string>): Promise<void> {
    if (held.size === 0) return;
    const healed = [...done].filter((key) => held.has(key));
    if (healed.length === 0) return;
    await runOwned(owner, scripts.clear, [place.due, place.why], healed.map(keyArgument));
    for (const key of healed) held.delete(key);
    show();
  }

  async function load(): Promise<void> {
    const due = await redis.zrangebyscoreBuffer(place.due, "-inf", "+inf", "WITHSCORES");
    const parked = due.filter((_, at) => at % 2 === 0);
    const why = parked.length === 0 ? [] : await redis.hmgetBuffer(place.why, ...parked);
    held = new Map(
      parked.map((key, at) => [
        key.toString("latin1"),
        { entry: entryOf(why[at]) ?? lostEntry(key), due: Number(due[2 * at + 1]) },
      ]),
    );
    show();
  }

  return {
    load,
    park,
    clear,
    due: (now, limit) => {
      const first = [...held].filter(([, one]) => one.due <= now).map(([key]) => key);
      if (first.length === 0) return [];
      const chosen = companions(held, first.slice(0, limit), limit).filter(
        (key) => laneOfSlot(slotOf(key), context.lanes) === keys.lane,
      );
      // They are on their way: not due again before this attempt has had its time.
      for (const key of chosen) postpone(held.get(key), now + RETRY_MAX_MS);
      return chosen;
    },
    nextDue: (now) => {
      if (held.size === 0) return undefined;
      let earliest = Infinity;
      for (const one of held.values()) earliest = Math.min(earliest, one.due);
      return Math.max(0, earliest - now);
    },
    has: (key) => held.has(key),
    get full() {
      return held.size >= PARKED_LIMIT;
    },
    get size() {
      return held.size;
    },
  };
}

function heldOf(
  { item, code, message, rivals, constraint }: ParkedItem,
  before: ParkedEntry | undefined,
  now: number,
): Held {
  const attempts = (before?.attempts ?? 0) + 1;
  const entry = {
    code,
    message,
    key: showKey(item.key),
    rivals,
    constraint,
    attempts,
    firstTime: before?.firstTime ?? now,
    lastTime: now,
  };
  return { entry, due: now + ceiling(RETRY_MIN_MS, RETRY_MAX_MS, attempts - 1) };
}

function postpone(one: Held | undefined, due: number): void {
  if (one !== undefined) one.due = due;
}

/**
 * Two keys that swap a value would park each other for ever if they were tried one by one. The order is shuffled, so that a batch
 * that is cut into halves is cut elsewhere each time.
 */
function companions(held: ReadonlyMap<string, Held>, first: readonly string[], limit: number): readonly string[] {
  const chosen = new Set(first);
  const entries = first.map((key) => held.get(key)?.entry);
  const constraints = new Set(entries.map((entry) => entry?.constraint).filter((name) => name !== undefined));
  for (const rival of entries.flatMap((entry) => entry?.rivals ?? [])) chosen.add(rival);
  for (const [key, { entry }] of held) {
    if (chosen.size >= limit) break;
    const named = entry.constraint !== undefined && constraints.has(entry.constraint);
    if (named || entry.rivals.some((rival) => chosen.has(rival))) chosen.add(key);
  }
  return shuffled([...chosen]);
}

function shuffled(keys: string[]): string[] {
  for (let at = keys.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    const moved = keys[at];
    const swapped = keys[other];
    if (moved === undefined || swapped === undefined) continue;
    keys[at] = swapped;
    keys[other] = moved;
  }
  return keys;
}

function entryOf(json: Buffer | null | undefined): ParkedEntry | undefined {
  if (json === undefined || json === null) return undefined;
  const parsed: unknown = JSON.parse(json.toString());
  return isParkedEntry(parsed) ? parsed : undefined;
}

function isParkedEntry(parsed: unknown): parsed is ParkedEntry {
  return (
    typeof parsed === "object" &&
    parsed !== null &&
    "rivals" in parsed &&
    Array.isArray(parsed.rivals) &&
    "attempts" in parsed
  );
}

/** Its reason was lost; the key is tried again all the same. */
function lostEntry(key: Buffer): ParkedEntry {
  const message = "the reason is not known any more";
  return {
    code: "RDI5033",
    message,
    key: showKey(key.toString("latin1")),
    rivals: [],
    constraint: undefined,
    attempts: 1,
    firstTime: 0,
    lastTime: 0,
  };
}
