import { EXIT, StartupError } from "../errors.ts";
import type { Project } from "../job.ts";
import type { TargetSettings } from "../target.ts";
import { targetsOf } from "../apply/route.ts";

/** What of a project the operating commands need. A compiler's plan has it as well. */
export interface OperatedProject {
  readonly name: string;
  readonly source: Pick<Project["source"], "url" | "lanes" | "streamBudget" | "capture" | "guarantee">;
  readonly targets: readonly TargetSettings[];
  readonly jobs: readonly OperatedJob[];
}

interface OperatedJob {
  readonly name: string;
  readonly tables: readonly { readonly target: string }[];
}

export interface OperatedRoute {
  /** `job.target` */
  readonly name: string;
  readonly job: string;
  readonly target: string;
}

/** All routes, or those of a job or `job.target`. Throws `StartupError` when none has that name. */
export function routesNamed({ jobs }: OperatedProject, name?: string): readonly OperatedRoute[] {
  const all = jobs.flatMap((job) =>
    targetsOf(job).map((target) => ({ name: `${job.name}.${target}`, job: job.name, target })),
  );
  const named = name === undefined ? all : all.filter((route) => route.job === name || route.name === name);
  if (named.length > 0 || name === undefined) return named;
  const known = all.map((route) => route.name).join(", ");
  throw new StartupError("RDI5001", EXIT.usage, `There is no job or route ${name}.`, `The routes are: ${known}.`);
}
