import type { OutcomePlan } from "../../plan/ir.ts";
import { cell } from "./fragments.ts";
import type { TableShape } from "./table-shape.ts";

/** What becomes of some of the rows that their key no longer yields. */
export interface Fate {
  readonly outcome: Exclude<OutcomePlan, { readonly kind: "keep" }>;
  /** Whether the rows' key must have expired. */
  readonly when: "always" | "expired" | "unexpired";
}

/** None where rows are kept; two where the rows of an expired key fare otherwise. */
export function fates({ mode, onDelete, onExpire }: TableShape): readonly Fate[] {
  if (mode === "append") return [];
  if (onExpire === undefined || isSame(onDelete, onExpire.outcome)) return fate(onDelete, "always");
  return [...fate(onDelete, "unexpired"), ...fate(onExpire.outcome, "expired")];
}

/** The rows whose expiry has passed at `instant`, or all others; an instant that is null is never reached. */
export function expiryFilter({ onExpire }: TableShape, when: Fate["when"], instant: string): readonly string[] {
  if (onExpire === undefined || when === "always") return [];
  const passed = `${cell("t", onExpire.column)} <= ${instant}`;
  return [when === "expired" ? passed : `(${passed}) IS NOT TRUE`];
}

function fate(outcome: OutcomePlan, when: Fate["when"]): readonly Fate[] {
  return outcome.kind === "keep" ? [] : [{ outcome, when }];
}

function isSame(one: OutcomePlan, other: OutcomePlan): boolean {
  return one.kind !== "set" && one.kind === other.kind;
}
