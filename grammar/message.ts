import type { Diagnostic, Edit, Severity } from "./diagnostic.ts";

/** What a catalogue entry makes of its parameters: the variable part of a diagnostic. */
export interface Message {
  readonly label: string;
  readonly details?: readonly string[];
  readonly hint?: string | undefined;
  /** Only where it is certain: the text that belongs in the place of the span, or edits that are made together. */
  readonly fix?: string | readonly Edit[] | undefined;
}

/** An occurrence of a code at a place. */
export function diagnosticOf(
  { code, severity, title }: Pick<Diagnostic, "code" | "severity" | "title">,
  { label, details = [], hint, fix }: Message,
  { span, related = [] }: Pick<Diagnostic, "span"> & Partial<Pick<Diagnostic, "related">>,
): Diagnostic {
  const edits = fix === undefined ? [] : typeof fix === "string" ? [{ span, text: fix }] : fix;
  const found = { code, severity, title, span, label, details, hint, related };
  return edits.length === 0 ? found : { ...found, fix: { edits } };
}

/** One code of the catalogue. `explanation`, `bad` and `good` are what `rdi explain` prints. */
export interface CatalogEntry<Params> {
  readonly severity: Severity;
  readonly title: string;
  readonly message: (params: Params) => Message;
  readonly explanation: string;
  readonly bad: string;
  readonly good: string;
}

export function syntaxError<Params>(entry: Omit<CatalogEntry<Params>, "severity">): CatalogEntry<Params> {
  return { severity: "error", ...entry };
}

/** "Did you mean `from`?" for one suggestion, "… one of `a`, `b`?" for more, nothing for none. */
export function didYouMean(suggestions: readonly string[]): string | undefined {
  if (suggestions.length === 0) return undefined;
  const names = suggestions.map((name) => `\`${name}\``).join(", ");
  return suggestions.length === 1 ? `Did you mean ${names}?` : `Did you mean one of ${names}?`;
}

export function listWords(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
