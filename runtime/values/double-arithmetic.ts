import { refuse } from "./rejection.ts";
import type { Site } from "./site.ts";

/*
 * IEEE 754 arithmetic: NaN and infinities are values. Only a division by zero rejects, as everywhere in the language.
 */

export function addDouble(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

export function subtractDouble(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left - right;
}

export function multiplyDouble(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left * right;
}

export function negateDouble(value: number | null): number | null {
  return value === null ? null : -value;
}

export function divideDouble(left: number | null, right: number | null, site: Site): number | null {
  return left === null || right === null ? null : left / divisor(right, site);
}

/** With the sign of the dividend. */
export function remainderDouble(left: number | null, right: number | null, site: Site): number | null {
  return left === null || right === null ? null : left % divisor(right, site);
}

function divisor(value: number, site: Site): number {
  return value === 0 ? refuse("RDI5016", "division by zero", site) : value;
}
