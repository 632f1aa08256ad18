import type {
  DestinationFacts,
  FateFacts,
  FixedValue,
  JobFacts,
  ProjectFacts,
  TableFacts,
} from "../../runtime/rehearse.ts";
import { destinationsOf } from "../emit/job-context.ts";
import { ownerExtras } from "../emit/owner.ts";
import type { ColumnPlan, JobPlan, Plan, TablePlan, Value } from "../plan/ir.ts";
import { constantOf } from "../sql/constants.ts";
import { fates, type Fate } from "../sql/fates.ts";
import { compared, tableShape, type TableShape } from "../sql/table-shape.ts";
import { isLiteral } from "../sql/soft-delete.ts";

/** What the rehearsal must know of a plan beside its modules. */
export function projectFacts({ targets, jobs }: Pick<Plan, "targets" | "jobs">): ProjectFacts {
  return { targets: targets.map(({ name, system }) => ({ name, system })), jobs: jobs.map(jobFacts) };
}

function jobFacts(job: JobPlan): JobFacts {
  const { name, read, lookups } = job;
  const tables = new Map(job.tables.map((table) => [table.id, tableFacts(table, tableShape(job, table))]));
  return { name, read, lookups, destinations: destinationsOf(job).map(({ id }) => tables.get(id) ?? KEY) };
}

const KEY: DestinationFacts = { kind: "key" };

function tableFacts(table: TablePlan, shape: TableShape): TableFacts {
  const { columns, period, onExpire } = table;
  return {
    kind: "table",
    columns: columns.map(({ name, type, sensitive }) => ({ name, type, sensitive })),
    key: namesOf(shape.key),
    owners: namesOf(shape.owners),
    constants: shape.constants.map((column) => fixed(column, column.value)),
    marks: shape.marks.map((column) => fixed(column, column.value)),
    compared: namesOf(compared(shape)),
    period,
    fates: fates(shape).map((fate) => fateFacts(table, fate)),
    expiry: onExpire?.column,
  };
}

function fateFacts(table: TablePlan, { outcome, when }: Fate): FateFacts {
  const { sets, expired } = ownerExtras(table);
  const sent = sets.find(({ by }) => by === (when === "expired" ? "expire" : "delete"));
  const columns = outcome.kind === "set" ? outcome.columns : [];
  return {
    outcome: outcome.kind,
    when,
    expired,
    set: columns.filter(({ value }) => isLiteral(value)).map(({ column, value }) => fixed({ name: column }, value)),
    sent: sent && { property: sent.name, columns: sent.columns.map(({ column }) => column) },
  };
}

function fixed({ name }: Pick<ColumnPlan, "name">, value: Value): FixedValue {
  const constant = constantOf(value, name);
  return { column: name, text: constant === null ? null : String(constant) };
}

function namesOf(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.map(({ name }) => name);
}
