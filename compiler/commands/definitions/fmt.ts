import { defineCommand } from "../definition.ts";
import { refuseTogether } from "../refuse-together.ts";
import { DIAGNOSTICS_SCHEMA } from "../schemas.ts";

const DETAILS = `\`rdi fmt\` takes files and folders, by default the current one, and finds \`.rdi\` files at any depth, but not in \`node_modules\` and hidden folders. A file is replaced at once and only when it changes; its line ends,
its byte order mark and its permissions stay. What does not parse is diagnosed and left alone, and the exit code is 1; the other files are formatted all the same. \`--check\` changes nothing: it prints the names of the
files that would change, and the exit code is 1 if there are any. \`--stdin\` formats standard input to standard output, and prints nothing there if it does not parse. What the layout is, says
[language.md](language.md#layout).

The same layout comes from [prettier](https://prettier.io) 3 with this package's plugin, in editors, on the command line and for \`rdi\` fences of Markdown:

\`\`\`json
{ "plugins": ["rdi/prettier"] }
\`\`\`

Options of prettier such as \`printWidth\` and \`tabWidth\` don't change it; \`endOfLine\` is prettier's.`;

export const fmt = defineCommand({
  name: "fmt",
  summary: "Lays .rdi files out, and prints the names of those that changed.",
  arguments: {
    paths: {
      text: "files, or folders in which .rdi files are looked for at any depth; the current one by default",
      takes: "project",
      several: [],
    },
  },
  options: {
    check: { kind: "flag", text: "change nothing; end with 1 when a file would change" },
    stdin: { kind: "flag", text: "format what comes on standard input to standard output" },
    json: { kind: "flag", text: "print the files and what is wrong with others as JSON" },
  },
  examples: ["rdi fmt --check samples"],
  exits: { diagnostics: "a file does not parse; with --check also: a file would change" },
  json: DIAGNOSTICS_SCHEMA,
  details: DETAILS,
  async run({ paths, check, stdin, json }, output) {
    if (stdin && json) refuseTogether("--stdin", "--json");
    const { fmtCommand } = await import("../fmt.ts");
    return fmtCommand(paths, { check, stdin, json }, output);
  },
});
