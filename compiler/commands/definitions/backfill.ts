import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { BACKFILL_SCHEMA } from "../operating-schemas.ts";
import { JOB, PROJECT } from "./projects.ts";

export const backfill = defineCommand({
  name: "backfill",
  summary: "Asks for a sweep: every key is read and every row looked for once more.",
  arguments: { path: PROJECT, job: JOB },
  options: {
    wait: { kind: "flag", text: "follow it until it is done" },
    json: { kind: "flag", text: "print it as JSON" },
  },
  examples: ["rdi backfill samples/shop customers --wait"],
  exits: { ...EXIT_MEANINGS, diagnostics: "the .rdi files have errors; with --wait also: the brake holds a sweep" },
  json: BACKFILL_SCHEMA,
  async run({ path, job, wait, json }, output) {
    const { backfillCommand } = await import("../backfill.ts");
    return backfillCommand(path, job, { wait, json }, output);
  },
});
