import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { refuseTogether } from "../refuse-together.ts";
import { PROJECTS } from "./projects.ts";

export const check = defineCommand({
  name: "check",
  summary: "Reads .rdi files and says what is wrong with them.",
  arguments: { paths: PROJECTS },
  options: {
    format: {
      kind: "value",
      placeholder: "form",
      text: "how to print what is wrong",
      choices: ["text", "json", "sarif", "github"],
      default: "text",
    },
    json: { kind: "flag", text: "short for --format json" },
    watch: { kind: "flag", short: "w", text: "check again whenever a file changes, until Ctrl-C" },
    fix: { kind: "flag", text: "make the corrections that are certain, in the files" },
  },
  examples: ["rdi check samples/shop", "rdi check samples/shop --fix", "rdi check . --format sarif > rdi.sarif"],
  exits: { diagnostics: EXIT_MEANINGS.diagnostics },
  async run({ paths, format, json, watch, fix }, output) {
    if (json && format !== "text" && format !== "json") refuseTogether("--json", `--format ${format}`);
    if (watch) {
      if (json || format !== "text") refuseTogether("--watch", json ? "--json" : `--format ${format}`);
      if (fix) refuseTogether("--watch", "--fix");
      const { watchChecks } = await import("../watch.ts");
      return watchChecks(paths, output);
    }
    const { checkCommand } = await import("../check.ts");
    return checkCommand(paths, { form: json ? "json" : format, fix }, output);
  },
});
