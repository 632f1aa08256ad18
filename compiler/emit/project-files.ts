import { openEmitter } from "../emitter.ts";
import type { JobPlan, Plan } from "../plan/ir.ts";
import type { Emitter } from "./emitter.ts";
import { jobConstantName } from "./job-context.ts";
import type { EmittedFile } from "./module.ts";
import { kebabCase } from "./names.ts";
import { releaseOf, withoutRelease, withRelease } from "./release.ts";
import { reuseNothing, type Reuse } from "./reuse.ts";
import type { CheckedImport } from "./worker-module.ts";

/**
 * The modules of a project: one a job, in the order of the text, then `worker.ts`. Those that are made now become a part of the emitter's
 * program; of `worker.ts` what is to be type-checked does.
 */
export async function emitProject(
  plan: Plan,
  emitter: Emitter = openEmitter(),
  reuse: Reuse = reuseNothing,
): Promise<readonly EmittedFile[]> {
  const jobs: CheckedImport[] = [];
  const modules: EmittedFile[] = [];
  for (const { job, file } of nameFiles(plan.jobs)) {
    let made = false;
    const make = async (): Promise<readonly EmittedFile[]> => {
      made = true;
      return [await emitter.emitJob(job, file)];
    };
    modules.push(...(await reuse.files({ paths: [file], parts: { file, job }, source: job.place.file }, make)));
    jobs.push({ file, constant: jobConstantName(job), made });
  }
  const worker = await workerFile({ plan, jobs }, emitter, reuse);
  const release = releaseOf([...modules, ...worker]);
  return [...modules, ...worker.map(({ path, text }) => ({ path, text: withRelease(text, release) }))];
}

interface Jobs {
  readonly plan: Plan;
  readonly jobs: readonly CheckedImport[];
}

/** Without its release. */
async function workerFile({ plan, jobs }: Jobs, emitter: Emitter, reuse: Reuse): Promise<readonly EmittedFile[]> {
  const parts = { path: WORKER, plan, sources: sourceFiles(plan), jobs };
  let made = false;
  const files = await reuse.files({ paths: [WORKER], parts: workerInputs(parts), asMade: withoutRelease }, async () => {
    made = true;
    return [await emitter.emitWorker(parts)];
  });
  if (!made && jobs.some((job) => job.made)) {
    const { path, sources } = parts;
    await emitter.declareJobsProbe({ path, sources, jobs });
  }
  return files;
}

/** Of the jobs it holds their names, and their patterns as one automaton. */
function workerInputs({ plan, jobs, sources }: Jobs & { readonly sources: string }): unknown {
  const named = jobs.map(({ file, constant }, index) => ({ file, constant, pattern: plan.jobs[index]?.pattern }));
  return { ...plan, jobs: named, sources };
}

const WORKER = "worker.ts";

function sourceFiles(plan: Plan): string {
  return [...new Set(plan.jobs.map((job) => job.place.file))].sort().join(", ");
}

/** File names that differ on systems that ignore case as well. */
export function nameFiles(jobs: readonly JobPlan[]): readonly { readonly job: JobPlan; readonly file: string }[] {
  const taken = new Set([WORKER]);
  return jobs.map((job) => {
    const base = kebabCase(job.name);
    let file = `${base}.ts`;
    for (let n = 2; taken.has(file); n++) file = `${base}-${n}.ts`;
    taken.add(file);
    return { job, file };
  });
}
