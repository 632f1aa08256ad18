import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { PROJECT } from "./projects.ts";

export const run = defineCommand({
  name: "run",
  summary: "Compiles a project and runs its worker until Ctrl-C.",
  arguments: { path: PROJECT },
  options: {
    role: {
      kind: "value",
      placeholder: "role",
      text: "one half of the work; both by default",
      choices: ["capture", "apply"],
    },
    port: { kind: "value", placeholder: "number", text: "where /metrics, /healthz and /readyz are served" },
  },
  examples: ["rdi run samples/shop --port 9464"],
  exits: EXIT_MEANINGS,
  details: `What the worker logs is JSON already, one object a line. It ends in an orderly way on Ctrl-C or SIGTERM, and its exit code is passed on.`,
  async run({ path, role, port }, output) {
    const { runCommand } = await import("../run.ts");
    return runCommand(path, { role, port }, output);
  },
});
