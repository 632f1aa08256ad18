import type { Job } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { DeliveryPlan, JobPlan, StepPlan, TargetPlan } from "../plan/ir.ts";
import { checkBlock, startWalk, writesSomething } from "./clauses.ts";
import type { JobContext } from "./context.ts";
import { checkDelivery } from "./delivery.ts";
import type { CheckedTable } from "./into.ts";
import { checkKey } from "./keys.ts";
import { checkOwnership } from "./ownership.ts";
import { checkPattern } from "./pattern.ts";
import type { Pattern } from "./pattern.ts";
import { placeOf } from "./place.ts";
import type { Sink } from "./sink.ts";
import { planTable } from "./table-plan.ts";

/** What all jobs share. */
export interface JobsContext {
  readonly sink: Sink;
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly functions: ReadonlySet<string>;
  readonly delivery: DeliveryPlan;
}

/** A job whose clauses are checked. Its plan also needs to know which tables other jobs write. */
export interface CheckedJob {
  readonly job: Job;
  readonly pattern: Pattern;
  readonly fields: readonly string[];
  readonly body: readonly StepPlan[];
  readonly tables: readonly CheckedTable[];
  readonly delivery: DeliveryPlan;
}

const NOT_YET_KINDS = ["json", "set", "zset", "list", "string"];

/** Undefined when the kind of its values is not compiled: then its names can't be resolved. */
export function checkJob(job: Job, shared: JobsContext): CheckedJob | undefined {
  const { sink } = shared;
  const pattern = checkPattern(job.from, sink);
  if (!isHash(job, sink)) return undefined;
  if (!writesSomething(job.clauses)) sink.report("RDI2014", job.name.span, { what: "job" });
  const context: JobContext = {
    captures: pattern.captures,
    fields: new Set(),
    inferred: new Map(),
    clockLocals: new Set(),
    incomplete: false,
    functions: shared.functions,
  };
  const walk = startWalk(job, { context, sink, targets: shared.targets });
  const body = checkBlock(job.clauses, undefined, walk);
  const [delivery, second] = walk.deliveries;
  if (delivery !== undefined && second !== undefined) {
    sink.report("RDI2007", second.span, { what: "`delivery`", name: "" }, [
      { span: delivery.span, label: "first here" },
    ]);
  }
  const planned = delivery === undefined ? shared.delivery : checkDelivery(delivery, shared.delivery, sink);
  walk.tables.forEach((table) => checkKey(table, sink));
  return { job, pattern, fields: [...context.fields], body, tables: walk.tables, delivery: planned };
}

function isHash({ from }: Job, sink: Sink): boolean {
  const name = from.system.text;
  if (name === "hash") return true;
  if (NOT_YET_KINDS.includes(name)) {
    sink.report("RDI2060", from.system.span, {
      what: `jobs \`from ${name}\``,
      meanwhile: "Only `from hash` is compiled so far.",
    });
  } else {
    const known = ["hash", ...NOT_YET_KINDS];
    sink.report("RDI2002", from.system.span, { what: "Redis value", name, known, near: suggest(name, known) });
  }
  return false;
}

/** The plan, once it is known which columns tell the `into`s of one table apart. */
export function planJob(
  checked: CheckedJob,
  apart: ReadonlyMap<CheckedTable, ReadonlySet<string>>,
  sink: Sink,
): JobPlan {
  const { job, pattern, fields, body, delivery } = checked;
  const patternSpan = job.from.pattern.span;
  const tables = checked.tables.flatMap((table) => {
    const owner = checkOwnership({ table, pattern, patternSpan, tellingApart: apart.get(table) ?? new Set() }, sink);
    const plan = planTable(table, owner, sink);
    return plan === undefined ? [] : [plan];
  });
  return {
    name: job.name.text,
    doc: job.doc,
    place: placeOf(job.span),
    pattern: pattern.plan,
    fields,
    body,
    tables,
    delivery,
  };
}
