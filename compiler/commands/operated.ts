import type { OperatedProject } from "../../runtime/operate.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readProject } from "../host.ts";
import type { Plan } from "../plan/ir.ts";
import { isStartupFailure } from "../startup-failure.ts";
import { analyzeWithoutLock } from "./targets.ts";
import { printObject, type Output } from "./output.ts";
import { hasErrors, report } from "./projects.ts";

export interface OperatingOptions {
  readonly json: boolean;
}

/**
 * Reads a project and hands it to a command on a running system. Mistakes in the files end with 1; what the runtime refuses ends with its code, and
 * with `--json` as `{ "error": { code, message, hint } }`.
 */
export async function operate(
  path: string,
  { json }: OperatingOptions,
  output: Output,
  use: (project: OperatedProject) => Promise<ExitCode>,
): Promise<ExitCode> {
  const project = readProject(path);
  const { plan, diagnostics } = analyzeWithoutLock(project);
  if (plan === undefined || hasErrors(diagnostics)) {
    report([{ project, diagnostics }], [], json ? "json" : "text", output);
    return EXIT.diagnostics;
  }
  try {
    return await use(operatedProject(plan));
  } catch (error) {
    if (!json || !isStartupFailure(error)) throw error;
    const { code, message, hint, exitCode } = error;
    printObject({ error: { code, message, hint } }, output);
    return exitCode;
  }
}

function operatedProject({ project: name, source, targets, jobs }: Plan): OperatedProject {
  // Tables and Redis keys are alike here: what is operated is a job and its targets.
  const operated = jobs.map(({ tables, keys, ...job }) => ({ name: job.name, tables: [...tables, ...keys] }));
  return { name, source, targets, jobs: operated };
}
