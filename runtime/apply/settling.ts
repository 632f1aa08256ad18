import { decodeEntry } from "../control/stream-entry.ts";
import { instant } from "../values/instant.ts";
import { joinMembers, type JoinedMembers } from "./joined-members.ts";
import { finishOf, type FinishedEntry, type Part, type RawEntry } from "./part.ts";
import { createQueue } from "./queue.ts";

/** A share of `settle` by which a key may go early, so that keys which are due one after the other go together. */
const EARLY = 0.1;
/** What waits, counted as keys of entries and as bytes of keys; beyond it the oldest go early. */
export const WAITING_KEYS = 100_000;
const WAITING_BYTES = 32 * 1024 * 1024;

/**
 * Changed keys that wait for further changes of their own. A key goes when the first entry that names it is old enough, and takes all entries with it that name it by
 * then: they are read already, so the value is read after all of them. An entry is finished when its last key goes.
 *
 *   entry ──▶ waiting, since the key's first change ──due, or too many wait──▶ a part
 *     └─ named by a sweep: due at once, with the changes of it that wait
 */
export interface Settling {
  add(entries: readonly RawEntry[]): void;
  /** Up to so many keys that are due, the oldest first. Undefined where nothing is. */
  take(now: number, limit: number): Part | undefined;
  /** ms until something is due; undefined where nothing waits. */
  nextDue(now: number): number | undefined;
  readonly isFull: boolean;
}

export function createSettling(settle: number, most = WAITING_KEYS): Settling {
  const pending = new Map<string, Waiting>();
  // A map's first entry takes long to find behind many that were deleted.
  const waiting = createQueue<Waiting>();
  const urgent = createQueue<Waiting>();
  /** Of keys that wait, where only some members changed. */
  const members: JoinedMembers = new Map();
  let done: FinishedEntry[] = [];
  let malformed: RawEntry[] = [];
  let references = 0;
  let bytes = 0;

  function addOne(raw: RawEntry): void {
    const entry = decodeEntry(raw.id, raw.fields);
    const keys = new Set(entry?.keys);
    const finish = finishOf(raw, entry);
    if (entry === undefined) malformed.push(raw);
    if (keys.size === 0) done.push(finish);
    const open: OpenEntry = { finish, left: keys.size };
    for (const key of keys) {
      joinMembers(members, { key, isKnown: pending.has(key), members: entry?.members.get(key) });
      name(key, open);
    }
  }

  function name(key: string, open: OpenEntry): void {
    const { time, sweep } = open.finish;
    const before = pending.get(key);
    const one = before ?? { key, due: time + settle, time, entries: [], urgent: false, taken: false };
    one.entries.push(open);
    one.time = time;
    references++;
    if (before === undefined) {
      pending.set(key, one);
      bytes += key.length;
    }
    if (sweep && !one.urgent) {
      one.urgent = true;
      one.due = Math.min(one.due, time);
      urgent.push(one);
    } else if (before === undefined) waiting.push(one);
  }

  const isFull = (): boolean => references >= most || bytes >= WAITING_BYTES;

  function take(now: number, limit: number): Part | undefined {
    const taken: Waiting[] = [];
    const due = isFull() || (earliest()?.due ?? Infinity) <= now ? now + EARLY * settle : -Infinity;
    for (let one = earliest(); one !== undefined && taken.length < limit; one = earliest()) {
      if (one.due > due && !isFull()) break;
      taken.push(leave(one));
    }
    if (taken.length === 0 && done.length === 0) return undefined;
    const part = { ...partOf(taken, done, malformed), members: membersOf(taken) };
    done = [];
    malformed = [];
    return part;
  }

  function membersOf(taken: readonly Waiting[]): JoinedMembers {
    const own: JoinedMembers = new Map();
    for (const { key } of taken) {
      const changed = members.get(key);
      if (changed !== undefined) own.set(key, changed);
      members.delete(key);
    }
    return own;
  }

  function leave(one: Waiting): Waiting {
    one.taken = true;
    pending.delete(one.key);
    references -= one.entries.length;
    bytes -= one.key.length;
    for (const open of one.entries) if (--open.left === 0) done.push(open.finish);
    return one;
  }

  /** Both are in the order of the stream. */
  function earliest(): Waiting | undefined {
    while (waiting.first()?.taken === true || waiting.first()?.urgent === true) waiting.shift();
    while (urgent.first()?.taken === true) urgent.shift();
    const first = waiting.first();
    const hurried = urgent.first();
    return first === undefined || (hurried !== undefined && hurried.due <= first.due) ? hurried : first;
  }

  return {
    add: (entries) => entries.forEach(addOne),
    take,
    nextDue: (now) => {
      if (done.length > 0 || isFull()) return 0;
      const first = earliest();
      return first === undefined ? undefined : Math.max(0, first.due - now);
    },
    get isFull() {
      return isFull();
    },
  };
}

interface OpenEntry {
  readonly finish: FinishedEntry;
  /** Keys that are not taken yet. */
  left: number;
}

interface Waiting {
  readonly key: string;
  due: number;
  /** Of the last entry that named it. */
  time: number;
  readonly entries: OpenEntry[];
  /** A sweep names it. */
  urgent: boolean;
  taken: boolean;
}

function partOf(taken: readonly Waiting[], finishes: readonly FinishedEntry[], malformed: readonly RawEntry[]): Part {
  return {
    keys: taken.map(({ key }) => key),
    times: taken.map(({ time }) => instant(BigInt(time) * 1000n)),
    observed: undefined,
    finishes,
    malformed,
  };
}
