import type { Fate } from "../fates.ts";
import type { TableShape } from "../table-shape.ts";
import { cell } from "./fragments.ts";

/** The rows whose expiry has passed at `instant`, or all others; an instant that is null is never reached. */
export function expiryFilter({ onExpire }: TableShape, when: Fate["when"], instant: string): readonly string[] {
  if (onExpire === undefined || when === "always") return [];
  const passed = `${cell("t", onExpire.column)} <= ${instant}`;
  return [when === "expired" ? passed : `(${passed}) IS NOT TRUE`];
}
