import { EXIT, type ExitCode } from "../exit.ts";
import { readProject } from "../host.ts";
import { UsageError } from "../usage-error.ts";
import { analyzeProject } from "./analyze-project.ts";
import type { Output } from "./output.ts";
import { hasErrors, report } from "./projects.ts";

export interface ResumeOptions {
  readonly acceptDeletes: boolean;
  readonly json: boolean;
}

/** Removing is never accepted by accident: the flag has to be typed. */
export async function resumeCommand(
  path: string,
  job: string,
  { acceptDeletes: isAccepted, json }: ResumeOptions,
  output: Output,
): Promise<ExitCode> {
  if (!isAccepted) {
    throw new UsageError(
      "rdi resume needs --accept-deletes.",
      `Look at how many rows would go (the worker's log says it), then type rdi resume ${path} ${job} --accept-deletes.`,
    );
  }
  const project = readProject(path);
  const { plan, diagnostics } = analyzeProject(project);
  if (plan === undefined || hasErrors(diagnostics)) {
    report([{ project, diagnostics }], [], "text", output);
    return EXIT.diagnostics;
  }
  const { acceptDeletes } = await import("../../runtime/operate.ts");
  const routes = await acceptDeletes({ name: plan.project, source: plan.source, jobs: plan.jobs }, job);
  if (json) output.out(`${JSON.stringify({ routes }, null, 2)}\n`);
  else
    for (const route of routes)
      output.out(`${route}: rows whose keys are gone will be removed by the sweep that waits.\n`);
  return EXIT.ok;
}
