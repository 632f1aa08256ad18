import type { ArgumentDefinition, OptionDefinition } from "../definition.ts";

/** Arguments that several commands have. */
export const PROJECTS = {
  text: "projects: .rdi files, or folders that hold some",
  takes: "project",
  several: ["."],
} as const satisfies ArgumentDefinition;

export const PROJECT = {
  text: "a project: a .rdi file, or a folder that holds some",
  takes: "project",
} as const satisfies ArgumentDefinition;

export const TARGET = {
  kind: "value",
  placeholder: "name",
  text: "one of the targets; all by default",
} as const satisfies OptionDefinition;

export const JOB = { text: "a job, or JOB.TARGET" } as const satisfies ArgumentDefinition;
