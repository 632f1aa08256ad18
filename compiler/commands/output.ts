import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { positionAt, type Span } from "../../grammar/source.ts";

/** Where a command writes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Whether messages may be coloured. */
  readonly color: boolean;
}

/** What `--json` prints. */
export interface JsonReport {
  readonly diagnostics: readonly JsonDiagnostic[];
  /** Of a build: what the output folders hold now. */
  readonly files: readonly string[];
}

export interface JsonPlace {
  readonly file: string;
  /** From 1; columns count code points. */
  readonly start: { readonly line: number; readonly column: number };
  /** Exclusive. */
  readonly end: { readonly line: number; readonly column: number };
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly label: string;
  readonly details: readonly string[];
  readonly hint: string | null;
  readonly related: readonly (JsonPlace & { readonly label: string })[];
}

export function printJson(diagnostics: readonly Diagnostic[], files: readonly string[], output: Output): void {
  const report: JsonReport = { diagnostics: diagnostics.map(jsonDiagnostic), files };
  output.out(`${JSON.stringify(report, null, 2)}\n`);
}

export function jsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, title, label, details, hint = null, span, related } = diagnostic;
  const places = related.map((place) => ({ ...jsonPlace(place.span), label: place.label }));
  return { ...jsonPlace(span), code, severity, title, label, details, hint, related: places };
}

function jsonPlace({ file, start, end }: Span): JsonPlace {
  return { file: file.path, start: positionAt(file, start), end: positionAt(file, end) };
}

export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
