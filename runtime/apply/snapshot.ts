import type { ReadScript } from "../job.ts";
import { JsonNumber } from "../values/json.ts";
import { RedisMap } from "../values/redis-map.ts";
import { renderJson } from "../values/render-json.ts";
import { renderRaw } from "../values/rendering.ts";

/** Bytes that a dead letter spends on what was read. */
const SNAPSHOT_LIMIT = 4096;

type Sensitive = ReadScript["sensitive"];

/**
 * What was read for a key, for people: names and values, each value cut off, all of it bounded. The fields of a hash, the members of a
 * document or the entries of a map have their names, the elements of a list their positions, a single value is `@value`. A
 * sensitive name is masked at any depth.
 */
export function snapshotOf(value: unknown, sensitive: Sensitive): Readonly<Record<string, string | null>> | undefined {
  if (value === undefined) return undefined;
  const shown: [string, string | null][] = [];
  let left = SNAPSHOT_LIMIT;
  for (const [name, part] of sensitive === "all" ? unnamed(value) : partsOf(value)) {
    const text = isMasked(name, sensitive) ? "***" : rendered(part, sensitive);
    const label = renderName(name);
    left -= Buffer.byteLength(label) + Buffer.byteLength(text ?? "") + 6;
    if (left < 0) {
      shown.push(["…", "more fields are left out"]);
      break;
    }
    shown.push([label, text]);
  }
  // Not by assignment, to which a field named __proto__ is something else.
  return Object.fromEntries(shown);
}

/** Names that are data themselves, such as the members of a sorted set, are hidden too. */
function unnamed(value: unknown): Iterable<readonly [unknown, unknown]> {
  return value instanceof Map || value instanceof RedisMap ? [...value].entries() : partsOf(value);
}

function partsOf(value: unknown): Iterable<readonly [unknown, unknown]> {
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Map || value instanceof RedisMap) return value;
  const single = typeof value !== "object" || value === null || Buffer.isBuffer(value) || value instanceof JsonNumber;
  return single ? [["@value", value]] : Object.entries(value);
}

function isMasked(name: unknown, sensitive: Sensitive): boolean {
  return sensitive === "all" || sensitive.includes(String(name));
}

/** The names of columns are shown as they are, names of Redis as bytes that may be anything. */
function renderName(name: unknown): string {
  return typeof name === "string" || Buffer.isBuffer(name) ? renderRaw(name) : String(name);
}

function rendered(value: unknown, sensitive: Sensitive): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || Buffer.isBuffer(value)) return renderRaw(value);
  return renderJson(value, new Set(sensitive));
}

/** A key, bytes in a latin1 string, for people. */
export function showKey(key: string): string {
  return renderRaw(Buffer.from(key, "latin1"));
}
