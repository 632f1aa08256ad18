import type { Look, StoryOutcome, StoryStep } from "../../../runtime/rehearse.ts";
import { instantText } from "../../check/tests/instants.ts";
import type { ColumnPlan, TablePlan, TargetPlan, Value } from "../../plan/ir.ts";
import { partsOf } from "../../plan/parts.ts";
import { jsonConstant, keyText, nameText, quotedText, storedText, targetText } from "../language-text.ts";
import { keyTargetsOf, type ProposedCase } from "./propose.ts";

/** A `test` block. What comes out by chance is left out of its rows. */
export function printCase(
  { title, steps, key, job, outcome, ordinary }: ProposedCase,
  targets: readonly TargetPlan[],
): string {
  const codes = [...new Set(outcome.refused.flatMap(({ refusals }) => refusals.map(({ code }) => code)))];
  const lines = [
    ...steps.map(stepText),
    ...job.tables.map((table, at) => expectText(table, rowsAt(outcome, at), targets)),
    ...keyTargetsOf(job).flatMap((target, at) => {
      const place = job.tables.length + at;
      return keyTexts(target, keysAt(outcome, place), keysAt(ordinary, place));
    }),
    ...codes.map((code) => `expect rejected ${quotedText(key)} ${code}`),
  ];
  return [`test ${quotedText(title)} {`, ...lines.map((line) => `  ${line}`), "}"].join("\n");
}

type Cells = Readonly<Record<string, string | null>>;

function rowsAt({ looks }: StoryOutcome, at: number): readonly Cells[] {
  const look = looks[at];
  return look?.what === "rows" ? look.rows : [];
}

type Keys = Extract<Look, { what: "keys" }>["keys"];

function keysAt({ looks }: StoryOutcome, at: number): Keys {
  const look = looks[at];
  return look?.what === "keys" ? look.keys : new Map();
}

/** The keys that are there, and those that are not but usually would be. */
function keyTexts(target: string, keys: Keys, ordinary: Keys): readonly string[] {
  return [...new Map([...ordinary, ...keys])].map(([key, { kind }]) => {
    const value = keys.get(key);
    const text = value === undefined ? "null" : targetText(value);
    return `expect ${nameText(target)} ${value?.kind ?? kind} ${quotedText(key)} ${text}`;
  });
}

function stepText(step: StoryStep): string {
  switch (step.kind) {
    case "given": {
      const expire = step.expire === undefined ? "" : ` expire ${step.expire / 60_000_000n}m`;
      return `given ${step.value.kind} ${quotedText(step.key)} ${storedText(step.value)}${expire}`;
    }
    case "delete":
      return `delete ${quotedText(step.key)}`;
    case "at":
      return `at ${quotedText(instantText(step.instant))}`;
    case "expect":
      return "";
  }
}

function expectText(table: TablePlan, rows: readonly Cells[], targets: readonly TargetPlan[]): string {
  const isDefault = targets.some(
    (one) => one.name === table.target && one.system !== "redis" && one.schema === table.schema,
  );
  const path = isDefault || table.schema === undefined ? [table.table] : [table.schema, table.table];
  const name = [table.target, ...path].map(nameText).join(".");
  const texts = rows.map((row) => rowText(table, row));
  if (texts.length < 2) return `expect ${name} [${texts.join("")}]`;
  return `expect ${name} [\n    ${texts.join(",\n    ")}\n  ]`;
}

function rowText({ columns, period }: TablePlan, row: Cells): string {
  const cells = columns.flatMap((column) => {
    const cell = row[column.name];
    const text = cell === undefined || isByChance(column.value) ? undefined : cellText(column, cell);
    return text === undefined ? [] : [`${keyText(column.name)}: ${text}`];
  });
  const to = period === undefined ? undefined : row[period.to];
  const closed = period === undefined ? [] : [`${keyText(period.to)}: ${to == null ? "null" : quotedText(isoOf(to))}`];
  return `{ ${[...cells, ...closed].join(", ")} }`;
}

function isByChance(value: Value): boolean {
  return (value.kind === "call" && value.fn === "randomUuid") || partsOf(value).some(isByChance);
}

/** Undefined for what a test can't write: bytes that are no text, numbers that are none. */
function cellText({ type }: ColumnPlan, cell: string | null): string | undefined {
  if (cell === null) return "null";
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
    case "numeric":
    case "real":
    case "double":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell) ? cell.replace("e+", "e") : undefined;
    case "boolean":
      return cell;
    case "json":
      return jsonConstant(cell);
    case "bytes": {
      const bytes = Buffer.from(cell.slice(2), "hex");
      const text = bytes.toString("utf8");
      return Buffer.from(text).equals(bytes) ? quotedText(text) : undefined;
    }
    case "timestamptz":
    case "timestamp":
      return quotedText(isoOf(cell));
    default:
      return quotedText(cell);
  }
}

/** From `2026-01-01 00:00:00+00`. */
function isoOf(cell: string): string {
  return cell.replace(" ", "T").replace(/\+00$/, "Z");
}
