import type { Json, JsonObject } from "./json.ts";
import type { Bool } from "./logic.ts";
import type { Raw } from "./raw.ts";
import { RedisMap, bytesKey } from "./redis-map.ts";

/* An object has names of text, a map of Redis names of bytes, which are equal to text that is their UTF-8. */

/** In order. */
export function keys<T>(map: RedisMap<T> | null): readonly Raw[] | null;
export function keys<T>(map: ReadonlyMap<string, T> | null): readonly string[] | null;
export function keys<T>(map: Iterable<readonly [Raw, T]> | null): readonly Raw[] | null {
  return map === null ? null : Array.from(map, ([name]) => name);
}

/** In order. */
export function values<T>(map: RedisMap<T> | ReadonlyMap<string, T> | null): readonly T[] | null {
  return map === null ? null : Array.from<readonly [Raw, T], T>(map, ([, value]) => value);
}

/** Whether the name is there, even with null as its value. A JSON value that is no object has no names. */
export function has(map: RedisMap<unknown> | Json | ReadonlyMap<string, unknown> | null, name: Raw | null): Bool {
  if (map === null || name === null) return null;
  if (map instanceof RedisMap) return map.has(name);
  return map instanceof Map && map.has(name);
}

/** The entries of these names, in the order of the object. */
export function pick<T>(map: RedisMap<T> | null, names: Names): RedisMap<T> | null;
export function pick<T>(map: ReadonlyMap<string, T> | null, names: Names): ReadonlyMap<string, T> | null;
export function pick<T>(map: Entries<T> | null, names: Names): Entries<T> | null {
  return map === null || names === null ? null : filtered(map, names, true);
}

/** All other entries. */
export function without<T>(map: RedisMap<T> | null, names: Names): RedisMap<T> | null;
export function without<T>(map: ReadonlyMap<string, T> | null, names: Names): ReadonlyMap<string, T> | null;
export function without<T>(map: Entries<T> | null, names: Names): Entries<T> | null {
  return map === null || names === null ? null : filtered(map, names, false);
}

/** The entries of both; where both have a name, the second one's value at the first one's place. */
export function merge(left: JsonObject | null, right: JsonObject | null): JsonObject | null {
  return left === null || right === null ? null : new Map([...left, ...right]);
}

/**
 * `{ a: 1, ...rest }`: a pair is an entry, an object is spread, null in place of an object adds nothing. Of a repeated
 * name the last value wins.
 */
export function objectOf(...parts: readonly (Entry | JsonObject | null)[]): Json {
  const object = new Map<string, Json | null>();
  for (const part of parts) {
    if (part === null) continue;
    const entries = isEntry(part) ? [part] : part;
    for (const [name, value] of entries) object.set(name, value);
  }
  return object;
}

type Entry = readonly [string, Json | null];
type Entries<T> = RedisMap<T> | ReadonlyMap<string, T>;
type Names = readonly (Raw | null)[] | null;

function isEntry(part: Entry | JsonObject): part is Entry {
  return Array.isArray(part);
}

function filtered<T>(map: Entries<T>, names: readonly (Raw | null)[], wanted: boolean): Entries<T> {
  if (map instanceof RedisMap) {
    const listed = new Set(names.map((name) => (name === null ? null : bytesKey(name))));
    return new RedisMap(Array.from(map).filter(([name]) => listed.has(bytesKey(name)) === wanted));
  }
  const listed = new Set(names);
  return new Map(Array.from(map).filter(([name]) => listed.has(name) === wanted));
}
