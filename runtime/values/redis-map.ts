import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";

/**
 * What a hash or a sorted set holds: values by names that are bytes and need not be UTF-8. It is walked in the order
 * received, with the names' bytes; it is asked by bytes or by text, which stands for its UTF-8.
 */
export class RedisMap<T> {
  /** Each name once. */
  readonly #entries: readonly (readonly [Raw, T])[];
  /** By the bytes in a latin1 string. Made when it is first asked, for most jobs only walk. */
  #index: ReadonlyMap<string, T> | undefined;

  constructor(entries: readonly (readonly [Raw, T])[]) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.length;
  }

  [Symbol.iterator](): IterableIterator<readonly [Raw, T]> {
    return this.#entries[Symbol.iterator]();
  }

  get(name: Raw): T | undefined {
    return this.#byName().get(bytesKey(name));
  }

  has(name: Raw): boolean {
    return this.#byName().has(bytesKey(name));
  }

  #byName(): ReadonlyMap<string, T> {
    this.#index ??= new Map(this.#entries.map(([name, value]) => [bytesKey(name), value]));
    return this.#index;
  }
}

/** A hash: field, value, field, value, as HGETALL replies. */
export function hashMap(parts: readonly (Raw | null)[]): RedisMap<Raw> {
  return new RedisMap(pairsOf(parts));
}

/**
 * A sorted set: member, score, member, score. Scores are doubles of which some servers print 17 digits, 0.1 as
 * 0.10000000000000001, so each becomes the shortest text that denotes it. They stay undecoded: a place may want a
 * double, an int or text.
 */
export function scoreMap(parts: readonly (Raw | null)[]): RedisMap<Raw> {
  return new RedisMap(pairsOf(parts).map(([member, score]) => [member, shortestScore(score)] as const));
}

/** The members of a set, the elements of a list: as they were received. */
export function rawList(parts: readonly (Raw | null)[]): readonly Raw[] {
  return parts.map(present);
}

/** Names as latin1 strings: equal strings for equal bytes. */
export function bytesKey(name: Raw): string {
  if (typeof name !== "string") return name.toString("latin1");
  return /[^\0-\x7f]/.test(name) ? Buffer.from(name, "utf8").toString("latin1") : name;
}

function pairsOf(parts: readonly (Raw | null)[]): (readonly [Raw, Raw])[] {
  const pairs: (readonly [Raw, Raw])[] = [];
  for (let at = 0; at < parts.length; at += 2) pairs.push([present(parts[at]), present(parts[at + 1])]);
  return pairs;
}

/** Redis replies neither nulls nor half a pair here. */
function present(part: Raw | null | undefined): Raw {
  if (part === null || part === undefined) throw new Error("The read script replied half a pair.");
  return part;
}

const SHORT_INTEGER = /^-?\d{1,15}$/;

/** The shortest text that denotes a score. */
export function shortestScore(score: Raw): Raw {
  const text = latin1OfRaw(score);
  if (SHORT_INTEGER.test(text)) return score;
  const double = Number(text);
  return Number.isFinite(double) ? String(double) : score;
}
