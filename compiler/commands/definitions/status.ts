import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { STATUS_SCHEMA } from "../operating-schemas.ts";
import { PROJECT } from "./projects.ts";

const DETAILS = `It reads from Redis and the targets, never from a worker, and changes nothing; [operations.md](operations.md) shows and explains it. It ends with 0
when it could look, whatever it saw: \`attention\` is empty when all is well. \`--watch --json\` prints a line each time.`;

export const status = defineCommand({
  name: "status",
  summary: "Shows on one screen how a project fares: lag, rate, backlog, dead letters, lanes, targets.",
  arguments: { path: PROJECT },
  options: {
    watch: { kind: "flag", short: "w", text: "look again every two seconds until Ctrl-C" },
    json: { kind: "flag", text: "print it as JSON" },
  },
  examples: ["rdi status samples/shop --watch"],
  exits: EXIT_MEANINGS,
  json: STATUS_SCHEMA,
  details: DETAILS,
  async run({ path, watch, json }, output) {
    const { statusCommand } = await import("../status.ts");
    return statusCommand(path, { watch, json }, output);
  },
});
