import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { SourceFile } from "../grammar/source.ts";

/** Diagnostics in the order of the files and of their text. */
export function inOrder(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): readonly Diagnostic[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const indexOf = ({ span }: Diagnostic): number => order.get(span.file) ?? 0;
  return [...diagnostics].sort(
    (a, b) => indexOf(a) - indexOf(b) || a.span.start - b.span.start || a.span.end - b.span.end,
  );
}
