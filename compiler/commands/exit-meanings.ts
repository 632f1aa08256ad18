import type { ExitName } from "./definition.ts";

/** What the exit codes mean where a command says nothing else. */
export const EXIT_MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: "all is well",
  diagnostics: "the .rdi files have errors",
  usage: "the command line is wrong",
  source: "the source: unreachable, wrong password, a missing right, replication refused",
  target: "a target: unreachable, wrong password, a missing table, column or right",
  configuration: "a setting: a missing variable or file, a port in use, a Redis that evicts keys",
  internal: "a mistake of rdi; the output has what a report needs",
};
