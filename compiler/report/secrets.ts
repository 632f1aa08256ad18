import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
import type { CheckCode } from "../messages.ts";

const secretInText: CheckCode = "RDI2012";

/** Each file's text, with the texts that were reported as secrets covered by dots. Offsets stay the same. */
export function coveredTexts(diagnostics: readonly Diagnostic[]): (file: SourceFile) => string {
  const secrets = diagnostics.filter(({ code }) => code === secretInText).map(({ span }) => span);
  return (file) => secrets.filter((span) => span.file === file).reduce(covered, file.text);
}

/** The quotes stay. */
function covered(text: string, { start, end }: Span): string {
  const inner = text.slice(start + 1, end - 1).replaceAll(/[^\n]/g, "•");
  return text.slice(0, start + 1) + inner + text.slice(end - 1);
}
