import type { ExitCode } from "../exit.ts";
import type { Output } from "./output.ts";

/** What the runtime says where it can't start. Known by its shape: the class belongs to the runtime. */
export interface StartupFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

export function isStartupFailure(error: unknown): error is StartupFailure {
  return error instanceof Error && error.name === "StartupError" && "exitCode" in error && "hint" in error;
}

export function printFailure({ code, message, hint, exitCode }: StartupFailure, output: Output): ExitCode {
  output.err(`${code}: ${message}\n  ${hint}\n`);
  return exitCode;
}
