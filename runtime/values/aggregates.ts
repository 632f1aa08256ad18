import { divideExact, exactOfNumber } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { isList } from "./json.ts";
import type { Bool } from "./logic.ts";
import { compare } from "./ordering.ts";
import type { Comparable } from "./ordering.ts";
import type { RedisMap } from "./redis-map.ts";

/* Aggregates pass over nulls, and a null list is like an empty one: sum and count of nothing are 0, the others null. */

export function sum(list: readonly (Exact | null)[] | null): Exact {
  return present(list).reduce((total, value) => total.plus(value), exactOfNumber(0));
}

export function sumDouble(list: readonly (number | null)[] | null): number {
  return present(list).reduce((total, value) => total + value, 0);
}

/** Of a map its values are counted. */
export function count(items: Countable | null): Exact {
  if (items === null) return exactOfNumber(0);
  const values = isList(items) ? items : Array.from<readonly [unknown, unknown], unknown>(items, valueOf);
  return exactOfNumber(present(values).length);
}

/** 34 significant digits. */
export function avg(list: readonly (Exact | null)[] | null): Exact | null {
  const values = present(list);
  return values.length === 0 ? null : divideExact(sum(values), exactOfNumber(values.length));
}

export function avgDouble(list: readonly (number | null)[] | null): number | null {
  const values = present(list);
  return values.length === 0 ? null : sumDouble(values) / values.length;
}

export function min<T extends Comparable>(list: readonly (T | null)[] | null): T | null {
  return extreme(list, -1);
}

export function max<T extends Comparable>(list: readonly (T | null)[] | null): T | null {
  return extreme(list, 1);
}

/** The first element that is not null. */
export function first<T>(list: readonly (T | null)[] | null): T | null {
  return present(list).at(0) ?? null;
}

/** The last element that is not null. */
export function last<T>(list: readonly (T | null)[] | null): T | null {
  return present(list).at(-1) ?? null;
}

/** Whether an element is true; null where there is none. */
export function any(list: readonly Bool[] | null): Bool {
  const values = present(list);
  return values.length === 0 ? null : values.includes(true);
}

/** Whether no element is false; null where there is none. */
export function all(list: readonly Bool[] | null): Bool {
  const values = present(list);
  return values.length === 0 ? null : !values.includes(false);
}

type Countable = readonly unknown[] | RedisMap<unknown> | ReadonlyMap<string, unknown>;

function extreme<T extends Comparable>(list: readonly (T | null)[] | null, direction: number): T | null {
  return present(list).reduce<T | null>(
    (best, value) => (best === null || compare(value, best) * direction > 0 ? value : best),
    null,
  );
}

function present<T>(list: readonly (T | null)[] | null): readonly T[] {
  return (list ?? []).filter((element) => element !== null);
}

function valueOf([, value]: readonly [unknown, unknown]): unknown {
  return value;
}
