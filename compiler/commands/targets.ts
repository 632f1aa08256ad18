import { suggest } from "../../grammar/suggest.ts";
import type { Analysis } from "../compile.ts";
import type { ProjectSources } from "../host.ts";
import type { Plan, TableTargetPlan } from "../plan/ir.ts";
import { UsageError } from "../usage-error.ts";
import { analyzeProject } from "./analyze-project.ts";

/** A project as it is written, whatever its lock file says. */
export function analyzeWithoutLock(project: ProjectSources): Analysis {
  return analyzeProject({ ...project, lock: undefined });
}

/** The targets with tables that a project's jobs write to, or of these the one that is named. */
export function writtenTargets({ jobs, targets }: Plan, only: string | undefined): readonly TableTargetPlan[] {
  const written = new Set(jobs.flatMap((job) => job.tables.map((table) => table.target)));
  return targets
    .filter((target) => target.system !== "redis")
    .filter(({ name }) => written.has(name))
    .filter(({ name }) => only === undefined || name === only);
}

/** Throws {@link UsageError} where no project writes to the target that is named. */
export function requireTarget(plans: readonly Plan[], only: string | undefined): void {
  if (only === undefined || plans.some((plan) => writtenTargets(plan, only).length > 0)) return;
  const known = [...new Set(plans.flatMap((plan) => writtenTargets(plan, undefined).map(({ name }) => name)))];
  const [near] = suggest(only, known);
  const hint = near === undefined ? `The targets are: ${known.join(", ") || "none"}.` : `Did you mean ${near}?`;
  throw new UsageError(`No job writes to a target named ${only}.`, hint);
}
