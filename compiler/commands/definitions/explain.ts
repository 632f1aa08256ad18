import { defineCommand } from "../definition.ts";

export const explain = defineCommand({
  name: "explain",
  summary: "Says what a code means, and shows it in an example.",
  arguments: { code: { text: "a code such as RDI2010", takes: "code" } },
  options: {},
  examples: ["rdi explain RDI2010"],
  exits: {},
  async run({ code }, output) {
    const { explainCommand } = await import("../explain.ts");
    return explainCommand(code, output);
  },
});
