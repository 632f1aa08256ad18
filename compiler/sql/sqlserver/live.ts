import type { ColumnPlan } from "../../plan/ir.ts";
import { isNull } from "../constants.ts";
import { cell, equalConstants } from "./fragments.ts";
import { quoted } from "./identifiers.ts";
import type { TableShape } from "../table-shape.ts";

/** What a row fulfils that is neither marked as deleted nor closed; nothing where all rows are live. */
export function live({ marks, period }: TableShape): readonly string[] {
  const closed = period === undefined ? [] : [`t.${quoted(period.to)} IS NULL`];
  return [...marks.flatMap(unmarked), ...closed];
}

/** That a row is marked: one condition. */
export function dead({ marks }: TableShape): string {
  return marks.map(marked).join(" OR ");
}

function unmarked(mark: ColumnPlan): readonly string[] {
  return isNull(mark) ? [`${cell("t", mark)} IS NULL`] : equalConstants([mark]);
}

function marked(mark: ColumnPlan): string {
  const stored = cell("t", mark);
  return isNull(mark) ? `${stored} IS NOT NULL` : `${stored} IS NULL OR NOT (${equalConstants([mark]).join("")})`;
}
