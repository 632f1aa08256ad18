import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { refuseTogether } from "../refuse-together.ts";
import { DIAGNOSTICS_SCHEMA } from "../schemas.ts";
import { PROJECTS } from "./projects.ts";

const DETAILS = `Of the forms, \`text\` is for people. \`json\` has everything, corrections too. \`sarif\` is a log of SARIF 2.1.0 for code scanning services, with
corrections as \`fixes\`. \`github\` prints workflow commands, from which GitHub Actions makes annotations of the changed lines. In JSON a diagnostic is

\`\`\`json
{
  "file": "samples/shop/shop.rdi",
  "start": { "line": 9, "column": 11 },
  "end": { "line": 9, "column": 17 },
  "code": "RDI2003",
  "severity": "error",
  "title": "Unknown type",
  "label": "there is no type \`varchr\`",
  "details": [],
  "hint": "Did you mean \`varchar\`?",
  "related": [],
  "fix": {
    "edits": [
      {
        "file": "samples/shop/shop.rdi",
        "start": { "line": 9, "column": 11 },
        "end": { "line": 9, "column": 17 },
        "text": "varchar"
      }
    ]
  }
}
\`\`\`

\`related\` has places with a label, which say why.

\`--fix\` makes the corrections that messages offer and that are certain: the one nearest name, double quotes for single ones, \`==\` for \`=\`, lower case
for \`AND\`, a missing comma, \`as int\` where text must become a number, \`redis_key: text not null = @key\` where nothing says which key a row is from. It goes on until nothing is
left to correct, ten rounds at most, and prints each correction; what is left is reported as usual. A file is replaced whole, and only if nobody has written to it meanwhile. Files that a project
imports from elsewhere are left alone. Where two things may be meant, as in \`first-name\`, nothing is changed.

\`--watch\` checks again when a \`.rdi\` file of the projects or one that they import changes, appears or goes. It clears a terminal's screen before each run, and ends with 0 on
Ctrl-C. It listens to the operating system's events; on network drives that send none, nothing is noticed.`;

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
  json: DIAGNOSTICS_SCHEMA,
  details: DETAILS,
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
