import { defineCommand, type OptionDefinition } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { LETTER_COUNTS_SCHEMA, LETTER_SCHEMA, LETTERS_SCHEMA } from "../operating-schemas.ts";
import { PROJECT } from "./projects.ts";

const JOB = { kind: "value", placeholder: "job", text: "a job, or JOB.TARGET" } as const satisfies OptionDefinition;
const JSON_FLAG = { kind: "flag", text: "print it as JSON" } as const satisfies OptionDefinition;

const FILTER = {
  job: JOB,
  code: { kind: "value", placeholder: "code", text: "a code such as RDI5010", takes: "code" },
  key: { kind: "value", placeholder: "glob", text: "keys that match a pattern such as customer:1*" },
  olderThan: { kind: "value", placeholder: "duration", text: "last tried longer ago than 90s, 15m, 2h or 7d" },
  newerThan: { kind: "value", placeholder: "duration", text: "last tried since then" },
  limit: { kind: "value", placeholder: "number", text: "at most so many" },
  json: JSON_FLAG,
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export const dlqList = defineCommand({
  name: "dlq list",
  summary: "Lists dead letters.",
  arguments: { path: PROJECT },
  options: FILTER,
  examples: ["rdi dlq list samples/shop --older-than 1h"],
  exits: EXIT_MEANINGS,
  json: LETTERS_SCHEMA,
  async run({ path, ...flags }, output) {
    const { dlqListCommand } = await import("../dlq.ts");
    return dlqListCommand(path, flags, output);
  },
});

export const dlqShow = defineCommand({
  name: "dlq show",
  summary: "Shows all of a key's dead letter; sensitive values are masked as they are stored.",
  arguments: { path: PROJECT, key: { text: "the key" } },
  options: { job: JOB, json: JSON_FLAG },
  examples: ["rdi dlq show samples/shop customer:7"],
  exits: { ...EXIT_MEANINGS, diagnostics: "the .rdi files have errors, or the key has no letter" },
  json: LETTER_SCHEMA,
  async run({ path, key, ...flags }, output) {
    const { dlqShowCommand } = await import("../dlq.ts");
    return dlqShowCommand(path, key, flags, output);
  },
});

export const dlqReplay = defineCommand({
  name: "dlq replay",
  summary: "Puts the keys of dead letters back as changes: the worker reads their present values.",
  arguments: { path: PROJECT },
  options: FILTER,
  examples: ["rdi dlq replay samples/shop --job customers"],
  exits: EXIT_MEANINGS,
  json: LETTER_COUNTS_SCHEMA,
  async run({ path, ...flags }, output) {
    const { dlqReplayCommand } = await import("../dlq.ts");
    return dlqReplayCommand(path, flags, output);
  },
});

export const dlqPurge = defineCommand({
  name: "dlq purge",
  summary: "Removes dead letters; the keys' rows stay as they are.",
  arguments: { path: PROJECT },
  options: { ...FILTER, yes: { kind: "flag", text: "yes, remove them" } },
  examples: ["rdi dlq purge samples/shop --older-than 7d --yes"],
  exits: EXIT_MEANINGS,
  json: LETTER_COUNTS_SCHEMA,
  async run({ path, ...flags }, output) {
    const { dlqPurgeCommand } = await import("../dlq.ts");
    return dlqPurgeCommand(path, flags, output);
  },
});
