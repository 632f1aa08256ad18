/** What must hold of the compiler whatever its input is. */
import { analyze } from "../../compiler/compile.ts";
import { decodeSource } from "../../compiler/decode-source.ts";
import { knownCodes } from "../../compiler/report/explain.ts";
import { renderText } from "../../compiler/report/text.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
import type { Input } from "./inputs.ts";

/** The parts of the compiler under test: a test puts in broken ones. */
export interface Compiler {
  readonly analyze: typeof analyze;
  readonly render: typeof renderText;
}

export const compiler: Compiler = { analyze, render: renderText };

export interface Failure {
  /** The same for inputs that fail in the same way. */
  readonly kind: string;
  readonly message: string;
}

const codes: ReadonlySet<string> = new Set(knownCodes());

/** Two seconds of the processor for any file, and 20 more for a megabyte: work grows with the text, and not with its square. */
export function allowedSeconds(input: Input): number {
  const size = input.files.reduce((sum, file) => sum + file.length, 0);
  return 2 + size / 50_000;
}

/** Undefined when all is well. */
export function inspect(input: Input, { analyze, render }: Compiler = compiler): Failure | undefined {
  const start = performance.now();
  try {
    const first = said(input, { analyze, render });
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed > allowedSeconds(input)) {
      const seconds = processorSeconds(() => said(input, { analyze, render }));
      if (seconds > allowedSeconds(input)) return { kind: "slow", message: `took ${seconds.toFixed(1)} s` };
    }
    const wrong = first.diagnostics.map(wrongIn(first.sources)).find((message) => message !== "");
    if (wrong !== undefined) return { kind: wrong.replaceAll(/\d+/g, "N"), message: wrong };
    return elapsed < 1 && first.text !== said(input, { analyze, render }).text
      ? { kind: "twice", message: "says something else the second time" }
      : undefined;
  } catch (error: unknown) {
    return { kind: placeOf(error), message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The machine may have other work, so what seems slow is measured again by the processor's clock, which takes long to ask. */
function processorSeconds(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

interface Said {
  readonly sources: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Everything that was said, and everything that was shown. */
  readonly text: string;
}

function said(input: Input, { analyze, render }: Compiler): Said {
  const decoded = input.files.map((file, index) => decoded1(`fuzz${index}.rdi`, file));
  const sources = decoded.map(({ source }) => source);
  const undecoded = decoded.flatMap(({ diagnostic }) => diagnostic ?? []);
  const analysis = analyze(sources, "fuzz");
  const diagnostics = [...undecoded, ...analysis.diagnostics];
  const shown = render(diagnostics, { color: true });
  const plain = diagnostics.map((one) => ({ ...one, span: range(one.span), related: one.related.map(plainPlace) }));
  return { sources, diagnostics, text: `${JSON.stringify(plain)}\n${JSON.stringify(analysis.plan)}\n${shown}` };
}

function decoded1(path: string, file: string | Uint8Array): ReturnType<typeof decodeSource> {
  return typeof file === "string" ? { source: { path, text: file }, diagnostic: undefined } : decodeSource(path, file);
}

function plainPlace({ span, label }: { readonly span: Span; readonly label: string }): readonly string[] {
  return [range(span), label];
}

function range({ file, start, end }: Span): string {
  return `${file.path} ${start} ${end}`;
}

/** Empty when nothing is wrong. */
function wrongIn(sources: readonly SourceFile[]): (diagnostic: Diagnostic) => string {
  const isSound = ({ file, start, end }: Span): boolean =>
    sources.includes(file) &&
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    0 <= start &&
    start <= end &&
    end <= file.text.length;
  return ({ code, title, label, span, related }) => {
    if (!codes.has(code)) return `${code} is not a known code`;
    if (title === "" || label === "") return `${code} says nothing`;
    const bad = [span, ...related.map((place) => place.span)].find((one) => !isSound(one));
    return bad === undefined ? "" : `${code} points to ${range(bad)}`;
  };
}

/** The error and the first place of the project in its stack. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /(?:grammar|compiler)\/[\w/.-]+:\d+/.exec(error.stack ?? "")?.[0] ?? "";
  return `${error.name} at ${place}`;
}
