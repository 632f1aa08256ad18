import type { Table } from "../job.ts";
import type { Check, Step } from "./batch-statements.ts";
import type { Collision } from "./sink.ts";

/** Of the rows that a check found: the input's position, then the owner's columns as text. */
export function collisionsOf(
  { table, statement }: Check,
  rows: readonly (readonly (string | null)[])[],
): readonly Collision<Table>[] {
  return rows.map(([index, ...owner]) => ({ table, index: Number(index), ownerKey: statement.keyOf(owner) }));
}

export interface Counts {
  readonly upserted: number;
  readonly removed: number;
}

/** `changed` is how many rows each step has changed, in the order of the steps. */
export function countsOf(steps: readonly Pick<Step, "kind">[], changed: readonly (number | undefined)[]): Counts {
  const sums = { upserted: 0, removed: 0 };
  for (const [at, { kind }] of steps.entries()) sums[kind === "upsert" ? "upserted" : "removed"] += changed[at] ?? 0;
  return sums;
}
