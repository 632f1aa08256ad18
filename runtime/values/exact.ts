import { Decimal } from "decimal.js";

/**
 * Exact numbers. The precision is far beyond what any value here can have, so decimal.js never rounds + − ×; memory
 * grows with the digits that exist, and {@link exceedsLimits} keeps decoded exponents small. Text never has an
 * exponent.
 */
const ExactNumber = Decimal.clone({
  precision: 1e9,
  rounding: Decimal.ROUND_HALF_UP,
  modulo: Decimal.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** Division carries 34 significant digits and rounds half to even, as decimal128 does. */
const Quotient = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN });

/** Powers are calculated with more digits than they keep, so that the last one that they keep is right. */
const Power = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN });

export type Exact = Decimal;

/** PostgreSQL's numeric: at most so many digits before and after the point. */
export const MAX_WHOLE_DIGITS = 131_072;
export const MAX_FRACTION_DIGITS = 16_383;

/** A literal. Text that is no decimal number is a mistake of the caller's. */
export function exact(text: string): Exact {
  const value = new ExactNumber(text);
  if (!value.isFinite()) throw new RangeError("an exact literal must be finite");
  return value;
}

/** A finite number, by the shortest digits that denote it. */
export function exactOfNumber(value: number): Exact {
  return new ExactNumber(value);
}

export function isExact(value: unknown): value is Exact {
  return value instanceof ExactNumber;
}

export function exceedsLimits(value: Exact): boolean {
  return !value.isFinite() || value.e >= MAX_WHOLE_DIGITS || value.decimalPlaces() > MAX_FRACTION_DIGITS;
}

/** For counts and positions: cut off towards zero; one beyond every text is as good as any other. */
export function toCount(value: Exact): number {
  return value.e > 15 ? (value.isNegative() ? -1e15 : 1e15) : Math.trunc(value.toNumber());
}

/**
 * Whether numeric(precision, scale) holds the value without rounding. A negative scale asks for trailing zeros before
 * the point.
 */
export function fitsNumeric(value: Exact, precision: number, scale: number): boolean {
  return value.isZero() || (value.e < precision - scale && value.e - value.precision() + 1 >= -scale);
}

/** The divisor must not be zero. */
export function divideExact(dividend: Exact, divisor: Exact): Exact {
  return new ExactNumber(new Quotient(dividend).dividedBy(divisor));
}

/** 34 significant digits. The value must not be negative. */
export function rootExact(value: Exact): Exact {
  return new ExactNumber(new Quotient(value).sqrt());
}

/**
 * 34 significant digits, of operands cut to 100; undefined beyond decimal.js's exponents. The base must not be zero with
 * a negative exponent, nor negative with one that is not whole.
 */
export function powerExact(base: Exact, exponent: Exact): Exact | undefined {
  const [short, by] = [base.toSignificantDigits(100), exponent.toSignificantDigits(100)];
  const result = new Power(short).pow(by);
  const lost = !result.isFinite() || (result.isZero() && !base.isZero());
  return lost ? undefined : new ExactNumber(result.toSignificantDigits(34));
}

/**
 * whole + fraction / 10^7, negated or not, for whole < 10^14 and fraction < 10^7, both integers. It fills in
 * decimal.js's digits (base 10^7) directly, which takes a tenth of the time of parsing text; a property test compares
 * the two.
 */
export function shortExact(negative: boolean, whole: number, fraction: number): Exact {
  const value = new ExactNumber(0);
  const parts: { s: number; e: number; d: number[] } = value;
  parts.s = negative ? -1 : 1;
  if (whole === 0) {
    parts.e = fraction === 0 ? 0 : digitsOf(fraction) - 8;
    parts.d = [fraction];
    return value;
  }
  parts.e = digitsOf(whole) - 1;
  const low = whole % 1e7;
  const high = (whole - low) / 1e7;
  if (fraction !== 0) parts.d = high === 0 ? [low, fraction] : [high, low, fraction];
  else if (high === 0) parts.d = [low];
  else parts.d = low === 0 ? [high] : [high, low];
  return value;
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}
