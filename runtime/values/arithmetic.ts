import { divideExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { refuse } from "./rejection.ts";
import type { Site } from "./site.ts";

/** Exact, whatever the number of digits. */
export function add(left: Exact | null, right: Exact | null): Exact | null {
  return left === null || right === null ? null : left.plus(right);
}

/** Exact, whatever the number of digits. */
export function subtract(left: Exact | null, right: Exact | null): Exact | null {
  return left === null || right === null ? null : left.minus(right);
}

/** Exact, whatever the number of digits. */
export function multiply(left: Exact | null, right: Exact | null): Exact | null {
  return left === null || right === null ? null : left.times(right);
}

export function negate(value: Exact | null): Exact | null {
  return value === null ? null : value.negated();
}

/** 34 significant digits, half to even. */
export function divide(left: Exact | null, right: Exact | null, site: Site): Exact | null {
  if (left === null || right === null) return null;
  return divideExact(left, divisor(right, site));
}

/** `div`: the whole part of the quotient, exact, cut off towards zero. */
export function quotient(left: Exact | null, right: Exact | null, site: Site): Exact | null {
  if (left === null || right === null) return null;
  return left.dividedToIntegerBy(divisor(right, site));
}

/** `%`: exact, with the sign of the dividend. */
export function remainder(left: Exact | null, right: Exact | null, site: Site): Exact | null {
  if (left === null || right === null) return null;
  return left.modulo(divisor(right, site));
}

function divisor(value: Exact, site: Site): Exact {
  return value.isZero() ? refuse("RDI5016", "division by zero", site) : value;
}
