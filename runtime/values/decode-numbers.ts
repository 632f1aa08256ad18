import { fitsNumeric } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Undecoded } from "./json.ts";
import { exactOfRaw, unitAt } from "./number-text.ts";
import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";
import { BIGINT_MAX, BIGINT_MIN, numericProblem } from "./store.ts";
import { rawOf } from "./undecoded.ts";

const NOT_A_NUMBER = "not a number";

export function decodeSmallint(value: Undecoded | null, site: Site): number | null {
  return value === null ? null : integerWithin(rawOf(value, "not a smallint", site), 32_767, "smallint", site);
}

export function decodeInt(value: Undecoded | null, site: Site): number | null {
  return value === null ? null : integerWithin(rawOf(value, "not an int", site), 2_147_483_647, "int", site);
}

export function decodeBigint(value: Undecoded | null, site: Site): bigint | null {
  if (value === null) return null;
  const raw = rawOf(value, "not a bigint", site);
  const short = shortInteger(raw);
  if (short !== undefined) return BigInt(short);
  const integer = plainInteger(raw) ?? wholeBigint(raw, site);
  return integer >= BIGINT_MIN && integer <= BIGINT_MAX ? integer : outOfRange(raw, "bigint", site);
}

/** A number with any number of digits that PostgreSQL's numeric holds. */
export function decodeExact(value: Undecoded | null, site: Site): Exact | null {
  return value === null ? null : exactOfRaw(rawOf(value, NOT_A_NUMBER, site), NOT_A_NUMBER, site);
}

/** numeric(precision, scale). Rejects what would be rounded. */
export function decodeNumeric(value: Undecoded | null, precision: number, scale: number, site: Site): Exact | null {
  if (value === null) return null;
  const raw = rawOf(value, NOT_A_NUMBER, site);
  const number = exactOfRaw(raw, NOT_A_NUMBER, site);
  if (!fitsNumeric(number, precision, scale)) refuse("RDI5011", numericProblem(precision, scale), site, renderRaw(raw));
  return number;
}

function integerWithin(raw: Raw, max: number, type: string, site: Site): number {
  const value = shortInteger(raw) ?? wholeNumber(raw, type, site).toNumber() + 0;
  return value <= max && value >= -max - 1 ? value : outOfRange(raw, type, site);
}

/** Digits that are too many for a double and few enough for a bigint. */
function plainInteger(raw: Raw): bigint | undefined {
  if (raw.length > 20) return undefined;
  const text = latin1OfRaw(raw);
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

function wholeBigint(raw: Raw, site: Site): bigint {
  const value = wholeNumber(raw, "bigint", site);
  return value.e > 18 ? outOfRange(raw, "bigint", site) : BigInt(value.toFixed());
}

/** For text that is a number in a longer form: `+12`, `12.0`, `1e3`. */
function wholeNumber(raw: Raw, type: string, site: Site): Exact {
  const problem = `not ${type === "int" ? "an" : "a"} ${type}`;
  const value = exactOfRaw(raw, problem, site);
  return value.isInteger() ? value : refuse("RDI5010", problem, site, renderRaw(raw));
}

function outOfRange(raw: Raw, type: string, site: Site): never {
  return refuse("RDI5011", `out of range for ${type}`, site, renderRaw(raw));
}

/** The fast path: an optional minus and up to 15 digits. Undefined for everything else. */
function shortInteger(raw: Raw): number | undefined {
  const length = raw.length;
  const negative = length > 0 && unitAt(raw, 0) === 0x2d;
  const start = negative ? 1 : 0;
  if (length === start || length - start > 15) return undefined;
  let value = 0;
  for (let at = start; at < length; at++) {
    const digit = unitAt(raw, at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return negative && value !== 0 ? -value : value;
}
