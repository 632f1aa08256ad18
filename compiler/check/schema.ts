import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
import { diagnose } from "../messages.ts";
import type { JobPlan, TablePlan } from "../plan/ir.ts";
import { compareTable } from "../schema/compare.ts";
import { knownTables, type KnownTables, type TableLock } from "../schema/lock.ts";
import { readLock, type LockProblem } from "../schema/read-lock.ts";
import { dialectOf } from "../sql/dialects.ts";
import { neededTable } from "../sql/needed-tables.ts";
import type { CheckedTable } from "./into.ts";
import type { CheckedJob } from "./jobs.ts";
import { reportDifference } from "./schema-differences.ts";
import { checkReferences } from "./schema-references.ts";
import type { Sink } from "./sink.ts";

/** An `into` with what the lock file knows of its table. */
export interface WrittenTable {
  readonly job: string;
  readonly checked: CheckedTable;
  readonly plan: TablePlan;
  readonly lock: TableLock;
}

export interface PlannedJob {
  readonly checked: CheckedJob;
  readonly plan: JobPlan;
}

/** Compares the tables that jobs without errors write with the lock file. */
export function checkSchema(jobs: readonly PlannedJob[], lock: SourceFile, sink: Sink): void {
  const read = readLock(lock.text);
  if ("problem" in read) return sink.report("RDI3001", placeOf(lock, read.problem), read.problem);
  const known = knownTables(read.lock);
  const unknown = new Set<string>();
  const written = jobs.flatMap(({ checked, plan }) => {
    const plans = new Map(plan.tables.map((table) => [table.id, table]));
    return checked.tables.flatMap((table) => {
      const found = plans.get(table.id);
      return found === undefined
        ? []
        : lookUp({ checked: table, plan: found, job: plan.name }, { known, unknown, sink });
    });
  });
  for (const table of written) checkTable(table, sink);
  checkReferences(written, sink);
}

/** For commands that need the file and can't read it. */
export function unreadableLock(lock: SourceFile, problem: LockProblem): readonly Diagnostic[] {
  return [diagnose("RDI3001", placeOf(lock, problem), problem)];
}

function placeOf(file: SourceFile, { offset }: LockProblem): Span {
  const end = file.text.indexOf("\n", offset);
  return { file, start: offset, end: end < 0 ? file.text.length : end };
}

interface LookUp {
  readonly known: KnownTables;
  /** Targets of which that was said. */
  readonly unknown: Set<string>;
  readonly sink: Sink;
}

function lookUp(table: Omit<WrittenTable, "lock">, { known, unknown, sink }: LookUp): readonly WrittenTable[] {
  const { checked, plan } = table;
  if (unknown.has(plan.target)) return [];
  const target = known.target(plan.target);
  if (target?.system !== checked.target?.system) {
    unknown.add(plan.target);
    sink.report("RDI3002", checked.path, { what: `the target \`${plan.target}\`` });
    return [];
  }
  const lock = known.table(plan.target, plan);
  if (lock !== undefined) return [{ ...table, lock }];
  sink.report("RDI3002", checked.path, { what: `\`${shownName(plan)}\`` });
  return [];
}

function checkTable({ checked, plan, lock }: WrittenTable, sink: Sink): void {
  const dialect = dialectOf(plan.system).ddl;
  const needed = neededTable(plan);
  const table = { checked, needed, shown: shownName(plan), dialect };
  for (const difference of compareTable(needed, lock, dialect)) reportDifference(difference, table, sink);
}

export function shownName({ schema, table }: Pick<TablePlan, "schema" | "table">): string {
  return schema === undefined ? table : `${schema}.${table}`;
}
