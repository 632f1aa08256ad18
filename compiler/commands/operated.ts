import type { OperatedProject } from "../../runtime/operate.ts";
import { analyze } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readProject } from "../host.ts";
import type { Plan } from "../plan/ir.ts";
import type { Output } from "./output.ts";
import { hasErrors, isReadable, report } from "./projects.ts";

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
  const { plan, diagnostics } = isReadable(project)
    ? analyze(project.sources, project.name, project.imported)
    : { plan: undefined, diagnostics: project.diagnostics };
  if (plan === undefined || hasErrors(diagnostics)) {
    report([{ project, diagnostics }], [], json, output);
    return EXIT.diagnostics;
  }
  try {
    return await use(operatedProject(plan));
  } catch (error) {
    if (!isStartupError(error)) throw error;
    const { code, message, hint, exitCode } = error;
    if (json) printObject({ error: { code, message, hint } }, output);
    else output.err(`${code}: ${message}\n  ${hint}\n`);
    return exitCode;
  }
}

export function printObject(value: object, output: Output): void {
  output.out(`${JSON.stringify(value, null, 2)}\n`);
}

function operatedProject({ project: name, source, targets, jobs }: Plan): OperatedProject {
  return { name, source, targets, jobs };
}

interface StartupFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** Known by its shape: the class belongs to the runtime. */
function isStartupError(error: unknown): error is StartupFailure {
  return error instanceof Error && error.name === "StartupError" && "exitCode" in error && "hint" in error;
}
