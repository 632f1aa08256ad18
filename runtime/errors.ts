/** Exit codes of every command and of the worker; documented in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** The .rdi files have errors, or a check found a difference. */
  diagnostics: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The source: unreachable, wrong password, missing right, PSYNC refused. */
  source: 3,
  /** A target: unreachable, wrong password, missing table, column or right. */
  target: 4,
  /** A setting is missing or wrong: an environment variable, a file. */
  configuration: 5,
  /** A mistake of ours. */
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Run-time codes. A dead letter, a parked key, a log line and an exit message carry one of them. */
export type RuntimeCode = `RDI5${number}`;

/** Stops the process before it starts to work, with a message for people: what is wrong, and what to do. No stack trace is shown. */
export class StartupError extends Error {
  override readonly name = "StartupError";
  readonly code: RuntimeCode;
  readonly exitCode: ExitCode;
  readonly hint: string;

  constructor(code: RuntimeCode, exitCode: ExitCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** Any thrown thing as an Error. */
export function coerceError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
