import { EXIT, type ExitCode } from "../exit.ts";
import { operate, type OperatingOptions } from "./operated.ts";
import { printObject, type Output } from "./output.ts";
import { statusText } from "./status-text.ts";

export interface StatusOptions extends OperatingOptions {
  /** Look again and again until Ctrl-C. */
  readonly watch: boolean;
}

const CLEAR = "\u001b[H\u001b[2J";

/** Ends with 0 when it could look, whatever it saw. */
export function statusCommand(path: string, options: StatusOptions, output: Output): Promise<ExitCode> {
  return operate(path, options, output, async (project) => {
    const { readStatus, watchStatus } = await import("../../runtime/operate.ts");
    if (!options.watch) {
      const status = await readStatus(project);
      if (options.json) printObject(status, output);
      else output.out(statusText(status));
      return EXIT.ok;
    }
    await watchStatus(project, (status) => {
      if (options.json) output.out(`${JSON.stringify(status)}\n`);
      else output.out(`${process.stdout.isTTY ? CLEAR : ""}${statusText(status)}`);
      return true;
    });
    return EXIT.ok;
  });
}
