import { Decimal } from "decimal.js";
import { MAX_WHOLE_DIGITS, exact, exactOfNumber, isExact } from "./exact.ts";
import type { Exact } from "./exact.ts";

/* Over exact numbers the results are exact; over doubles NaN and infinities stay as they are. */

export function abs(value: Exact | null): Exact | null;
export function abs(value: number | null): number | null;
export function abs(value: Exact | number | null): Exact | number | null {
  return isExact(value) ? value.abs() : value === null ? null : Math.abs(value);
}

/** -1, 0 or 1; of a double, NaN and both zeros stay as they are. */
export function sign(value: Exact | null): Exact | null;
export function sign(value: number | null): number | null;
export function sign(value: Exact | number | null): Exact | number | null {
  if (isExact(value)) return exactOfNumber(value.isZero() ? 0 : value.s);
  return value === null ? null : Math.sign(value);
}

/** `up` is away from zero, `down` towards it; `half_…` says where a half goes, everything else goes to the nearest. */
export type RoundingMode = "half_up" | "half_even" | "half_down" | "up" | "down" | "ceiling" | "floor";

/** To so many digits behind the point, halves away from zero; a negative number of digits rounds before the point. */
export function round(value: Exact | null, digits?: Exact | null, mode?: RoundingMode): Exact | null;
export function round(value: number | null, digits?: Exact | null, mode?: RoundingMode): number | null;
export function round(
  value: Exact | number | null,
  digits: Exact | null = exact("0"),
  mode: RoundingMode = "half_up",
): Exact | number | null {
  if (value === null || digits === null) return null;
  if (isExact(value)) return roundExact(value, digits, ROUNDINGS[mode]);
  return Number.isFinite(value) ? roundExact(exactOfNumber(value), digits, ROUNDINGS[mode]).toNumber() : value;
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

const ROUNDINGS: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  half_up: Decimal.ROUND_HALF_UP,
  half_even: Decimal.ROUND_HALF_EVEN,
  half_down: Decimal.ROUND_HALF_DOWN,
  up: Decimal.ROUND_UP,
  down: Decimal.ROUND_DOWN,
  ceiling: Decimal.ROUND_CEIL,
  floor: Decimal.ROUND_FLOOR,
};

/** Far beyond the digits that a value can have behind the point. */
const MOST_DIGITS = 1e8;

function roundExact(value: Exact, digits: Exact, rounding: Decimal.Rounding): Exact {
  // Away from zero, places far before the point would make a number of as many digits; no column holds a smaller one.
  const lowest = -Math.max(MAX_WHOLE_DIGITS, value.e + 2);
  const places = Math.max(lowest, Math.min(MOST_DIGITS, Math.trunc(digits.toNumber())));
  if (places >= 0) return value.toDecimalPlaces(places, rounding);
  const shifted = value.times(exact(`1e${places}`)).toDecimalPlaces(0, rounding);
  return shifted.times(exact(`1e${-places}`));
}
