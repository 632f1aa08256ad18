import { decodeEntry } from "../control/stream-entry.ts";
import { instant, type Instant } from "../values/instant.ts";

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
  /** Entries that are done with once this part is committed. */
  readonly finishes: readonly FinishedEntry[];
  readonly malformed: readonly RawEntry[];
}

export interface FinishedEntry {
  readonly id: string;
  /** ms, by the server's clock. */
  readonly time: number;
  readonly sweep: boolean;
}

/**
 * Cuts stream entries into parts of at most `limit` distinct keys. A key that is named twice within a part is read once, since the read
 * begins after both; across parts it is read again. An entry that is longer than the rest of a part ends in a later one.
 */
export function cutParts(entries: readonly RawEntry[], limit: number): readonly Part[] {
  const parts: Part[] = [];
  let open = newPart();
  for (const raw of entries) {
    const entry = decodeEntry(raw.id, raw.fields);
    const id = raw.id.toString("latin1");
    const time = Number.parseInt(id, 10);
    if (entry === undefined) open.malformed.push(raw);
    const observed = instantOfMillis(time);
    for (const key of entry?.keys ?? []) {
      if (open.keys.length >= limit && !open.index.has(key)) {
        parts.push(open);
        open = newPart();
      }
      addKey(open, key, observed);
    }
    open.finishes.push({ id, time, sweep: entry?.sweep !== undefined });
  }
  if (open.finishes.length > 0) parts.push(open);
  return parts;
}

/** Keys of the part that were not read yet come next, and its entries are finished with them. */
export function withRest(part: Part, keys: readonly string[], times: readonly Instant[]): readonly [Part, Part] {
  return [
    { ...part, finishes: [] },
    { keys, times, finishes: part.finishes, malformed: [] },
  ];
}

/** Keys that no entry named just now: they are tried again. */
export function partOfKeys(keys: readonly string[], now: number): Part {
  const observed = instantOfMillis(now);
  return { keys, times: keys.map(() => observed), finishes: [], malformed: [] };
}

function instantOfMillis(ms: number): Instant {
  return instant(BigInt(ms) * 1000n);
}

interface OpenPart extends Part {
  readonly keys: string[];
  readonly times: Instant[];
  readonly finishes: FinishedEntry[];
  readonly malformed: RawEntry[];
  readonly index: Map<string, number>;
}

function newPart(): OpenPart {
  return { keys: [], times: [], finishes: [], malformed: [], index: new Map() };
}

function addKey(part: OpenPart, key: string, time: Instant): void {
  const at = part.index.get(key);
  if (at !== undefined) {
    part.times[at] = time;
    return;
  }
  part.index.set(key, part.keys.length);
  part.keys.push(key);
  part.times.push(time);
}
