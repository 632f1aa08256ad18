/** Values of one .rdi type, as Redis holds them, and the canonical text that is to be in the column. */
export interface TypeSamples {
  /** As a .rdi file writes it. */
  readonly type: string;
  /** For people: what every target holds. */
  readonly range: string;
  /** How the column gets the field `v`; by default as it is. */
  readonly expression?: string;
  /** Stored to the letter everywhere. */
  readonly stored: readonly Sample[];
  /** Stored to the letter, or refused: never another value. */
  readonly edges: readonly Sample[];
  /** Refused everywhere, before anything is written. */
  readonly rejected: readonly Rejected[];
}

export interface Sample {
  readonly written: string;
  readonly text: string;
  /** Other texts that will do. */
  readonly or?: string;
  /** For people, where the value itself is too long or can't be seen. */
  readonly label?: string;
}

export interface Rejected {
  readonly written: string;
  readonly code: string;
  readonly label?: string;
}

/** `same("1")` is stored as it is written. */
export function same(...written: readonly string[]): readonly Sample[] {
  return written.map((text) => ({ written: text, text }));
}

export function as(written: string, text: string): Sample {
  return { written, text };
}

export function labelled(label: string, written: string, text = written): Sample {
  return { label, written, text };
}

export function rejected(code: string, ...written: readonly string[]): readonly Rejected[] {
  return written.map((text) => ({ written: text, code }));
}

export function labelOf({ label, written }: Pick<Sample, "label" | "written">): string {
  return label ?? written;
}
