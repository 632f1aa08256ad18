import { compareCodePoints } from "./code-points.ts";
import { isExact } from "./exact.ts";
import type { Exact } from "./exact.ts";

/** Everything that has an order; the branded times are numbers and bigints. */
export type Comparable = string | Exact | number | bigint | boolean | Buffer;

/**
 * Text by code points, exact numbers by value, bytes by bytes, false before true. NaN equals itself and is above all
 * other doubles, as in PostgreSQL: otherwise a row that holds one would differ from itself.
 */
export function compare(left: unknown, right: unknown): number {
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
