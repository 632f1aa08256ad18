import type { ExitCode } from "../exit.ts";
import type { Output } from "./output.ts";
import { runBuilt } from "./worker-process.ts";

export interface RunOptions {
  readonly role?: string | undefined;
  readonly port?: string | undefined;
}

/** Builds and runs the worker. Its exit code is passed on. */
export function runCommand(path: string, options: RunOptions, output: Output): Promise<ExitCode> {
  return runBuilt(path, argumentsOf(options), output);
}

function argumentsOf({ role, port }: RunOptions): readonly string[] {
  return [...(role === undefined ? [] : ["--role", role]), ...(port === undefined ? [] : ["--port", port])];
}
