import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { RESUME_SCHEMA } from "../operating-schemas.ts";
import { JOB, PROJECT } from "./projects.ts";

export const resume = defineCommand({
  name: "resume",
  summary: "Lets a sweep that waits remove rows, however many.",
  arguments: { path: PROJECT, job: JOB },
  options: {
    acceptDeletes: { kind: "flag", text: "yes, remove the rows whose keys are gone" },
    json: { kind: "flag", text: "print the routes as JSON" },
  },
  examples: ["rdi resume samples/shop customers --accept-deletes"],
  exits: EXIT_MEANINGS,
  json: RESUME_SCHEMA,
  async run({ path, job, acceptDeletes, json }, output) {
    const { resumeCommand } = await import("../resume.ts");
    return resumeCommand(path, job, { acceptDeletes, json }, output);
  },
});
