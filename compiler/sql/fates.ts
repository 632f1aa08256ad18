import type { OutcomePlan } from "../plan/ir.ts";
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

function fate(outcome: OutcomePlan, when: Fate["when"]): readonly Fate[] {
  return outcome.kind === "keep" ? [] : [{ outcome, when }];
}

function isSame(one: OutcomePlan, other: OutcomePlan): boolean {
  return one.kind !== "set" && one.kind === other.kind;
}
