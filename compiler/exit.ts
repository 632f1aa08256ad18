import type { EXIT as RuntimeExit } from "../runtime/errors.ts";

/** The exit codes of the worker are those of every command. Its module is not loaded for them: the types say that they are equal. */
export const EXIT = {
  ok: 0,
  diagnostics: 1,
  usage: 2,
  source: 3,
  target: 4,
  configuration: 5,
  internal: 70,
} as const satisfies typeof RuntimeExit;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
