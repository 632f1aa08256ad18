import type { ReadScript } from "../job.ts";
import { renderRaw } from "../values/rendering.ts";

/** Bytes that a dead letter spends on what was read. */
const SNAPSHOT_LIMIT = 4096;

/**
 * What was read for a key, for people: names and values, each value cut off by `renderRaw`, all of it bounded. A value without names is
 * shown as `@value`.
 */
export function snapshotOf(
  value: unknown,
  sensitive: ReadScript["sensitive"],
): Readonly<Record<string, string | null>> | undefined {
  if (value === undefined) return undefined;
  const shown: Record<string, string | null> = {};
  let left = SNAPSHOT_LIMIT;
  for (const [name, raw] of namedParts(value)) {
    const text = sensitive === "all" || sensitive.includes(name) ? "***" : rendered(raw);
    left -= Buffer.byteLength(name) + Buffer.byteLength(text ?? "") + 6;
    if (left < 0) {
      shown["…"] = "more fields are left out";
      break;
    }
    shown[name] = text;
  }
  return shown;
}

function namedParts(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Buffer.isBuffer(value)
    ? Object.entries(value)
    : [["@value", value]];
}

function rendered(raw: unknown): string | null {
  return typeof raw === "string" || Buffer.isBuffer(raw) ? renderRaw(raw) : null;
}

/** A key, bytes in a latin1 string, for people. */
export function showKey(key: string): string {
  return renderRaw(Buffer.from(key, "latin1"));
}
