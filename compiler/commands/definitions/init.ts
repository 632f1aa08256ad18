import { SYSTEMS } from "../../sql/dialects.ts";
import { defineCommand } from "../definition.ts";
import { INIT_SCHEMA } from "../schemas.ts";

export const init = defineCommand({
  name: "init",
  summary: "Writes a small project to begin with: a .rdi file with a test, what its target needs, and a README.",
  arguments: { folder: { text: "a new or empty folder; its name is the project's", takes: "folder" } },
  options: {
    target: {
      kind: "value",
      placeholder: "system",
      text: "the kind of target",
      choices: [...SYSTEMS, "redis"],
      default: "postgres",
    },
    json: { kind: "flag", text: "print the names of the files as JSON" },
  },
  examples: ["rdi init my-project", "rdi init my-cache --target redis"],
  exits: {},
  json: INIT_SCHEMA,
  details:
    "The project checks, and its test passes, as it is; comments in it say what the parts are. A folder that is not empty is refused.",
  async run({ folder, target, json }, output) {
    const { initCommand } = await import("../init.ts");
    return initCommand(folder, { target, json }, output);
  },
});
