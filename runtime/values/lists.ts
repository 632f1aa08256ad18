import type { Equatable } from "./content.ts";
import { contentKey } from "./content-key.ts";
import { isList } from "./json.ts";
import type { Bool } from "./logic.ts";
import { holds } from "./logic.ts";
import { compare } from "./ordering.ts";
import type { Comparable } from "./ordering.ts";

/**
 * `[e for x, i in list where c]`. The position is that in the list that is walked, whatever the condition leaves out.
 * Null is walked like an empty list.
 */
export function loop<T, R>(
  list: readonly T[] | null,
  each: (element: T, index: number) => R,
  where?: (element: T, index: number) => Bool,
): readonly R[] {
  const made: R[] = [];
  if (list === null) return made;
  for (const [index, element] of list.entries()) {
    if (where === undefined || holds(where(element, index))) made.push(each(element, index));
  }
  return made;
}

/** `[e for name, value in map where c]`, over an object or a map. */
export function loopMap<Name, T, R>(
  map: Iterable<readonly [Name, T]> | null,
  each: (name: Name, value: T) => R,
  where?: (name: Name, value: T) => Bool,
): readonly R[] {
  const made: R[] = [];
  for (const [name, value] of map ?? []) {
    if (where === undefined || holds(where(name, value))) made.push(each(name, value));
  }
  return made;
}

/** The first of each set of equals, in the list's order; null counts as one value, as in SQL. */
export function distinct<T extends Equatable>(list: readonly (T | null)[] | null): readonly (T | null)[] | null {
  if (list === null) return null;
  const seen = new Set<string>();
  return list.filter((element) => {
    const key = contentKey(element);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Rising, nulls last, equals in the list's order. */
export function sort<T extends Comparable>(list: readonly (T | null)[] | null): readonly (T | null)[] | null {
  return list === null ? null : [...list].sort(compareWithNulls);
}

/** One level: elements that are lists give their elements, nulls nothing, others themselves. */
export function flatten<T>(list: readonly (T | null)[] | null): readonly Flat<T>[] | null {
  return list === null ? null : list.flatMap((element): readonly Flat<T>[] => flat(element));
}

/** What a list inside of another one holds, or what stands beside such lists. */
export type Flat<T> = T extends readonly (infer Inner)[] ? Inner : T;

function flat<T>(element: T | null): readonly Flat<T>[] {
  if (element === null) return [];
  return (isList(element) ? element : [element]) as readonly Flat<T>[];
}

function compareWithNulls(left: Comparable | null, right: Comparable | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(left, right);
}

/** What a `for` walks of a map: of null nothing. */
export function pairs<Name, T>(map: Iterable<readonly [Name, T]> | null): Iterable<readonly [Name, T]> {
  return map ?? [];
}
