import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { VERIFY_SCHEMA } from "../operating-schemas.ts";
import { PROJECT } from "./projects.ts";

const DETAILS = `A key's own mapping says what its rows should be. A difference counts when three looks saw the same one, each after the lane had passed the changes made until then, so a
busy system shows no false one. \`node worker.mjs verify\` with the same words does the same where there is no compiler. A refusal is text on stderr, also with \`--json\`.`;

export const verify = defineCommand({
  name: "verify",
  summary: "Compares the rows that the keys stand for with those of the targets, in both directions.",
  arguments: { path: PROJECT, job: { text: "a job, or JOB.TARGET; all by default", optional: true } },
  options: {
    repair: { kind: "flag", text: "let the worker write the keys that differ once more, and compare them again" },
    limit: { kind: "value", placeholder: "number", text: "differences that are shown a route; 20 by default" },
    json: { kind: "flag", text: "print the result as JSON" },
  },
  examples: ["rdi verify samples/shop", "rdi verify samples/shop customers --repair"],
  exits: { ...EXIT_MEANINGS, diagnostics: "the .rdi files have errors, or rows differ" },
  json: VERIFY_SCHEMA,
  details: DETAILS,
  async run({ path, job, repair, limit, json }, output) {
    const { verifyCommand } = await import("../verify.ts");
    return verifyCommand(path, job, { repair, limit, json }, output);
  },
});
