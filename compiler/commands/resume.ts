import { analyze } from "../compile.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readProject } from "../host.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";
import { hasErrors, isReadable, report } from "./projects.ts";

/** Removing is never accepted by accident: the flag has to be typed. */
export async function resumeCommand(
  path: string,
  job: string,
  acceptsDeletes: boolean,
  output: Output,
): Promise<ExitCode> {
  if (!acceptsDeletes) {
    throw new UsageError(
      "rdi resume needs --accept-deletes.",
      `Look at how many rows would go (the worker's log says it), then type rdi resume ${path} ${job} --accept-deletes.`,
    );
  }
  const project = readProject(path);
  const { plan, diagnostics } = isReadable(project)
    ? analyze(project.sources, project.name, project.imported)
    : { plan: undefined, diagnostics: project.diagnostics };
  if (plan === undefined || hasErrors(diagnostics)) {
    report([{ project, diagnostics }], [], "text", output);
    return EXIT.diagnostics;
  }
  const { acceptDeletes } = await import("../../runtime/operate.ts");
  const operated = { name: plan.project, source: plan.source, jobs: plan.jobs };
  return resume(() => acceptDeletes(operated, job), output);
}

async function resume(accept: () => Promise<readonly string[]>, output: Output): Promise<ExitCode> {
  try {
    for (const route of await accept())
      output.out(`${route}: rows whose keys are gone will be removed by the sweep that waits.\n`);
    return EXIT.ok;
  } catch (error) {
    if (!isStartupError(error)) throw error;
    output.err(`${error.code}: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
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
