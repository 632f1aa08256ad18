import { Decimal } from "decimal.js";
import { exact, exactOfNumber, isExact } from "./exact.ts";
import type { Exact } from "./exact.ts";

/* Over exact numbers the results are exact; over doubles NaN and infinities stay as they are. */

export function abs(value: Exact | null): Exact | null;
export function abs(value: number | null): number | null;
export function abs(value: Exact | number | null): Exact | number | null {
  return isExact(value) ? value.abs() : value === null ? null : Math.abs(value);
}

/** To so many digits behind the point, halves away from zero; a negative number of digits rounds before the point. */
export function round(value: Exact | null, digits?: Exact | null): Exact | null;
export function round(value: number | null, digits?: Exact | null): number | null;
export function round(value: Exact | number | null, digits: Exact | null = exact("0")): Exact | number | null {
  if (value === null || digits === null) return null;
  if (isExact(value)) return roundExact(value, digits);
  return Number.isFinite(value) ? roundExact(exactOfNumber(value), digits).toNumber() : value;
}

export function floor(value: Exact | null): Exact | null;
export function floor(value: number | null): number | null;
export function floor(value: Exact | number | null): Exact | number | null {
  return isExact(value) ? value.floor() : value === null ? null : Math.floor(value);
}

export function ceil(value: Exact | null): Exact | null;
export function ceil(value: number | null): number | null;
export function ceil(value: Exact | number | null): Exact | number | null {
  return isExact(value) ? value.ceil() : value === null ? null : Math.ceil(value);
}

/** Cuts off towards zero. */
export function trunc(value: Exact | null): Exact | null;
export function trunc(value: number | null): number | null;
export function trunc(value: Exact | number | null): Exact | number | null {
  return isExact(value) ? value.trunc() : value === null ? null : Math.trunc(value);
}

/** Far beyond the digits that a value can have: there nothing is rounded, or everything is. */
const MOST_DIGITS = 1e8;

function roundExact(value: Exact, digits: Exact): Exact {
  const places = Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, Math.trunc(digits.toNumber())));
  if (places >= 0) return value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
  const shifted = value.times(exact(`1e${places}`)).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  return shifted.times(exact(`1e${-places}`));
}
