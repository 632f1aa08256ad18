import { exceedsCodePoints, withoutTrailingSpaces } from "./code-points.ts";
import { realOfDouble } from "./decode-floats.ts";
import { fitsNumeric } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Json } from "./json.ts";
import { jsonText } from "./json-text.ts";
import { refuse } from "./rejection.ts";
import { renderJson } from "./render-json.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

export const BIGINT_MIN = -(2n ** 63n);
export const BIGINT_MAX = 2n ** 63n - 1n;

export function toSmallint(value: Exact | null, site: Site): number | null {
  return value === null ? null : integerWithin(value, 32_767, "smallint", site);
}

export function toInt(value: Exact | null, site: Site): number | null {
  return value === null ? null : integerWithin(value, 2_147_483_647, "int", site);
}

export function toBigint(value: Exact | null, site: Site): bigint | null {
  if (value === null) return null;
  if (!value.isInteger()) return notWhole(value, "bigint", site);
  const integer = value.e > 18 ? undefined : BigInt(value.toFixed());
  if (integer === undefined || integer < BIGINT_MIN || integer > BIGINT_MAX) return outOfRange(value, "bigint", site);
  return integer;
}

/** Rejects what numeric(precision, scale) would round. */
export function toNumeric(value: Exact | null, precision: number, scale: number, site: Site): Exact | null {
  if (value === null) return null;
  if (!fitsNumeric(value, precision, scale))
    refuse("RDI5011", numericProblem(precision, scale), site, renderExact(value));
  return value;
}

/** To the nearest float4; out of its range at either end rejects. */
export function toReal(value: number | null, site: Site): number | null {
  if (value === null) return null;
  return realOfDouble(value) ?? refuse("RDI5011", "out of range for real", site, renderText(value));
}

/** Text that was computed: no NUL, no half of a surrogate pair. */
export function storeText(value: string | null, site: Site): string | null {
  if (value === null) return null;
  if (value.includes("\0")) refuse("RDI5015", "contains a NUL character", site, renderText(value));
  if (/\p{Surrogate}/u.test(value)) refuse("RDI5014", "contains half of a surrogate pair", site, renderText(value));
  return value;
}

/**
 * The text of a JSON value that a document column takes. An escaped NUL and half of a surrogate pair are JSON, but no
 * database can make text of them.
 */
export function storeJson(value: Json | null, site: Site): string | null {
  if (value === null) return null;
  const text = jsonText(value);
  const escape = text.includes("\\u") ? UNSTORABLE.exec(text)?.[1] : undefined;
  if (escape === "0000") refuse("RDI5015", "contains a NUL character", site, renderJson(value));
  if (escape !== undefined) refuse("RDI5014", "contains half of a surrogate pair", site, renderJson(value));
  return text;
}

/** An escape is what an odd number of backslashes begins. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(0000|d[89a-f]..)/;

export function fitVarchar(value: string | null, limit: number, site: Site): string | null {
  const text = storeText(value, site);
  if (text !== null && exceedsCodePoints(text, limit)) {
    refuse("RDI5013", `longer than ${limit} characters`, site, renderText(text));
  }
  return text;
}

/** Trailing spaces mean nothing in a char, so they are left out and not counted. */
export function fitChar(value: string | null, limit: number, site: Site): string | null {
  return fitVarchar(value === null ? null : withoutTrailingSpaces(value), limit, site);
}

/** For `not null` columns and owner columns. */
export function required<T>(value: T | null, site: Site): T {
  return value === null ? refuse("RDI5012", "null where it may not be", site) : value;
}

export function numericProblem(precision: number, scale: number): string {
  return `does not fit numeric(${precision},${scale}) without losing digits`;
}

function integerWithin(value: Exact, max: number, type: string, site: Site): number {
  if (!value.isInteger()) return notWhole(value, type, site);
  const integer = value.toNumber() + 0;
  return integer <= max && integer >= -max - 1 ? integer : outOfRange(value, type, site);
}

function notWhole(value: Exact, type: string, site: Site): never {
  return refuse("RDI5011", `has digits after the point, which ${type} can't hold`, site, renderExact(value));
}

function outOfRange(value: Exact, type: string, site: Site): never {
  return refuse("RDI5011", `out of range for ${type}`, site, renderExact(value));
}

/** A computed number may have millions of digits, so long ones are shown with an exponent. */
function renderExact(value: Exact): string {
  return renderText(Math.abs(value.e) > 60 ? value.toExponential(20) : value.toFixed());
}
