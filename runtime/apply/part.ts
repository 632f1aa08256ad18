import { entryBytes } from "../control/stream-budget.ts";
import { decodeEntry, type Members, type StreamEntry } from "../control/stream-entry.ts";
import { instant, type Instant } from "../values/instant.ts";
import type { Lineage, SourcePlace } from "./append-mark.ts";
import { joinMembers, type JoinedMembers } from "./joined-members.ts";

/** One element of an XREAD reply. */
export interface RawEntry {
  readonly id: Buffer;
  readonly fields: readonly Buffer[];
}

/** What is read, mapped and committed in one go: distinct keys in the order of the stream. */
export interface Part {
  readonly keys: readonly string[];
  /** For each key, when its change was observed: the time of the last entry that named it. */
  readonly times: readonly Instant[];
  /** For each key, when each change of it was observed that a row is appended for. Undefined where nothing is appended. */
  readonly observed: readonly (readonly Instant[])[] | undefined;
  /** Of these keys, and perhaps of others that were, only some members changed. */
  readonly members?: Members | undefined;
  /** Entries that are done with once this part is committed. */
  readonly finishes: readonly FinishedEntry[];
  readonly malformed: readonly RawEntry[];
}

export interface FinishedEntry {
  readonly id: string;
  /** ms, by the server's clock. */
  readonly time: number;
  readonly sweep: boolean;
  /** Up to here it names the changes of the source's stream, where rows are appended; undefined for one that no capture wrote. */
  readonly at: SourcePlace | undefined;
  /** What it counts for in its stream's budget. */
  readonly bytes: number;
}

export interface Appending {
  /** The last entry whose rows were appended before. */
  readonly committed: string | undefined;
  /** Changes that begin before this offset of the source's stream were appended, whatever entry names them. */
  readonly before?: { readonly offset: number; readonly lineage: Lineage } | undefined;
  /** Whether the route does nothing else: then the keys that a sweep names need no look. */
  readonly only: boolean;
}

export interface Cutting {
  /** Distinct keys a part. */
  readonly limit: number;
  /** For a route that appends rows. */
  readonly append: Appending | undefined;
}

/**
 * Cuts stream entries into parts. A key that is named twice within a part is read once, since the read begins after both; across parts it
 * is read again. An entry that is longer than the rest of a part ends in a later one; but where rows are appended entries stay whole, even
 * beyond the limit, since the checkpoint knows by its id that an entry's rows were appended. Those of keys that a sweep names, and those up
 * to the committed entry, were not observed or are there already.
 */
export function cutParts(entries: readonly RawEntry[], { limit, append }: Cutting): readonly Part[] {
  const parts: Part[] = [];
  let open = newPart(append !== undefined);
  const cut = (): void => {
    parts.push(open);
    open = newPart(append !== undefined);
  };
  for (const raw of entries) {
    const entry = decodeEntry(raw.id, raw.fields);
    const keys = entry?.keys ?? [];
    const finish = finishOf(raw, entry);
    const { id, time, sweep } = finish;
    const seen = instantOfMillis(time);
    if (append !== undefined && open.finishes.length > 0 && sizeWith(open, keys) > limit) cut();
    if (entry === undefined) open.malformed.push(raw);
    const isNewEntry = append !== undefined && !sweep && isBehind(id, append.committed);
    const before = appendedBefore(entry, append);
    for (const [at, key] of (append?.only === true && sweep ? [] : keys).entries()) {
      if (append === undefined && open.keys.length >= limit && !open.index.has(key)) cut();
      joinMembers(open.members, { key, isKnown: open.index.has(key), members: entry?.members.get(key) });
      addKey(open, key, { time: seen, isNew: isNewEntry && (entry?.starts?.[at] ?? Infinity) >= before });
    }
    open.finishes.push(finish);
  }
  if (open.finishes.length > 0) parts.push(open);
  return parts;
}

/** What is to be removed once all keys of an entry are committed. */
export function finishOf(raw: RawEntry, entry: StreamEntry | undefined): FinishedEntry {
  const id = raw.id.toString("latin1");
  const bytes = entry === undefined ? 0 : entryBytes(entry.bytes);
  const { history: replid, offset } = entry ?? {};
  const at = replid === undefined || offset === undefined ? undefined : { replid, offset: Number(offset) };
  return { id, time: Number.parseInt(id, 10), sweep: entry?.sweep !== undefined, at, bytes };
}

/** Offsets of a history that the lane's does not continue are not to be compared with it. */
function appendedBefore(entry: StreamEntry | undefined, append: Appending | undefined): number {
  const { offset, lineage } = append?.before ?? {};
  const isOfLineage =
    entry?.history !== undefined && [lineage?.replid, lineage?.previousReplid].includes(entry.history);
  return offset !== undefined && isOfLineage ? offset : -Infinity;
}

/** Keys of the part at these positions were not read yet; they come next, and its entries are finished with them. */
export function withRest(part: Part, positions: readonly number[]): readonly [Part, Part] {
  const pick = <T>(values: readonly T[]): readonly T[] => positions.flatMap((at) => values.slice(at, at + 1));
  const { members } = part;
  const rest = {
    keys: pick(part.keys),
    times: pick(part.times),
    observed: part.observed && pick(part.observed),
    members,
  };
  return [
    { ...part, finishes: [] },
    { ...rest, finishes: part.finishes, malformed: [] },
  ];
}

/** The first keys by themselves, and the others, with which the part's entries are finished; undefined where there are none. */
export function firstKeysOf(part: Part, count: number): readonly [Part, Part | undefined] {
  if (part.keys.length <= count) return [part, undefined];
  const cut = (from: number, to?: number) => ({
    keys: part.keys.slice(from, to),
    times: part.times.slice(from, to),
    observed: part.observed?.slice(from, to),
    members: part.members,
  });
  const [first, others] = [cut(0, count), cut(count)];
  return [
    { ...first, finishes: [], malformed: part.malformed },
    { ...others, finishes: part.finishes, malformed: [] },
  ];
}

/** The part as if its entries had not named these keys. */
export function withoutKeys(part: Part, gone: ReadonlySet<string>): Part {
  if (gone.size === 0) return part;
  const stays = part.keys.map((key) => !gone.has(key));
  const kept = <T>(values: readonly T[]): readonly T[] => values.filter((_, at) => stays[at]);
  return {
    ...part,
    keys: kept(part.keys),
    times: kept(part.times),
    observed: part.observed && kept(part.observed),
  };
}

/** Keys that no entry named just now: they are tried again, and what was to be appended for them is not known any more. */
export function partOfKeys(keys: readonly string[], now: number): Part {
  const time = instantOfMillis(now);
  return { keys, times: keys.map(() => time), observed: keys.map(() => [time]), finishes: [], malformed: [] };
}

/** Whether a stream id comes after another one. */
function isBehind(id: string, other: string | undefined): boolean {
  if (other === undefined) return true;
  const [ms = 0n, seq = 0n] = id.split("-").map(BigInt);
  const [otherMs = 0n, otherSeq = 0n] = other.split("-").map(BigInt);
  return ms === otherMs ? seq > otherSeq : ms > otherMs;
}

function instantOfMillis(ms: number): Instant {
  return instant(BigInt(ms) * 1000n);
}

interface OpenPart extends Part {
  readonly keys: string[];
  readonly times: Instant[];
  readonly observed: Instant[][] | undefined;
  readonly finishes: FinishedEntry[];
  readonly malformed: RawEntry[];
  readonly members: JoinedMembers;
  readonly index: Map<string, number>;
}

function newPart(appends: boolean): OpenPart {
  const lists = { keys: [], times: [], observed: appends ? [] : undefined, finishes: [], malformed: [] };
  return { ...lists, members: new Map(), index: new Map() };
}

function sizeWith(part: OpenPart, keys: readonly string[]): number {
  return part.keys.length + keys.reduce((count, key) => count + (part.index.has(key) ? 0 : 1), 0);
}

function addKey(
  part: OpenPart,
  key: string,
  { time, isNew }: { readonly time: Instant; readonly isNew: boolean },
): void {
  const known = part.index.get(key);
  const at = known ?? part.keys.push(key) - 1;
  part.index.set(key, at);
  part.times[at] = time;
  if (part.observed !== undefined) (part.observed[at] ??= []).push(...(isNew ? [time] : []));
}
