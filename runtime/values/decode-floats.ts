import type { Undecoded } from "./json.ts";
import { DECIMAL_TEXT } from "./number-text.ts";
import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";
import { rawOf } from "./undecoded.ts";

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["+infinity", Infinity],
  ["-infinity", -Infinity],
]);

/** The nearest double. `nan`, `inf` and `infinity` in any case are values, as in Redis and PostgreSQL. */
export function decodeDouble(value: Undecoded | null, site: Site): number | null {
  if (value === null) return null;
  const raw = rawOf(value, "not a double", site);
  const double = floatOfRaw(raw, "not a double", site);
  return double ?? refuse("RDI5011", "out of range for double", site, renderRaw(raw));
}

/** The float4 nearest to the nearest double. */
export function decodeReal(value: Undecoded | null, site: Site): number | null {
  if (value === null) return null;
  const raw = rawOf(value, "not a real", site);
  const double = floatOfRaw(raw, "not a real", site);
  const real = double === undefined ? undefined : realOfDouble(double);
  return real ?? refuse("RDI5011", "out of range for real", site, renderRaw(raw));
}

/** Undefined where a number other than zero and infinity would become zero or infinity. */
export function realOfDouble(value: number): number | undefined {
  const real = Math.fround(value);
  const lost = real === 0 ? value !== 0 : Math.abs(real) === Infinity && Number.isFinite(value);
  return lost ? undefined : real;
}

/** Undefined where the number is beyond a double's range at either end. */
function floatOfRaw(raw: Raw, problem: string, site: Site): number | undefined {
  const text = latin1OfRaw(raw);
  if (!DECIMAL_TEXT.test(text))
    return SPECIAL.get(text.toLowerCase()) ?? refuse("RDI5010", problem, site, renderRaw(raw));
  const value = Number(text);
  if (Math.abs(value) === Infinity) return undefined;
  if (value === 0 && /^[^eE]*[1-9]/.test(text)) return undefined;
  return value;
}
