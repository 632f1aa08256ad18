import type { Fate } from "../fates.ts";
import type { TableShape } from "../table-shape.ts";
import { cell } from "./fragments.ts";

/** The rows whose expiry has passed at `instant`, or all others; an instant that is null is never reached. */
export function expiryFilter({ onExpire }: TableShape, when: Fate["when"], instant: string): readonly string[] {
  if (onExpire === undefined || when === "always") return [];
  const expires = cell("t", onExpire.column);
  if (when === "expired") return [`${expires} <= ${instant}`];
  return [`(${expires} > ${instant} OR ${expires} IS NULL OR ${instant} IS NULL)`];
}
