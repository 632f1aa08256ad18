import type { ExitCode } from "../exit.ts";
import { countOption } from "./durations.ts";
import type { Output } from "./output.ts";
import { runBuilt } from "./worker-process.ts";

export interface VerifyOptions {
  readonly repair: boolean;
  readonly limit?: string | undefined;
  readonly json: boolean;
}

/** The bundle compares by itself, so that it can where there is no compiler: `node worker.mjs verify`. */
export function verifyCommand(
  path: string,
  job: string | undefined,
  options: VerifyOptions,
  output: Output,
): Promise<ExitCode> {
  const { repair, limit, json } = options;
  const args = [
    "verify",
    ...(job === undefined ? [] : [job]),
    ...(repair ? ["--repair"] : []),
    ...(limit === undefined ? [] : ["--limit", String(countOption("--limit", limit))]),
    ...(json ? ["--json"] : []),
  ];
  return runBuilt(path, args, output);
}
