import { JsonNumber } from "./json.ts";
import type { Json } from "./json.ts";
import { textOfJson } from "./json-text.ts";
import type { Raw } from "./raw.ts";
import { RedisMap, bytesKey } from "./redis-map.ts";
import { refuse } from "./rejection.ts";
import type { Site } from "./site.ts";

/* What rows that become Redis keys are made of. */

/**
 * The fields of a hash or a stream entry: a pair is one of them, of a map or an object all entries are, null adds nothing. Of a repeated
 * name the last value wins, at the place of the first; one whose value is null is left out.
 */
export function redisFields(...parts: readonly (Field | Entries | null)[]): readonly (readonly [Raw, Raw])[] {
  const fields = new Map<string, Field>();
  for (const part of parts) {
    if (part === null) continue;
    for (const [name, value] of isField(part) ? [part] : part) fields.set(bytesKey(name), [name, fieldText(value)]);
  }
  return [...fields.values()].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

type Field = readonly [Raw, Raw | null];
type Entries = RedisMap<Raw> | ReadonlyMap<string, Json | null>;

function isField(part: Field | Entries): part is Field {
  return Array.isArray(part);
}

function fieldText(value: Raw | Json | null): Raw | null {
  return Buffer.isBuffer(value) ? value : textOfJson(value);
}

/** The score of a sorted set's member. NaN, which no server takes, rejects. */
export function redisScore(value: number, site: Site): number {
  return Number.isNaN(value) ? refuse("RDI5011", "a score is a number", site) : value;
}

/** Equal for two members of one set exactly when they are the same. */
export function redisMember(key: string, member: Raw): string {
  return JSON.stringify([key, bytesKey(member)]);
}

/** Equal for two rows exactly when all of them is equal. */
export function redisContent(row: object): string {
  return JSON.stringify(Object.entries(row).map(([name, value]) => [name, comparable(value)]));
}

function comparable(value: unknown): unknown {
  if (typeof value === "string") return bytesKey(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof JsonNumber) return { number: value.text };
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  if (value instanceof Map) return [...value].map(comparable);
  return Array.isArray(value) ? value.map(comparable) : value;
}
