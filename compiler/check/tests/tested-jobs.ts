import type { File } from "../../../grammar/ast.ts";
import type { TargetPlan } from "../../plan/ir.ts";
import { declarationsOf, directImports } from "../imports.ts";
import { checkJob, planJob } from "../jobs.ts";
import { checkProject } from "../project.ts";
import { checkSharedTables } from "../shared-tables.ts";
import { createSink, type Sink } from "../sink.ts";
import type { TestedJob } from "./world.ts";

export interface ImportedJobs {
  readonly jobs: readonly TestedJob[];
  readonly targets: readonly TargetPlan[];
}

/** The jobs of the files that the project's own ones import: nothing builds them, but tests run them. */
export function importedJobs(files: readonly File[], known: readonly File[], sink: Sink): ImportedJobs {
  const imported = directImports(files, known, undefined).filter((file) => declarationsOf("job", [file]).length > 0);
  if (imported.length === 0) return { jobs: [], targets: [] };
  // What is wrong with their declarations is said where they are built.
  const project = checkProject(imported, known, createSink());
  const checked = project.jobs.flatMap((job) => checkJob(job, { ...project, sink }) ?? []);
  const shared = checkSharedTables(
    checked.flatMap(({ tables }) => tables),
    sink,
  );
  const jobs = checked.map((one) => ({ job: one.job, plan: planJob(one, shared, sink) }));
  return { jobs, targets: [...project.targets.values()].filter((target) => target !== undefined) };
}
