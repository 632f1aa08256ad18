import { EXIT, type ExitCode } from "../exit.ts";
import type { Plan } from "../plan/ir.ts";
import { analyzeProject } from "./analyze-project.ts";
import type { Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";

/** What `rdi build --plan` prints. */
export interface PlanReport {
  /** Of this shape. It rises when something is renamed, removed or changes its meaning, not when something is added. */
  readonly version: typeof PLAN_VERSION;
  /** By name; those with errors are left out, since they have no plan. */
  readonly projects: readonly Plan[];
}

const PLAN_VERSION = 1;

/** Prints what would be built, and builds nothing. Diagnostics go to stderr. */
export function planCommand(paths: readonly string[], output: Output): ExitCode {
  const planned = readProjects(paths).map((project) => ({ project, ...analyzeProject(project) }));
  const plans = planned.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  const sorted = plans.sort((a, b) => (a.project < b.project ? -1 : 1));
  const printed: PlanReport = { version: PLAN_VERSION, projects: sorted };
  output.out(`${JSON.stringify(printed, plainValue, 2)}\n`);
  report(planned, [], "text", output);
  return planned.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.diagnostics : EXIT.ok;
}

/**
 * Objects with their properties by name, so that no reader sees in which order the compiler made them; what is undefined is null; numbers
 * that JSON does not have are text. Lists keep their order, which means something.
 */
function plainValue(_name: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : numberText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
