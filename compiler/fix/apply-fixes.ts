import type { Edit, Fix } from "../../grammar/diagnostic.ts";
import type { SourceFile } from "../../grammar/source.ts";

/** Which of these fixes can be made together: each with all its edits in `files`, none touching an earlier one's. */
export function compatible<Fixable extends { readonly fix: Fix }>(
  all: readonly Fixable[],
  files: readonly SourceFile[],
): readonly Fixable[] {
  const taken: Edit[] = [];
  return all.filter(({ fix: { edits } }) => {
    const fits = edits.every(
      ({ span }) => files.includes(span.file) && !taken.some((edit) => touches(span, edit.span)),
    );
    if (fits) taken.push(...edits);
    return fits;
  });
}

/** Two insertions at one place touch as well: nobody says which comes first. */
function touches(a: Edit["span"], b: Edit["span"]): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}

/** The file with the edits that concern it; they do not overlap. */
export function applyEdits(file: SourceFile, edits: readonly Edit[]): SourceFile {
  const own = edits.filter(({ span }) => span.file === file).sort((a, b) => a.span.start - b.span.start);
  if (own.length === 0) return file;
  let text = "";
  let done = 0;
  for (const { span, text: instead } of own) {
    text += file.text.slice(done, span.start) + instead;
    done = span.end;
  }
  return { path: file.path, text: text + file.text.slice(done) };
}
