import { MAX_FRACTION_DIGITS, MAX_WHOLE_DIGITS, exactOfNumber, isExact, powerExact, rootExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { refuse } from "./rejection.ts";
import type { Site } from "./site.ts";

/** Whole exponents up to this one give the exact power; its digits grow with the exponent, so there is an end. */
export const LARGEST_EXACT_EXPONENT = 100;

/**
 * Exact for whole exponents from 0 to 100, otherwise 34 significant digits, half to even. x^0 is 1, for zero too. What
 * has no real value, or is beyond a numeric, rejects. Doubles overflow to infinity as IEEE 754 says.
 */
export function power(base: Exact | null, exponent: Exact | null, site: Site): Exact | null;
export function power(base: number | null, exponent: number | null, site: Site): number | null;
export function power(base: Exact | number | null, exponent: Exact | number | null, site: Site): Exact | number | null {
  if (base === null || exponent === null) return null;
  if (!isExact(base) || !isExact(exponent)) return powerOfDouble(Number(base), Number(exponent), site);
  if (base.isZero() && exponent.isNegative() && !exponent.isZero()) return refuseZero(site);
  if (base.isNegative() && !base.isZero() && !exponent.isInteger()) return refuseFraction(site);
  if (exponent.isInteger() && !exponent.isNegative() && exponent.lessThanOrEqualTo(LARGEST_EXACT_EXPONENT)) {
    return wholePower(base, exponent.toNumber(), site);
  }
  return withinLimits(powerExact(base, exponent), site);
}

/** 34 significant digits, half to even; of a double a double. The root of a negative number rejects. */
export function sqrt(value: Exact | null, site: Site): Exact | null;
export function sqrt(value: number | null, site: Site): number | null;
export function sqrt(value: Exact | number | null, site: Site): Exact | number | null {
  if (value === null) return null;
  const negative = isExact(value) ? value.isNegative() && !value.isZero() : value < 0;
  if (negative) refuse("RDI5011", "square root of a negative number", site);
  return isExact(value) ? rootExact(value) : Math.sqrt(value);
}

/** Looks at the number of digits first: a power that has too many is not calculated. */
function wholePower(base: Exact, exponent: number, site: Site): Exact {
  const tooSmall = base.decimalPlaces() * exponent > MAX_FRACTION_DIGITS;
  if (tooSmall || base.e * exponent >= MAX_WHOLE_DIGITS) return refuseLimits(site);
  let result = exactOfNumber(1);
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result.times(factor);
    if (rest > 1) factor = factor.times(factor);
  }
  return withinLimits(result, site);
}

/** What a numeric can't hold at either end. */
function withinLimits(value: Exact | undefined, site: Site): Exact {
  if (value === undefined || value.e >= MAX_WHOLE_DIGITS || value.e < -MAX_FRACTION_DIGITS) return refuseLimits(site);
  return value;
}

function powerOfDouble(base: number, exponent: number, site: Site): number {
  // JavaScript makes these NaN; IEEE 754 and the databases do not.
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  if (base === 0 && exponent < 0) return refuseZero(site);
  if (base < 0 && base !== -Infinity && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    return refuseFraction(site);
  }
  return base ** exponent;
}

function refuseZero(site: Site): never {
  return refuse("RDI5016", "zero to a negative power", site);
}

function refuseFraction(site: Site): never {
  return refuse("RDI5011", "a negative number to a power that is no whole number", site);
}

function refuseLimits(site: Site): never {
  return refuse("RDI5011", "a power that is too large, or has too many digits", site);
}
