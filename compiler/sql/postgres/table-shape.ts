import type { ColumnPlan, JobPlan, TablePlan } from "../../plan/ir.ts";
import { qualified } from "./identifiers.ts";
import { statementName } from "./statement-names.ts";

/** A table as its statements see it. In all of them `t` is the table. */
export interface TableShape {
  /** Quoted, with its schema. */
  readonly name: string;
  readonly columns: readonly ColumnPlan[];
  readonly key: readonly ColumnPlan[];
  /** Owner columns that hold a capture or the key. */
  readonly owners: readonly ColumnPlan[];
  /** Owner columns that hold a constant: literals of the statements. */
  readonly constants: readonly ColumnPlan[];
  readonly removes: boolean;
  /** The name of one of its prepared statements. */
  statement(kind: string): string;
}

export function tableShape(job: JobPlan, table: TablePlan): TableShape {
  const owners = (constant: boolean): readonly ColumnPlan[] =>
    table.owner
      .filter((owner) => (owner.from.kind === "constant") === constant)
      .map((owner) => columnOf(table, owner.column));
  return {
    name: qualified(table.schema, table.table),
    columns: table.columns,
    key: table.key.map((name) => columnOf(table, name)),
    owners: owners(false),
    constants: owners(true),
    removes: table.onDelete === "remove",
    statement: (kind) => statementName(job.name, table.id, kind),
  };
}

export function without(columns: readonly ColumnPlan[], others: readonly ColumnPlan[]): readonly ColumnPlan[] {
  return columns.filter((column) => !others.includes(column));
}

function columnOf(table: TablePlan, name: string): ColumnPlan {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the plan names the column ${name}, which ${table.table} does not have`);
  return found;
}
