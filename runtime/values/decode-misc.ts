import type { Undecoded } from "./json.ts";
import { bytesOfRaw, latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";
import { rawOf } from "./undecoded.ts";

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Exactly `true false t f yes no y n on off 1 0`, in lower case. */
export function decodeBoolean(value: Undecoded | null, site: Site): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  const raw = rawOf(value, "not a boolean", site);
  const boolean = raw.length > 5 ? undefined : BOOLEANS.get(latin1OfRaw(raw));
  return boolean ?? refuse("RDI5010", "not a boolean", site, renderRaw(raw));
}

/** The 8-4-4-4-12 form in either case; the result is in lower case. */
export function decodeUuid(value: Undecoded | null, site: Site): string | null {
  if (value === null) return null;
  const raw = rawOf(value, "not a uuid", site);
  if (raw.length === 36) {
    const text = latin1OfRaw(raw);
    if (UUID.test(text)) return text.toLowerCase();
  }
  return refuse("RDI5010", "not a uuid", site, renderRaw(raw));
}

/** Text and JSON scalars as their UTF-8. Only JSON can reject, so bytes of Redis need no site. */
export function decodeBytes(value: Raw | null): Buffer | null;
export function decodeBytes(value: Undecoded | null, site: Site): Buffer | null;
export function decodeBytes(value: Undecoded | null, site?: Site): Buffer | null {
  if (value === null || Buffer.isBuffer(value)) return value;
  return site === undefined ? Buffer.from(String(value), "utf8") : bytesOfRaw(rawOf(value, "not bytes", site), site);
}
