import { createHash } from "node:crypto";
import type { Project } from "ts-morph";
import type { JobPlan, Plan } from "../plan/ir.ts";
import { postgresStatements } from "../sql/postgres/statements.ts";
import { openProgram } from "../program.ts";
import { GENERATED_MARK } from "./mark.ts";
import { lineComment } from "./literals.ts";
import { jobModule } from "./job-module.ts";
import { emitModule, type EmittedFile } from "./module.ts";
import { kebabCase } from "./names.ts";
import { workerModule, type JobImport } from "./worker-module.ts";

/** The modules of a project: one a job, in the order of the text, then `worker.ts`. They become a part of the program. */
export async function emitProject(plan: Plan, program: Project = openProgram()): Promise<readonly EmittedFile[]> {
  const jobs: JobImport[] = [];
  const modules: EmittedFile[] = [];
  for (const { job, file } of nameFiles(plan.jobs)) {
    const { constant, declarations } = jobModule(job, postgresStatements(job));
    jobs.push({ file, constant });
    modules.push(await emitModule(program, { path: file, header: header(job.place.file), declarations }));
  }
  const worker = (release: string): Promise<EmittedFile> => {
    const { declarations, start } = workerModule(plan, release, jobs);
    return emitModule(program, { path: WORKER, header: header(sourceFiles(plan)), declarations, last: start });
  };
  const release = releaseOf([...modules, await worker("")]);
  return [...modules, await worker(release)];
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
