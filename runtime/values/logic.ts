import { refuse, Rejection } from "./rejection.ts";
import type { Site } from "./site.ts";

/** SQL's three-valued logic: null is unknown. */
export type Bool = boolean | null;

export function and(left: Bool, right: () => Bool): Bool {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === null || other === null ? null : true;
}

export function or(left: Bool, right: () => Bool): Bool {
  if (left === true) return true;
  const other = right();
  if (other === true) return true;
  return left === null || other === null ? null : false;
}

export function not(value: Bool): Bool {
  return value === null ? null : !value;
}

/** A condition holds only when it is true. */
export function holds(condition: Bool): condition is true {
  return condition === true;
}

/** `??`: the right side is evaluated only for a null. */
export function coalesce<T, U = T>(value: T | null, otherwise: () => U): T | U {
  return value === null ? otherwise() : value;
}

/** Null where the two are the same, otherwise the first. */
export function nullIf<T>(value: T | null, unwanted: T | null, same: (a: T | null, b: T | null) => boolean): T | null {
  return value === null || same(value, unwanted) ? null : value;
}

/** `try`: null where the value rejects. */
export function attempt<T>(evaluate: () => T): T | null {
  try {
    return evaluate();
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return null;
    throw thrown;
  }
}

/** `reject("…")`. The message is the author's own text, so it may show whatever they put into it. */
export function reject(message: string | null, site: Site): never {
  throw new Rejection("RDI5018", message ?? "rejected", site);
}

/** A `case` without `else` whose value no arm takes. */
export function noArm(site: Site): never {
  return refuse("RDI5017", "no arm fits", site);
}

/** A `let`: evaluated when it is first used, and at most once. What rejects, rejects at every use. */
export function lazy<T>(evaluate: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: evaluate() };
    return known.value;
  };
}

/** Gives a value a name within an expression, so that it is computed once. */
export function given<T, R>(value: T, body: (value: T) => R): R {
  return body(value);
}
