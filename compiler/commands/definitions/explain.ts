import { defineCommand } from "../definition.ts";
import { EXPLAIN_SCHEMA } from "../schemas.ts";

export const explain = defineCommand({
  name: "explain",
  summary: "Says what a code means, and shows it in an example.",
  arguments: { code: { text: "a code such as RDI2010", takes: "code" } },
  options: { json: { kind: "flag", text: "print the page as JSON" } },
  examples: ["rdi explain RDI2010"],
  exits: {},
  json: EXPLAIN_SCHEMA,
  details: "[errors.md](errors.md) has all of them. `rdi2040`, `RDI-2040` and `2040` work too.",
  async run({ code, json }, output) {
    const { explainCommand } = await import("../explain.ts");
    return explainCommand(code, json, output);
  },
});
