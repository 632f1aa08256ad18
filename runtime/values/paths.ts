import { isExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { isList } from "./json.ts";
import type { Json } from "./json.ts";
import type { Raw } from "./raw.ts";
import { RedisMap } from "./redis-map.ts";

/** A step that is known: the name of a member, or a position from 0, from the end when it is negative. */
export type Step = string | number;

/** `a.b[0]`. A step that isn't there is null. */
export function path(json: Json | null, ...steps: readonly Step[]): Json | null {
  let value = json;
  for (const step of steps) {
    if (value === null) return null;
    value = typeof step === "string" ? memberOf(value, step) : elementOf(value, step);
  }
  return value;
}

/** `a[e]`: a step that only run time knows, a member by text or an element by number. */
export function member(json: Json | null, step: string | Exact | number | null): Json | null {
  if (json === null || step === null) return null;
  return typeof step === "string" ? memberOf(json, step) : elementOf(json, step);
}

/** An element of a list. Null for a position that isn't there, a fraction included. */
export function item<T>(list: readonly (T | null)[] | null, index: Exact | number | null): T | null {
  if (list === null || index === null) return null;
  return list.at(positionOf(index, list.length)) ?? null;
}

/** The value of a name; bytes and text are equal names when the bytes are the text's UTF-8. */
export function entry<T>(map: RedisMap<T> | null, name: Raw | null): T | null;
export function entry<T>(map: ReadonlyMap<string, T> | null, name: string | null): T | null;
export function entry<T>(map: RedisMap<T> | ReadonlyMap<string, T> | null, name: Raw | null): T | null {
  if (map === null || name === null) return null;
  if (map instanceof RedisMap) return map.get(name) ?? null;
  return typeof name === "string" ? (map.get(name) ?? null) : null;
}

function memberOf(json: Json, name: string): Json | null {
  return json instanceof Map ? (json.get(name) ?? null) : null;
}

function elementOf(json: Json, index: Exact | number): Json | null {
  return isList(json) ? item(json, index) : null;
}

/** A position that no list has, for what is none. */
function positionOf(index: Exact | number, size: number): number {
  const position = isExact(index) ? index.toNumber() : index;
  return Number.isInteger(position) && Math.abs(position) <= size ? position : size;
}
