import { exitsOf, optionFlags } from "../commands/command-line.ts";
import { optionWord, type CommandDefinition, type ExitName, type OptionDefinition } from "../commands/definition.ts";
import { EXIT_MEANINGS } from "../commands/exit-meanings.ts";
import { EXIT } from "../exit.ts";
import { compactJson } from "./compact-json.ts";

/** docs/cli.md: every command as its definition says, and what they have in common. */
export function cliPage(commands: readonly CommandDefinition[]): string {
  const rows = commands.map(({ name, summary }) => `| [\`rdi ${name}\`](#${anchor(name)}) | ${summary} |`);
  const parts = [
    HEAD,
    ["| command | what it does |", "|---|---|", ...rows].join("\n"),
    COMMON,
    ...commands.flatMap((command) => chapter(command, commands)),
    BUNDLE,
    "## Exit codes",
    exitTable(Object.entries(EXIT_MEANINGS).map(([name, meaning]) => [EXIT[name as ExitName], meaning] as const)),
    TAIL,
  ];
  return `${parts.join("\n\n")}\n`;
}

const HEAD = `<!-- Written by compiler/report/generate-cli.ts from the definitions in compiler/commands/definitions. Don't edit. -->

# The command line

In a clone of this repository \`npx rdi COMMAND\` runs it. Every command has \`--help\` with an example; \`rdi --version\` prints the version, and
\`rdi completion SHELL\` a script with which a shell completes all that stands here.`;

const COMMON = `A **project** is the folder or file that a command is given; its name is the folder's or the file's. The name is part of the keys that the worker keeps in
Redis and of its rows in the checkpoint table, so renaming a project means starting anew.

Diagnostics go to stderr, what a command was asked for to stdout; the forms of a report that programs read (\`--json\`, \`--format\`) go to stdout. Messages are coloured on a terminal only: never with
\`NO_COLOR\` or \`TERM=dumb\`, and otherwise always with \`FORCE_COLOR\`. Lines and columns count from 1, columns in code points; the end of a place is exclusive. Properties of JSON may be added without notice; those
that are described stay.`;

const BUNDLE = `## The bundle

\`node worker.mjs [--role capture|apply] [--port N]\` needs Node 20.3 or newer, \`worker.mjs\` and nothing else; with a target of SQLite also one of the
\`libsql-PLATFORM.node\` beside it, which hold the driver's native part: \`rdi build\` writes those of the platforms that are installed here, and
\`npm install --no-save --force @libsql/linux-arm64-gnu\` adds one. Both roles run in one process by default.
Split, they are two processes that meet in Redis: \`capture\` needs only Redis, and both may be started more than once, since leases decide who works.
\`--port\` is for HTTP: 9464 by default, 0 for any free one.`;

const TAIL = `A worker that was stopped by a signal ends with 0, and has lost nothing. The codes of its start are told apart by [errors.md](errors.md): 3 is RDI5002–RDI5004, 4 is RDI5005–RDI5009 and RDI5044, 5 is RDI5001 and
RDI5045.

Only a start can fail so. A worker that runs waits out every outage and tries again, for ever; what needs a person halts one route, shows in \`/readyz\` and
in \`rdi_route_halted\`, and leaves the others at work.`;

function chapter(command: CommandDefinition, all: readonly CommandDefinition[]): readonly string[] {
  const { name, summary, examples, details } = command;
  return [
    `## rdi ${name}`,
    summary,
    fence("text", usage(command)),
    ...inputTable(command),
    fence("sh", examples.join("\n")),
    ...(details === undefined ? [] : [details]),
    exitTable(exitsOf(command)),
    ...schemaOf(command, all),
  ];
}

function anchor(name: string): string {
  return `rdi-${name.replaceAll(" ", "-")}`;
}

function usage({ name, arguments: words, options }: CommandDefinition): string {
  const placed = Object.entries(words).map(([word, { several, optional }]) => {
    const text = optionWord(word);
    return several !== undefined ? `[${text}...]` : optional === true ? `[${text}]` : `<${text}>`;
  });
  return ["rdi", name, ...(Object.keys(options).length === 0 ? [] : ["[options]"]), ...placed].join(" ");
}

function inputTable({ arguments: words, options }: CommandDefinition): readonly string[] {
  const rows = [
    ...Object.entries(words).map(([name, { text, choices, several }]) => {
      return row(optionWord(name), text, { choices, standard: several?.join(" ") || undefined });
    }),
    ...Object.entries(options).map(([name, option]) => optionRow(name, option)),
  ];
  return rows.length === 0 ? [] : [["| | |", "|---|---|", ...rows].join("\n")];
}

function optionRow(name: string, option: OptionDefinition): string {
  const more = option.kind === "value" ? { choices: option.choices, standard: option.default } : {};
  return row(optionFlags(name, option), option.text, more);
}

interface More {
  readonly choices?: readonly string[] | undefined;
  readonly standard?: string | undefined;
}

function row(word: string, text: string, { choices, standard }: More): string {
  const listed = choices === undefined ? "" : `: ${choices.map((choice) => `\`${choice}\``).join(", ")}`;
  return `| \`${word}\` | ${text}${listed}${standard === undefined ? "" : ` (default \`${standard}\`)`} |`;
}

function exitTable(exits: readonly (readonly [number, string])[]): string {
  return ["| exit code | |", "|---|---|", ...exits.map(([code, meaning]) => `| ${code} | ${meaning} |`)].join("\n");
}

/** Folded: a schema is long, and seldom read. */
function schemaOf({ name, json }: CommandDefinition, all: readonly CommandDefinition[]): readonly string[] {
  if (json === undefined) return [];
  const first = all.find((command) => command.json === json)?.name ?? name;
  if (first !== name) return [`\`--json\` prints what [\`rdi ${first}\`](#${anchor(first)}) prints.`];
  const head = "<details><summary>The JSON Schema of what <code>--json</code> prints</summary>";
  return [head, fence("json", compactJson(json)), "</details>"];
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
