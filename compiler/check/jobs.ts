import type { Job } from "../../grammar/ast.ts";
import type { DeliveryPlan, JobPlan, StepPlan, TablePlan, TargetPlan, ValueKind } from "../plan/ir.ts";
import { memberColumns } from "../plan/memberwise.ts";
import { dialectOf } from "../sql/dialects.ts";
import { checkBlock, startWalk, writesSomething } from "./clauses.ts";
import type { JobContext } from "./context.ts";
import { warnOfClaimedKeys } from "./claimed-keys.ts";
import { checkDelivery } from "./delivery.ts";
import type { CheckedTable } from "./into.ts";
import { checkKey } from "./keys.ts";
import { rootsOf } from "./lineage.ts";
import { localNames } from "./local-names.ts";
import { checkOwnership } from "./ownership.ts";
import { checkPattern } from "./pattern.ts";
import type { Pattern } from "./pattern.ts";
import { placeOf } from "./place.ts";
import { readsOf } from "./reads.ts";
import type { CheckedKey } from "./redis-destination.ts";
import type { SharedTables } from "./shared-tables.ts";
import type { Sink } from "./sink.ts";
import { columnValues, planTable } from "./table-plan.ts";
import { MOST_CALLS } from "./user-functions.ts";
import type { Functions } from "./user-functions.ts";
import { checkValueKind } from "./value-kinds.ts";

/** What all jobs share. */
export interface JobsContext {
  readonly sink: Sink;
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly functions: Functions;
  readonly delivery: DeliveryPlan;
  /** How many calls of functions may still be written out, in the whole project. */
  readonly calls: { left: number };
}

/** A job whose clauses are checked. Its plan also needs to know which tables other jobs write. */
export interface CheckedJob {
  readonly job: Job;
  readonly kind: ValueKind;
  readonly pattern: Pattern;
  readonly context: JobContext;
  readonly body: readonly StepPlan[];
  readonly tables: readonly CheckedTable[];
  readonly keys: readonly CheckedKey[];
  readonly delivery: DeliveryPlan;
}

/** Undefined when the kind of its values is unknown: then its names can't be resolved. */
export function checkJob(job: Job, shared: JobsContext): CheckedJob | undefined {
  const { sink } = shared;
  const pattern = checkPattern(job.from, sink);
  const kind = checkValueKind(job.from.system, sink);
  if (kind === undefined) return undefined;
  if (!writesSomething(job.clauses)) sink.report("RDI2014", job.name.span, { what: "job" });
  // The call that finds one left is the one too many, and says so.
  const most = Math.max(1, Math.min(MOST_CALLS, shared.calls.left));
  const context = jobContext(kind, pattern, { functions: shared.functions, calls: { left: most } });
  const walk = startWalk(job, { context, sink, targets: shared.targets });
  const body = checkBlock(job.clauses, undefined, walk);
  shared.calls.left -= most - Math.max(0, context.calls.left);
  const [delivery, second] = walk.deliveries;
  if (delivery !== undefined && second !== undefined) {
    sink.report("RDI2007", second.span, { what: "`delivery`", name: "" }, [
      { span: delivery.span, label: "first here" },
    ]);
  }
  const planned = delivery === undefined ? shared.delivery : checkDelivery(delivery, shared.delivery, sink);
  walk.tables.forEach((table) => checkKey(table, sink));
  warnOfClaimedKeys(walk.keys, pattern, sink);
  return { job, kind, pattern, context, body, tables: walk.tables, keys: walk.keys, delivery: planned };
}

function jobContext(
  reads: ValueKind,
  { captures }: Pattern,
  { functions, calls }: Pick<JobContext, "functions" | "calls">,
): JobContext {
  return {
    captures,
    reads,
    place: "job",
    declaring: false,
    inferred: new Map(),
    claimLocal: localNames(),
    lets: new Map(),
    lookups: new Map(),
    binders: new Map(),
    calls,
    caller: undefined,
    callDepth: 0,
    incomplete: false,
    functions,
  };
}

/** The plan, once it is known which columns tell the `into`s of one table apart. */
export function planJob(checked: CheckedJob, shared: SharedTables, sink: Sink): JobPlan {
  const { job, kind, pattern, context, delivery } = checked;
  const patternSpan = job.from.pattern.span;
  const intos = checked.tables.map((table) => {
    const tellingApart = shared.apart.get(table) ?? new Set<string>();
    const owner = checkOwnership({ table, pattern, patternSpan, tellingApart }, sink);
    return { table, plan: planTable(table, owner, sink), columns: columnValues(table, owner, sink) };
  });
  const tables = intos.flatMap(({ table, plan }) => {
    if (plan === undefined || shared.united.has(table)) return [];
    return [
      withNullsOf(
        plan,
        checked.tables.filter((other) => shared.united.get(other) === table),
      ),
    ];
  });
  const filled = new Map(
    intos.map(({ table, columns }) => [table.id, { table: (shared.united.get(table) ?? table).id, columns }]),
  );
  const body = fill(checked.body, filled);
  const { members, expiry, lookups } = readsOf(kind, body, context);
  const sensitive = sensitiveRoots(checked.tables, context);
  const plan = {
    name: job.name.text,
    doc: job.doc,
    place: placeOf(job.span),
    pattern: pattern.plan,
    read: { kind, members, expiry, sensitive },
    lookups,
    body,
    tables,
    keys: checked.keys.map((key) => key.plan),
    delivery,
  };
  const removesMembers = tables.every(({ system }) => dialectOf(system).removesMembers);
  return { ...plan, memberwise: removesMembers ? memberColumns(plan) : [] };
}

/** A column may be null where it is in any of the `into`s whose rows are one set. */
function withNullsOf(plan: TablePlan, united: readonly CheckedTable[]): TablePlan {
  if (united.length === 0) return plan;
  const nulls = new Set(
    united.flatMap(({ columns }) => columns.flatMap(({ column, typed }) => (typed.nullable ? [column.name.text] : []))),
  );
  const columns = plan.columns.map((column) => {
    return { ...column, nullable: !column.notNull && (column.nullable || nulls.has(column.name)) };
  });
  return { ...plan, columns };
}

type Filling = Pick<Extract<StepPlan, { kind: "into" }>, "table" | "columns">;

/** Gives each `into` its columns, and the table that it shares with an earlier one. */
function fill(steps: readonly StepPlan[], filled: ReadonlyMap<string, Filling>): readonly StepPlan[] {
  return steps.map((step) => {
    if (step.kind === "where" || step.kind === "for") return { ...step, block: fill(step.block, filled) };
    return step.kind === "into" ? { ...step, ...filled.get(step.table) } : step;
  });
}

/** What must not be shown of a value, since a sensitive column is made of it. */
function sensitiveRoots(tables: readonly CheckedTable[], context: JobContext): readonly string[] | "all" {
  const roots = tables.flatMap(({ columns }) => {
    return columns.filter(({ column }) => column.sensitive).map(({ typed }) => rootsOf(typed.value, context));
  });
  return roots.includes("all") ? "all" : [...new Set(roots.flat())].sort();
}
