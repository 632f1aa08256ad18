import { isUtf8 } from "node:buffer";
import type { Equatable } from "./content.ts";
import { isExact } from "./exact.ts";
import { JsonNumber, isList } from "./json.ts";
import { numberKey } from "./json-number.ts";
import { RedisMap, bytesKey } from "./redis-map.ts";

/** Equal texts for equal content and for nothing else: a key for finding equals among many. */
export function contentKey(value: Equatable | null): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${value}`;
  if (Buffer.isBuffer(value)) return isUtf8(value) ? `"${value.toString("utf8")}` : `b${value.toString("latin1")}`;
  if (value instanceof JsonNumber) return `#${numberKey(value)}`;
  if (isExact(value)) return value.isZero() ? "x0" : `x${value.toExponential()}`;
  if (isList(value)) return `[${joined(value.map(contentKey))}`;
  if (value instanceof Map) return `{${membersKey(value)}`;
  if (value instanceof RedisMap) return `<${membersKey(Array.from(value, ([name, inner]) => [bytesKey(name), inner]))}`;
  return `${typeof value} ${String(value)}`;
}

function membersKey(members: Iterable<readonly [string, Equatable | null]>): string {
  return joined(Array.from(members, ([name, value]) => joined([name, contentKey(value)])).sort());
}

/** Each with its length, so that different lists never become one text. */
function joined(keys: readonly string[]): string {
  return keys.map((key) => `${key.length}:${key}`).join("");
}
