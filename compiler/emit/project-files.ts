import { createHash } from "node:crypto";
import type { Project } from "ts-morph";
import type { JobPlan, Plan } from "../plan/ir.ts";
import { postgresStatements } from "../sql/postgres/statements.ts";
import { openProgram } from "../program.ts";
import { GENERATED_MARK } from "./mark.ts";
import { lineComment } from "./literals.ts";
import { jobConstantName, jobModule } from "./job-module.ts";
import { declareModule, emitModule, type EmittedFile } from "./module.ts";
import { kebabCase } from "./names.ts";
import { reuseNothing, type Reuse } from "./reuse.ts";
import { workerModule, workerProbe, type CheckedImport } from "./worker-module.ts";

/**
 * The modules of a project: one a job, in the order of the text, then `worker.ts`. Those that are made now become a part of the program; of
 * `worker.ts` what is to be type-checked does.
 */
export async function emitProject(
  plan: Plan,
  program: Project = openProgram(),
  reuse: Reuse = reuseNothing,
): Promise<readonly EmittedFile[]> {
  const jobs: CheckedImport[] = [];
  const modules: EmittedFile[] = [];
  for (const { job, file } of nameFiles(plan.jobs)) {
    let made = false;
    const make = async (): Promise<readonly EmittedFile[]> => {
      made = true;
      const { declarations } = jobModule(job, postgresStatements(job));
      return [await emitModule(program, { path: file, header: header(job.place.file), declarations })];
    };
    modules.push(...(await reuse.files([file], { file, job }, make)));
    jobs.push({ file, constant: jobConstantName(job), made });
  }
  const parts = { ...plan, jobs: jobs.map(({ file, constant }) => ({ file, constant })), sources: sourceFiles(plan) };
  const worker = await reuse.files([WORKER], { ...parts, modules: digestOf(modules) }, async () => [
    await emitWorker({ plan, modules, jobs }, program),
  ]);
  return [...modules, ...worker];
}

interface WorkerParts {
  readonly plan: Plan;
  readonly modules: readonly EmittedFile[];
  readonly jobs: readonly CheckedImport[];
}

/** Laid out once, without its release, which depends on all that was laid out. */
async function emitWorker({ plan, modules, jobs }: WorkerParts, program: Project): Promise<EmittedFile> {
  const parts = { path: WORKER, header: header(sourceFiles(plan)) };
  const { declarations, start } = workerModule(plan, "", jobs);
  const { path, text } = await emitModule(program, { ...parts, declarations, last: start });
  const probe = workerProbe(plan, jobs);
  declareModule(program, { ...parts, declarations: probe.declarations, last: probe.start });
  const release = releaseOf([...modules, { path, text }]);
  return { path, text: text.replace('\n  release: "",\n', `\n  release: "${release}",\n`) };
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
  return digestOf(files).slice(0, 12);
}

/** One text for many files. */
export function digestOf(files: readonly EmittedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex");
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
