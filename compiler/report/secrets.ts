import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
import type { CheckCode } from "../messages.ts";

const secretInText: CheckCode = "RDI2012";

/** Each file's text, with the texts that were reported as secrets covered by dots. Offsets stay the same. */
export function coveredTexts(diagnostics: readonly Diagnostic[]): (file: SourceFile) => string {
  const secrets = diagnostics.filter(({ code }) => code === secretInText).map(({ span }) => span);
  const texts = new Map([...new Set(secrets.map(({ file }) => file))].map((file) => [file, covered(file, secrets)]));
  return (file) => texts.get(file) ?? file.text;
}

/** The quotes stay. */
function covered(file: SourceFile, secrets: readonly Span[]): string {
  const inside = secrets.filter((span) => span.file === file).map(({ start, end }) => [start + 1, end - 1] as const);
  const sorted = inside.sort(([a], [b]) => a - b);
  let text = "";
  for (const [start, end] of sorted) {
    text += file.text.slice(text.length, start);
    text += file.text.slice(text.length, end).replaceAll(/[^\n]/g, "•");
  }
  return text + file.text.slice(text.length);
}
