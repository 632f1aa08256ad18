import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { PROJECTS } from "./projects.ts";

export const check = defineCommand({
  name: "check",
  summary: "Reads .rdi files and says what is wrong with them.",
  arguments: { paths: PROJECTS },
  options: { json: { kind: "flag", text: "print diagnostics as JSON" } },
  examples: ["rdi check samples/shop"],
  exits: { diagnostics: EXIT_MEANINGS.diagnostics },
  async run({ paths, json }, output) {
    const { checkCommand } = await import("../check.ts");
    return checkCommand(paths, { json }, output);
  },
});
