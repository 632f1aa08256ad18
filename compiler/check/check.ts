import type { File } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile } from "../../grammar/source.ts";
import type { Story } from "../../runtime/rehearse.ts";
import type { JobPlan, Plan, TargetPlan } from "../plan/ir.ts";
import { inOrder } from "../in-order.ts";
import type { CheckCode } from "../messages.ts";
import { declarationsOf } from "./imports.ts";
import { checkJob, planJob } from "./jobs.ts";
import { warnOfOverlaps } from "./overlaps.ts";
import { checkProject, warnOfUnusedFunctions } from "./project.ts";
import { checkSchema } from "./schema.ts";
import { checkSharedKeys } from "./shared-keys.ts";
import { checkSharedTables } from "./shared-tables.ts";
import { createSink, type Sink } from "./sink.ts";
import { checkTests } from "./tests/check-tests.ts";
import { importedJobs } from "./tests/tested-jobs.ts";
import { testedWorld, type TestedJob } from "./tests/world.ts";

export interface Checked {
  /** Undefined when there is any error. */
  readonly plan: Plan | undefined;
  /** In the order of the files and of their text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when there is any error, or no `test` block. */
  readonly tests?: TestsPlan | undefined;
}

/** The project's tests with all that they run. */
export interface TestsPlan {
  readonly stories: readonly Story[];
  /** The project's own jobs, and those of files that it imports. */
  readonly jobs: readonly JobPlan[];
  readonly targets: readonly TargetPlan[];
}

export interface CheckOptions {
  /** The project's name. */
  readonly project: string;
  /** True when a file has syntax errors: parts of it are missing, so what seems to be absent may stand there. */
  readonly incomplete?: boolean;
  /** Files that the project's own ones import, and what those import. */
  readonly imported?: readonly File[];
  /** The schema lock file. */
  readonly lock?: SourceFile | undefined;
}

/** Checks a project's parsed files (§11 of the language) and decides everything that emission prints. Never throws for a user's mistake. */
export function check(files: readonly File[], options: CheckOptions): Checked {
  const sink = createSink();
  const { imported = [] } = options;
  const project = checkProject(files, imported, sink);
  const checked = project.jobs.flatMap((job) => checkJob(job, { ...project, sink }) ?? []);
  const shared = checkSharedTables(
    checked.flatMap((job) => job.tables),
    sink,
  );
  checkSharedKeys(
    checked.flatMap((job) => job.keys),
    sink,
  );
  const planned = checked.map((job) => ({ checked: job, plan: planJob(job, shared, sink) }));
  warnOfOverlaps(checked, sink);
  warnOfUnusedFunctions(project, sink);
  const { lock } = options;
  const isWrong = options.incomplete === true || hasErrors(sink);
  // Of columns that have errors nobody knows what they are.
  if (lock !== undefined && !isWrong) checkSchema(planned, lock, sink);
  const targets = [...project.targets.values()].filter((target) => target !== undefined);
  const jobs = planned.map(({ plan }) => plan);
  const own = planned.map(({ checked: { job }, plan }) => ({ job, plan }));
  const tests = isWrong ? undefined : planTests({ files, imported, own, targets }, sink);
  const found = sink.diagnostics().filter(({ code }) => options.incomplete !== true || !ABOUT_ABSENCE.has(code));
  const diagnostics = inOrder(found, [
    ...[...files, ...imported].map((file) => file.span.file),
    ...(lock === undefined ? [] : [lock]),
  ]);
  const { source } = project;
  if (options.incomplete === true || hasErrors(sink)) return { plan: undefined, diagnostics };
  const plan =
    source === undefined || jobs.length === 0 ? undefined : { project: options.project, source, targets, jobs };
  return { plan, diagnostics, tests };
}

interface Tested {
  readonly files: readonly File[];
  readonly imported: readonly File[];
  readonly own: readonly TestedJob[];
  readonly targets: readonly TargetPlan[];
}

/** What tests say of jobs with errors would only repeat those. */
function planTests({ files, imported, own, targets }: Tested, sink: Sink): TestsPlan | undefined {
  const tests = declarationsOf("test", files);
  if (tests.length === 0 || hasErrors(sink)) return undefined;
  const others = importedJobs(files, [...files, ...imported], sink);
  if (hasErrors(sink)) return undefined;
  const all = [...own, ...others.jobs];
  const names = new Set(targets.map(({ name }) => name));
  const places = [...targets, ...others.targets.filter(({ name }) => !names.has(name))];
  const stories = checkTests(tests, testedWorld(all, places), sink);
  return { stories, jobs: all.map(({ plan }) => plan), targets: places };
}

function hasErrors(sink: Sink): boolean {
  return sink.diagnostics().some(({ severity }) => severity === "error");
}

/** Codes that say that something is missing or unused. */
const ABOUT_ABSENCE: ReadonlySet<string> = new Set<CheckCode>([
  "RDI2001",
  "RDI2004",
  "RDI2006",
  "RDI2010",
  "RDI2013",
  "RDI2014",
  "RDI2040",
  "RDI2042",
  "RDI2044",
  "RDI2071",
  "RDI2074",
  "RDI2084",
  "RDI2086",
]);
