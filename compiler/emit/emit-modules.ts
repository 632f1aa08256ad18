import type { Project } from "ts-morph";
import type { JobPlan, Plan } from "../plan/ir.ts";
import { jobStatements } from "../sql/job-statements.ts";
import { jobModule } from "./job-module.ts";
import { lineComment } from "./literals.ts";
import { GENERATED_MARK } from "./mark.ts";
import { declareModule, emitModule, type EmittedFile } from "./module.ts";
import { NO_RELEASE } from "./release.ts";
import { jobsProbe, workerModule, workerProbe, type CheckedImport } from "./worker-module.ts";

/** Makes the module of one job. */
export function emitJob(job: JobPlan, path: string, program: Project): Promise<EmittedFile> {
  const { declarations } = jobModule(job, jobStatements(job));
  return emitModule(program, { path, header: header(job.place.file), declarations });
}

export interface WorkerParts {
  readonly path: string;
  readonly plan: Plan;
  /** The files that the jobs stand in. */
  readonly sources: string;
  readonly jobs: readonly CheckedImport[];
}

export type WorkerProbeParts = Pick<WorkerParts, "path" | "sources" | "jobs">;

/** Without its release. Of `worker.ts` what is to be type-checked becomes a part of the program. */
export async function emitWorker({ path, plan, sources, jobs }: WorkerParts, program: Project): Promise<EmittedFile> {
  const parts = { path, header: header(sources) };
  const { declarations, start } = workerModule(plan, NO_RELEASE, jobs);
  const emitted = await emitModule(program, { ...parts, declarations, last: start });
  const probe = workerProbe(plan, jobs);
  declareModule(program, { ...parts, declarations: probe.declarations, last: probe.start });
  return emitted;
}

/** Where `worker.ts` is reused, so is what was said about it; only the jobs that were made now are looked at. */
export function declareJobsProbe({ path, sources, jobs }: WorkerProbeParts, program: Project): void {
  const { declarations, start } = jobsProbe(jobs);
  declareModule(program, { path, header: header(sources), declarations, last: start });
}

function header(source: string): string {
  return lineComment(`${GENERATED_MARK.slice("// ".length)} from ${source}. Edit that file instead.`);
}
