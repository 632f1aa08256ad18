import type { Diagnostic, Fix } from "../../grammar/diagnostic.ts";
import { positionAt, type Span } from "../../grammar/source.ts";

/** What `--json` prints; the schema of it stands in commands/schemas.ts. */
export interface JsonReport {
  readonly diagnostics: readonly JsonDiagnostic[];
  /** What was written: by a build what the output folders hold now, by `--fix` the files that it changed. */
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
  readonly fix: JsonFix | null;
}

export interface JsonFix {
  readonly edits: readonly (JsonPlace & { readonly text: string })[];
}

export function renderJson(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const report: JsonReport = { diagnostics: diagnostics.map(jsonDiagnostic), files };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function jsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, title, label, details, hint = null, span, related } = diagnostic;
  const places = related.map((place) => ({ ...jsonPlace(place.span), label: place.label }));
  const fix = jsonFix(diagnostic.fix);
  return { ...jsonPlace(span), code, severity, title, label, details, hint, related: places, fix };
}

function jsonFix(fix: Fix | undefined): JsonFix | null {
  return fix === undefined ? null : { edits: fix.edits.map(({ span, text }) => ({ ...jsonPlace(span), text })) };
}

function jsonPlace({ file, start, end }: Span): JsonPlace {
  return { file: file.path, start: positionAt(file, start), end: positionAt(file, end) };
}
