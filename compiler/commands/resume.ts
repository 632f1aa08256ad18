import { EXIT, type ExitCode } from "../exit.ts";
import { UsageError } from "../usage-error.ts";
import { operate, type OperatingOptions } from "./operated.ts";
import { printObject, type Output } from "./output.ts";

export interface ResumeOptions extends OperatingOptions {
  readonly acceptDeletes: boolean;
}

/** Removing is never accepted by accident: the flag has to be typed. */
export async function resumeCommand(
  path: string,
  job: string,
  options: ResumeOptions,
  output: Output,
): Promise<ExitCode> {
  if (!options.acceptDeletes) {
    throw new UsageError(
      "rdi resume needs --accept-deletes.",
      `Look at how many rows would go (rdi status ${path} says it), then type rdi resume ${path} ${job} --accept-deletes.`,
    );
  }
  return operate(path, options, output, async (project) => {
    const { acceptDeletes } = await import("../../runtime/operate.ts");
    const routes = await acceptDeletes(project, job);
    if (options.json) printObject({ routes }, output);
    else
      for (const route of routes)
        output.out(`${route}: rows whose keys are gone will be removed by the sweep that waits.\n`);
    return EXIT.ok;
  });
}
