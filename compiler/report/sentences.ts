import type { Diagnostic } from "../../grammar/diagnostic.ts";

/** What is said of a diagnostic where its source can't be drawn: label, details, hint. */
export function sentences({ label, details, hint }: Diagnostic): readonly string[] {
  return [label, ...details, ...(hint === undefined ? [] : [hint])];
}
