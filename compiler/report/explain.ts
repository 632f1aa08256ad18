import type { CatalogEntry } from "../../grammar/message.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { suggest } from "../../grammar/suggest.ts";
import { RUNTIME_CODES, type CodeEntry } from "../../runtime/codes.ts";
import { hostMessages } from "../host-messages.ts";
import { checkMessages } from "../messages.ts";
import { wrap } from "./wrap.ts";

/** The page of one code, for `rdi explain`. `rdi2040`, `RDI-2040` and `2040` work too. Undefined for an unknown code. */
export function explain(code: string): string | undefined {
  const name = fullCode(code);
  const compiled = COMPILER_PAGES.get(name);
  if (compiled !== undefined) return compilerPage(name, compiled);
  const entry = RUNTIME_PAGES.get(name);
  return entry === undefined
    ? undefined
    : joined([`${name}: ${entry.title} (${WHAT[entry.kind]})`, paragraph(entry.explanation)]);
}

/** Every code that a diagnostic, a log line or a dead letter can carry. */
export function knownCodes(): readonly string[] {
  return [...COMPILER_PAGES.keys(), ...RUNTIME_PAGES.keys()].sort();
}

/** The known codes nearest to a mistyped one. */
export function nearestCodes(code: string): readonly string[] {
  return suggest(fullCode(code), knownCodes());
}

type Page = Pick<CatalogEntry<never>, "severity" | "title" | "explanation" | "bad" | "good">;

const COMPILER_PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ...Object.entries<Page>(syntaxMessages),
  ...Object.entries<Page>(hostMessages),
  ...Object.entries<Page>(checkMessages),
]);

const RUNTIME_PAGES: ReadonlyMap<string, CodeEntry> = new Map<string, CodeEntry>(Object.entries(RUNTIME_CODES));

function compilerPage(name: string, { severity, title, explanation, bad, good }: Page): string {
  const head = `${name}: ${title} (${severity})`;
  return joined([head, paragraph(explanation), "Wrong:", indented(bad), "Right:", indented(good)]);
}

function joined(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

function paragraph(text: string): string {
  return wrap(text, pageWidth).join("\n");
}

const pageWidth = 100;

const WHAT: Readonly<Record<CodeEntry["kind"], string>> = {
  startup: "stops the start",
  dead_letter: "sends a key to the dead letters",
  parked: "parks a key",
  halt: "halts a route",
  brake: "holds a sweep back",
  handover: "hands a lane over",
};

function fullCode(code: string): string {
  const upper = code.trim().toUpperCase();
  const digits = /^(?:RDI)?-?(\d+)$/.exec(upper)?.[1];
  return digits === undefined ? upper : `RDI${digits}`;
}

function indented(example: string): string {
  return example.replaceAll(/^(?=.)/gm, "  ");
}
