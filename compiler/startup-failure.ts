import type { ExitCode } from "./exit.ts";

/** What keeps a worker from starting, and a command that operates one from its work. */
export interface StartupFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** Known by its shape: the class belongs to the runtime. */
export function isStartupFailure(error: unknown): error is StartupFailure {
  return error instanceof Error && error.name === "StartupError" && "exitCode" in error && "hint" in error;
}
