import type { Span } from "./source.ts";

/** `RDI1xxx` syntax, `RDI2xxx` semantics, `RDI3xxx` schema, `RDI5xxx` run time. */
export type DiagnosticCode = `RDI${number}`;
export type Severity = "error" | "warning";

/** A place that explains why: "already declared here". */
export interface RelatedPlace {
  readonly span: Span;
  readonly label: string;
}

/** A text in place of another; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A correction that is certain enough to be made without asking. Its edits belong together and do not overlap. */
export interface Fix {
  readonly edits: readonly Edit[];
}

/** What is wrong, where, why, and what to do. Every phase returns these; none throws for a user's mistake. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** At most four words or so: "Unknown type". */
  readonly title: string;
  readonly span: Span;
  /** Stands beside the span's underline. */
  readonly label: string;
  /** Sentences that say what the compiler knows. */
  readonly details: readonly string[];
  /** One imperative sentence: what to type. */
  readonly hint?: string | undefined;
  readonly related: readonly RelatedPlace[];
  readonly fix?: Fix | undefined;
}
