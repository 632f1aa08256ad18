import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Exactly `true false t f yes no y n on off 1 0`, in lower case. */
export function decodeBoolean(raw: Raw | null, site: Site): boolean | null {
  if (raw === null) return null;
  const value = raw.length > 5 ? undefined : BOOLEANS.get(latin1OfRaw(raw));
  return value ?? refuse("RDI5010", "not a boolean", site, renderRaw(raw));
}

/** The 8-4-4-4-12 form in either case; the result is in lower case. */
export function decodeUuid(raw: Raw | null, site: Site): string | null {
  if (raw === null) return null;
  if (raw.length === 36) {
    const text = latin1OfRaw(raw);
    if (UUID.test(text)) return text.toLowerCase();
  }
  return refuse("RDI5010", "not a uuid", site, renderRaw(raw));
}

export function decodeBytes(raw: Raw | null): Buffer | null {
  return typeof raw === "string" ? Buffer.from(raw, "utf8") : raw;
}
