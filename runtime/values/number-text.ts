import { exact, exceedsLimits, shortExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

/**
 * What the databases read as a decimal number, without spaces, other bases or separators: `-12`, `+12.50`, `.5`, `5.`,
 * `1e3`.
 */
export const DECIMAL_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** No number within the limits needs more characters, unless it begins or ends with a heap of zeros. */
const LONGEST_TEXT = 200_000;

/**
 * Rejects what is no decimal number (RDI5010: `problem`) and what has more digits than a numeric can have (RDI5011).
 */
export function exactOfRaw(raw: Raw, problem: string, site: Site): Exact {
  return shortExactOfRaw(raw) ?? longExactOfRaw(raw, problem, site);
}

function longExactOfRaw(raw: Raw, problem: string, site: Site): Exact {
  const text = latin1OfRaw(raw);
  if (!DECIMAL_TEXT.test(text)) return refuse("RDI5010", problem, site, renderRaw(raw));
  if (text.length > LONGEST_TEXT) return refuse("RDI5011", "too many digits", site, renderRaw(raw));
  const value = parse(text);
  if (value === undefined || exceedsLimits(value))
    return refuse("RDI5011", "too large, or too many digits", site, renderRaw(raw));
  return value;
}

/** Undefined for exponents that decimal.js turns into infinity or zero. */
function parse(text: string): Exact | undefined {
  const [digits = "", exponent = ""] = text.split(/[eE]/);
  if (exponent.length > 10) return /[1-9]/.test(digits) ? undefined : exact("0");
  return exact(text);
}

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];

/** The fast path: an optional minus, up to 14 digits, and up to 7 behind a point. Undefined for everything else. */
function shortExactOfRaw(raw: Raw): Exact | undefined {
  const length = raw.length;
  if (length > 23) return undefined;
  const negative = length > 0 && unitAt(raw, 0) === MINUS;
  const start = negative ? 1 : 0;
  let at = start;
  let whole = 0;
  for (; at < length; at++) {
    const digit = unitAt(raw, at) - ZERO;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  if (at === start || at - start > 14) return undefined;
  if (at === length) return shortExact(negative, whole, 0);
  const decimals = length - at - 1;
  if (unitAt(raw, at) !== POINT || decimals === 0 || decimals > 7) return undefined;
  let fraction = 0;
  for (at++; at < length; at++) {
    const digit = unitAt(raw, at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    fraction = fraction * 10 + digit;
  }
  return shortExact(negative, whole, fraction * (POWERS_OF_TEN[7 - decimals] ?? 1));
}

/** The byte or UTF-16 unit at an index that exists. */
export function unitAt(raw: Raw, at: number): number {
  return typeof raw === "string" ? raw.charCodeAt(at) : (raw[at] ?? 0);
}
