import { SAMPLES } from "./behaviours/values.ts";
import { TOPICS } from "./behaviours.ts";
import type { ProbeName } from "./probes.ts";
import type { TypeFact } from "./facts.ts";
import type { RecordedRun } from "./results.ts";
import { labelOf, type TypeSamples } from "./values/type-samples.ts";

/** docs/targets.md: what the conformance runs on real servers found out. */
export function targetsPage(runs: readonly RecordedRun[]): string {
  return `${[HEAD, TYPES, typesTable(runs), BEHAVIOURS, ...TOPICS.map(topicText), RUNS, runsTable(runs), notRun(), ...lacks(runs)].join("\n\n")}\n`;
}

const HEAD = `<!-- Written by test/conformance/generate-targets.ts from the recorded runs. Don't edit. -->

# Targets

What a target for tables has to do is one list of behaviours. \`npm run conformance -- --target NAME\` runs it against a real server; with \`--url URL\` against yours,
in databases that it makes for that and removes.`;

const TYPES = `## Types

Each value below was written to a real server and read back with another client, byte for byte. *Range* is what every target holds. What is *rejected* never reaches a
target: the key goes to the dead letters with that code. What lies beyond the range is held where a column says so, and otherwise
refused: by the worker (RDI5xxx), or by the server with the code in brackets, which makes it a dead letter RDI5020. Nothing is ever cut, rounded or clamped.`;

/** Kinds of targets of which no server could be had, so that nothing on this page was seen on one. */
export const NOT_RUN: readonly string[] = ["SQL Server"];

function notRun(): string {
  return `**Not run on a real server: ${NOT_RUN.join(", ")}.** Its sink was run against a double that speaks the protocol and knows no SQL, and on 2026-11-27 against Babelfish 4.4 (speaks TDS; not SQL Server): 124 passed, 0 failed, 40 not supported by that server, for want of ${BABELFISH_LACKS.join(", ")}. The worker itself refuses Babelfish, whose OPENJSON leaves texts as JSON writes them; that one check was left out for the run. \`npm test -- --sqlserver-url URL\` runs all of the above on yours.`;
}

/** By the probes' names. */
const BABELFISH_LACKS: readonly ProbeName[] = [
  "keys that end with a blank",
  "collations that ignore case",
  "keys of unbounded text",
  "names as they are written",
  "texts with escapes",
  "nulls in unique columns",
  "codes of errors",
  "bytes as digits",
  "settings of sessions",
  "numbers without bounds",
  "ending sessions",
  "rows of many columns",
  "conditions of indexes",
  "changing collations",
  "changing columns",
  "rights",
];

const BEHAVIOURS = `## What every target does`;

const RUNS = `## What was run`;

function typesTable(runs: readonly RecordedRun[]): string {
  const shown = newest(runs);
  const head = ["type", "range", "rejected", ...shown.map(({ title, version }) => `${title} ${version}`)];
  const rows = SAMPLES.map((samples) => [
    code(samples.type),
    samples.range,
    rejectedText(samples),
    ...shown.map(({ types }) => cellOf(types.find(({ type }) => type === samples.type))),
  ]);
  return table([head, head.map(() => "---"), ...rows]);
}

/** One run a kind of target: what an older version, or another way to it, found out about types is the same, as the tests say. */
function newest(runs: readonly RecordedRun[]): readonly RecordedRun[] {
  const bySystem = new Map<string, RecordedRun>();
  for (const run of runs) {
    const other = bySystem.get(run.system);
    if (run.name === undefined && !(Number.parseFloat(other?.version ?? "0") > Number.parseFloat(run.version)))
      bySystem.set(run.system, run);
  }
  return [...bySystem.values()];
}

function rejectedText({ rejected }: TypeSamples): string {
  const codes = [...new Set(rejected.map((one) => one.code))];
  return codes
    .map((wanted) => {
      const values = rejected.filter((one) => one.code === wanted).map((one) => shown(labelOf(one), one.label));
      return `${values.join(", ")}: [${wanted}](errors.md#${wanted.toLowerCase()})`;
    })
    .join("; ");
}

/** A label is prose, a value is code. */
function shown(value: string, label?: string): string {
  if (value === "") return "the empty text";
  return label === undefined ? code(value) : value;
}

function cellOf(fact: TypeFact | undefined): string {
  if (fact === undefined) return "none";
  const held = fact.edges
    .filter(({ outcome }) => outcome.startsWith("stored"))
    .map(({ value, outcome }) => `${edgeText(value)}${outcome.slice("stored".length)}`);
  const refused = fact.edges
    .filter(({ outcome }) => !outcome.startsWith("stored"))
    .map(({ value, outcome }) => `${edgeText(value)} (${outcome})`);
  const parts = [
    code(fact.column),
    ...(held.length === 0 ? [] : [`also holds ${held.join(", ")}`]),
    ...(refused.length === 0 ? [] : [`refuses ${refused.join(", ")}`]),
  ];
  return parts.join("; ");
}

function edgeText(value: string): string {
  return /^[\w:. +-]*\d[\w:. +-]*$|^-?(NaN|Infinity)$/.test(value) && !/^\d+ (with|behind|emojis)/.test(value)
    ? code(value)
    : value;
}

function topicText({ topic, behaviours }: (typeof TOPICS)[number]): string {
  const lines = behaviours.map(({ name }) => `- ${name}`);
  return [`**${topic[0]?.toUpperCase()}${topic.slice(1)}**`, "", ...lines].join("\n");
}

function runsTable(runs: readonly RecordedRun[]): string {
  const head = ["target", "version", "day", "Node.js", "passed", "failed", "not supported"];
  const rows = runs.map(({ title, version, date, node, passed, failed, notSupported }) => {
    return [title, version, date, node, ...[passed, failed, notSupported.length].map(String)];
  });
  return table([head, head.map(() => "---"), ...rows]);
}

function lacks(runs: readonly RecordedRun[]): readonly string[] {
  return runs.flatMap(({ title, version, notSupported }) => {
    if (notSupported.length === 0) return [];
    const lines = notSupported.map(({ behaviour, why }) => `- ${behaviour}: ${why}`);
    return [[`Not supported by ${title} ${version}:`, "", ...lines].join("\n")];
  });
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
