import { createHash } from "node:crypto";
import type { JobPlan, Plan } from "../plan/ir.ts";
import { postgresStatements } from "../sql/postgres/statements.ts";
import { GENERATED_MARK } from "./mark.ts";
import { lineComment } from "./literals.ts";
import { formatModule } from "./format.ts";
import { jobModule } from "./job-module.ts";
import { kebabCase } from "./names.ts";
import { workerModule, type JobImport } from "./worker-module.ts";

/** `path` is relative to the project's output folder. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string;
}

/** The modules of a project: one a job, in the order of the text, then `worker.ts`. */
export async function emitProject(plan: Plan): Promise<readonly EmittedFile[]> {
  const jobs: (JobImport & { readonly text: string })[] = [];
  for (const { job, file } of nameFiles(plan.jobs)) {
    const { constant, statements } = jobModule(job, postgresStatements(job));
    jobs.push({ file, constant, text: await formatModule(header(job.place.file), statements) });
  }
  const worker = (release: string): Promise<string> =>
    formatModule(header(sourceFiles(plan)), workerModule(plan, release, jobs));
  const modules = jobs.map(({ file, text }) => ({ path: file, text }));
  const release = releaseOf([...modules, { path: WORKER, text: await worker("") }]);
  return [...modules, { path: WORKER, text: await worker(release) }];
}

const WORKER = "worker.ts";

function header(source: string): string {
  return lineComment(`${GENERATED_MARK.slice("// ".length)} from ${source}. Edit that file instead.`);
}

function sourceFiles(plan: Plan): string {
  return [...new Set(plan.jobs.map((job) => job.place.file))].sort().join(", ");
}

/** Changes with anything that was compiled, and with nothing else. */
function releaseOf(files: readonly EmittedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex").slice(0, 12);
}

/** File names that differ on systems that ignore case as well. */
function nameFiles(jobs: readonly JobPlan[]): readonly { readonly job: JobPlan; readonly file: string }[] {
  const taken = new Set([WORKER]);
  return jobs.map((job) => {
    const base = kebabCase(job.name);
    let file = `${base}.ts`;
    for (let n = 2; taken.has(file); n++) file = `${base}-${n}.ts`;
    taken.add(file);
    return { job, file };
  });
}
