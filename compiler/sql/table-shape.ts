import type { ColumnPlan, JobPlan, OutcomePlan, PeriodPlan, TablePlan } from "../plan/ir.ts";
import { statementName } from "./statement-names.ts";

/** A table as its statements see it, whatever the dialect. Names are not quoted. */
export interface TableShape {
  readonly schema: string | undefined;
  readonly table: string;
  readonly mode: TablePlan["mode"];
  readonly columns: readonly ColumnPlan[];
  readonly key: readonly ColumnPlan[];
  /** Owner columns that hold a capture or the key. */
  readonly owners: readonly ColumnPlan[];
  /** Owner columns that hold a constant: literals of the statements. */
  readonly constants: readonly ColumnPlan[];
  /** Columns that tell live rows from dead ones: in a live row all of them hold the constant that their `into` gives them. */
  readonly marks: readonly ColumnPlan[];
  readonly period: PeriodPlan | undefined;
  readonly onDelete: OutcomePlan;
  readonly onExpire: { readonly column: ColumnPlan; readonly outcome: OutcomePlan } | undefined;
  /** The name of one of its prepared statements. */
  statement(kind: string): string;
}

export function tableShape(job: JobPlan, table: TablePlan): TableShape {
  const named = (name: string): ColumnPlan => columnOf(table, name);
  const owners = (constant: boolean): readonly ColumnPlan[] =>
    table.owner.filter(({ from }) => (from.kind === "constant") === constant).map(({ column }) => named(column));
  const { onDelete, onExpire } = table;
  const marks = new Set([onDelete, onExpire?.outcome].flatMap(marksOf));
  return {
    schema: table.schema,
    table: table.table,
    mode: table.mode,
    columns: table.columns,
    key: table.key.map(named),
    owners: owners(false),
    constants: owners(true),
    marks: [...marks].map(named),
    period: table.period,
    onDelete,
    onExpire: onExpire && { column: named(onExpire.column), outcome: onExpire.outcome },
    statement: (kind) => statementName(job.name, table.id, kind),
  };
}

export function without(columns: readonly ColumnPlan[], others: readonly ColumnPlan[]): readonly ColumnPlan[] {
  return columns.filter((column) => !others.includes(column));
}

/** Owner columns by which two rows of one `key` can differ. */
export function ownersBesideKey({ owners, constants, key }: TableShape): readonly ColumnPlan[] {
  return without([...owners, ...constants], key);
}

/** Columns whose difference makes a row another one: clock columns are written along with others only. */
export function compared({ columns, key, owners, constants }: TableShape): readonly ColumnPlan[] {
  return without(columns, [...key, ...owners, ...constants]).filter(({ volatile }) => volatile !== "clock");
}

function marksOf(outcome: OutcomePlan | undefined): readonly string[] {
  return outcome?.kind === "set" ? outcome.marks : [];
}

function columnOf(table: TablePlan, name: string): ColumnPlan {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the plan names the column ${name}, which ${table.table} does not have`);
  return found;
}
