import type { File } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile } from "../../grammar/source.ts";
import type { Plan } from "../plan/ir.ts";
import { inOrder } from "../in-order.ts";
import type { CheckCode } from "../messages.ts";
import { checkJob, planJob } from "./jobs.ts";
import { warnOfOverlaps } from "./overlaps.ts";
import { checkProject, warnOfUnusedFunctions } from "./project.ts";
import { checkSchema } from "./schema.ts";
import { checkSharedTables } from "./shared-tables.ts";
import { createSink } from "./sink.ts";

export interface Checked {
  /** Undefined when there is any error. */
  readonly plan: Plan | undefined;
  /** In the order of the files and of their text. */
  readonly diagnostics: readonly Diagnostic[];
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
  const planned = checked.map((job) => ({ checked: job, plan: planJob(job, shared, sink) }));
  warnOfOverlaps(checked, sink);
  warnOfUnusedFunctions(project, sink);
  const { lock, incomplete } = options;
  const isWrong = incomplete === true || sink.diagnostics().some(({ severity }) => severity === "error");
  // Of columns that have errors nobody knows what they are.
  if (lock !== undefined && !isWrong) checkSchema(planned, lock, sink);
  const found = sink.diagnostics().filter(({ code }) => options.incomplete !== true || !ABOUT_ABSENCE.has(code));
  const diagnostics = inOrder(found, [
    ...[...files, ...imported].map((file) => file.span.file),
    ...(lock === undefined ? [] : [lock]),
  ]);
  const { source } = project;
  if (source === undefined || options.incomplete === true || diagnostics.some(({ severity }) => severity === "error"))
    return { plan: undefined, diagnostics };
  const targets = [...project.targets.values()].filter((target) => target !== undefined);
  return { plan: { project: options.project, source, targets, jobs: planned.map(({ plan }) => plan) }, diagnostics };
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
]);
