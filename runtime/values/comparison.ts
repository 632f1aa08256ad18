import { compareCodePoints } from "./code-points.ts";
import { isExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Bool } from "./logic.ts";

/** Everything that compares; the branded times are numbers and bigints. */
export type Comparable = string | Exact | number | bigint | boolean | Buffer;

export function equal<T extends Comparable>(left: T | null, right: T | null): Bool {
  return left === null || right === null ? null : compare(left, right) === 0;
}

export function less<T extends Comparable>(left: T | null, right: T | null): Bool {
  return left === null || right === null ? null : compare(left, right) < 0;
}

export function lessOrEqual<T extends Comparable>(left: T | null, right: T | null): Bool {
  return left === null || right === null ? null : compare(left, right) <= 0;
}

export function greater<T extends Comparable>(left: T | null, right: T | null): Bool {
  return left === null || right === null ? null : compare(left, right) > 0;
}

export function greaterOrEqual<T extends Comparable>(left: T | null, right: T | null): Bool {
  return left === null || right === null ? null : compare(left, right) >= 0;
}

/** `is`: null is a value like others. */
export function same<T extends Comparable>(left: T | null, right: T | null): boolean {
  return left === null || right === null ? left === right : compare(left, right) === 0;
}

/** Both ends belong to it. Null when any of the three is null. */
export function between<T extends Comparable>(value: T | null, low: T | null, high: T | null): Bool {
  if (value === null || low === null || high === null) return null;
  return compare(value, low) >= 0 && compare(value, high) <= 0;
}

/** True when an element equals the value; otherwise null when an element is null, as in SQL. */
export function oneOf<T extends Comparable>(value: T | null, list: readonly (T | null)[] | null): Bool {
  if (value === null || list === null) return null;
  let result: Bool = false;
  for (const element of list) {
    if (element === null) result = null;
    else if (compare(value, element) === 0) return true;
  }
  return result;
}

/**
 * Text by code points, exact numbers by value, bytes by bytes, false before true. NaN equals itself and is above all
 * other doubles, as in PostgreSQL: otherwise a row that holds one would differ from itself.
 */
function compare(left: Comparable, right: Comparable): number {
  if (typeof left === "string" && typeof right === "string") return left === right ? 0 : compareCodePoints(left, right);
  if (typeof left === "number" && typeof right === "number") return compareDoubles(left, right);
  if (typeof left === "bigint" && typeof right === "bigint") return order(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return order(left, right);
  if (isExact(left) && isExact(right)) return left.comparedTo(right);
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return Buffer.compare(left, right);
  throw new TypeError("the two sides of a comparison have different types");
}

function compareDoubles(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  return Number.isNaN(right) ? -1 : order(left, right);
}

function order<T extends number | bigint | boolean>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
