import { sameContent } from "./content.ts";
import type { Equatable } from "./content.ts";
import type { Json } from "./json.ts";
import type { Bool } from "./logic.ts";
import { compare } from "./ordering.ts";
import type { Comparable } from "./ordering.ts";

export function equal(left: Json | null, right: Json | null): Bool;
export function equal<T extends Equatable>(left: T | null, right: T | null): Bool;
export function equal(left: Equatable | null, right: Equatable | null): Bool {
  return left === null || right === null ? null : sameContent(left, right);
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
export function same(left: Json | null, right: Json | null): boolean;
export function same<T extends Equatable>(left: T | null, right: T | null): boolean;
export function same(left: Equatable | null, right: Equatable | null): boolean {
  return left === null || right === null ? left === right : sameContent(left, right);
}

/** Both ends belong to it. Null when any of the three is null. */
export function between<T extends Comparable>(value: T | null, low: T | null, high: T | null): Bool {
  if (value === null || low === null || high === null) return null;
  return compare(value, low) >= 0 && compare(value, high) <= 0;
}

/** True when an element equals the value; otherwise null when an element is null, as in SQL. */
export function oneOf<T extends Equatable>(value: T | null, list: readonly (T | null)[] | null): Bool {
  if (value === null || list === null) return null;
  let result: Bool = false;
  for (const element of list) {
    if (element === null) result = null;
    else if (sameContent(value, element)) return true;
  }
  return result;
}
