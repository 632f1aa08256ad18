import type { Diagnostic, Fix } from "../../grammar/diagnostic.ts";
import type { SourceFile } from "../../grammar/source.ts";
import { applyEdits, compatible } from "./apply-fixes.ts";

export interface FixedSources {
  readonly sources: readonly SourceFile[];
  /** What was corrected, with the places of the text that it was found in. */
  readonly fixed: readonly Diagnostic[];
  /** What is left to say. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Judge = (sources: readonly SourceFile[]) => readonly Diagnostic[];

const MOST_ROUNDS = 10;

/** Makes the corrections that diagnostics offer, and looks again, since one may reveal or solve another. */
export function fixSources(sources: readonly SourceFile[], judge: Judge): FixedSources {
  const fixed: Diagnostic[] = [];
  let now = sources;
  let diagnostics = judge(now);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fixes = compatible(diagnostics.filter(isFixable), now);
    if (fixes.length === 0) break;
    const edits = fixes.flatMap(({ fix }) => fix.edits);
    fixed.push(...fixes);
    now = now.map((file) => applyEdits(file, edits));
    diagnostics = judge(now);
  }
  return { sources: now, fixed, diagnostics };
}

function isFixable(diagnostic: Diagnostic): diagnostic is Diagnostic & { readonly fix: Fix } {
  return diagnostic.fix !== undefined;
}
