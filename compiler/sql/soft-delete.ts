import type { ColumnValue, OutcomePlan, TablePlan, Value } from "../plan/ir.ts";

/** The outcome of which a statement's parameter is. */
export type SetBy = "delete" | "expire";

/** The columns that a soft delete writes with values of the key or the clock; literals stand in the statement's text. */
export function sentColumns({ onDelete, onExpire }: TablePlan, by: SetBy): readonly ColumnValue[] {
  const outcome = by === "delete" ? onDelete : onExpire?.outcome;
  return outcome === undefined ? [] : setColumns(outcome).filter(({ value }) => !isLiteral(value));
}

/** A conversion around a literal is left to the runtime. */
export function isLiteral(value: Value): boolean {
  return value.kind === "literal" || value.kind === "bigint";
}

function setColumns(outcome: OutcomePlan): readonly ColumnValue[] {
  return outcome.kind === "set" ? outcome.columns : [];
}
