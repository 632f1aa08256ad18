import { suggest } from "../../grammar/suggest.ts";
import { COMPILER_PAGES, EFFECTS, RUNTIME_PAGES, SHOWN_AS, type CompilerPage, type RuntimePage } from "./pages.ts";
import { wrap } from "./wrap.ts";

/** The page of one code, for `rdi explain`. `rdi2040`, `RDI-2040` and `2040` work too. Undefined for an unknown code. */
export function explain(code: string): string | undefined {
  const name = fullCode(code);
  const compiled = COMPILER_PAGES.get(name);
  if (compiled !== undefined) return compilerPage(name, compiled);
  const entry = RUNTIME_PAGES.get(name);
  return entry === undefined ? undefined : runtimePage(name, entry);
}

/** The same as data: a code below RDI5000 is a `compiler`'s, others a `worker`'s. Undefined for an unknown code. */
export function explainJson(code: string): string | undefined {
  const name = fullCode(code);
  const compiled = COMPILER_PAGES.get(name);
  const running = RUNTIME_PAGES.get(name);
  const page = compiled === undefined ? running && workerJson(running) : compilerJson(compiled);
  return page === undefined ? undefined : `${JSON.stringify({ code: name, ...page }, null, 2)}\n`;
}

function compilerJson({ severity, title, explanation, bad, good }: CompilerPage): object {
  return { of: "compiler", severity, title, explanation, bad, good };
}

function workerJson({ kind, exit, title, explanation, action, example }: RuntimePage): object {
  return { of: "worker", kind, exit: exit ?? null, title, explanation, action, example };
}

/** Every code that a diagnostic, a log line or a dead letter can carry. */
export function knownCodes(): readonly string[] {
  return [...COMPILER_PAGES.keys(), ...RUNTIME_PAGES.keys()].sort();
}

/** The known codes nearest to a mistyped one. */
export function nearestCodes(code: string): readonly string[] {
  return suggest(fullCode(code), knownCodes());
}

function compilerPage(name: string, { severity, title, explanation, bad, good }: CompilerPage): string {
  const head = `${name}: ${title} (${severity})`;
  return joined([head, paragraph(explanation), "Wrong:", indented(bad), "Right:", indented(good)]);
}

function runtimePage(name: string, { title, kind, explanation, action, example }: RuntimePage): string {
  const head = `${name}: ${title} (${EFFECTS[kind]})`;
  return joined([
    head,
    paragraph(explanation),
    paragraph(`What to do: ${action}`),
    `${SHOWN_AS[kind]}:`,
    indented(example),
  ]);
}

function joined(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

function paragraph(text: string): string {
  return wrap(text, pageWidth).join("\n");
}

const pageWidth = 100;

function fullCode(code: string): string {
  const upper = code.trim().toUpperCase();
  const digits = /^(?:RDI)?-?(\d+)$/.exec(upper)?.[1];
  return digits === undefined ? upper : `RDI${digits}`;
}

function indented(example: string): string {
  return example.replaceAll(/^(?=.)/gm, "  ");
}
