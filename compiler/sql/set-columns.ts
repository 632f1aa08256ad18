import type { ColumnPlan } from "../plan/ir.ts";
import type { Fate } from "./fates.ts";
import type { SetBy } from "./soft-delete.ts";
import type { TableShape } from "./table-shape.ts";

export interface SetColumn {
  readonly column: ColumnPlan;
  readonly value: ColumnPlan["value"];
}

/** What a row is given that its key no longer yields, where it stays. */
export function setColumns({ columns }: TableShape, { outcome }: Fate): readonly SetColumn[] {
  if (outcome.kind !== "set") return [];
  return outcome.columns.flatMap(({ column: name, value }) =>
    columns.filter((column) => column.name === name).map((column) => ({ column, value })),
  );
}

export function setBy({ when }: Fate): SetBy {
  return when === "expired" ? "expire" : "delete";
}

/** The kind of the statement, by which it is named. */
export function verb({ period }: TableShape, { outcome }: Fate): string {
  if (period !== undefined) return "close-gone";
  return outcome.kind === "remove" ? "remove" : "mark";
}
