import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { positionAt } from "../../grammar/source.ts";
import type { SourceFile } from "../../grammar/source.ts";
import { frame } from "./frame.ts";
import type { Gutter, Mark } from "./frame.ts";
import { paint } from "./paint.ts";
import type { Paint } from "./paint.ts";
import { coveredTexts } from "./secrets.ts";
import { wrap } from "./wrap.ts";

const textWidth = 100;

/** Diagnostics for people: each with its place in the source, why, and what to do; a count at the end. Empty without any. */
export function renderText(diagnostics: readonly Diagnostic[], options: { readonly color: boolean }): string {
  if (diagnostics.length === 0) return "";
  const colors = paint(options.color);
  const page: Page = { colors, textOf: coveredTexts(diagnostics) };
  const blocks = inOrder(diagnostics).map((diagnostic) => renderOne(diagnostic, page));
  return `${[...blocks, countLine(diagnostics)].join("\n\n")}\n`;
}

interface Page {
  readonly colors: Paint;
  /** A file's text with secrets covered: a report ends in logs. */
  readonly textOf: (file: SourceFile) => string;
}

/** `2 errors, 1 warning`. */
export function countLine(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const parts = [count(errors, "error"), count(diagnostics.length - errors, "warning")];
  return parts.filter((part) => part !== "").join(", ");
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Files in the order in which they first appear, places in the order of the text. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ span }) => span.file))];
  return [...diagnostics].sort(
    (a, b) => files.indexOf(a.span.file) - files.indexOf(b.span.file) || a.span.start - b.span.start,
  );
}

function renderOne(diagnostic: Diagnostic, { colors, textOf }: Page): string {
  const { severity, code, title, details, hint } = diagnostic;
  const marks = marksOf(diagnostic, colors);
  const width = Math.max(...marks.map(({ span }) => String(positionAt(span.file, span.start).line).length)) + 1;
  const gutter = (number: string, sign: string) => colors.gutter(`${number.padStart(width)} ${sign}`);
  const paragraph = (text: string) =>
    wrap(text, textWidth).map((line, index) => `${gutter("", index === 0 ? "=" : " ")} ${line}`);
  const files = [...new Set(marks.map(({ span }) => span.file))];
  return [
    `${colors.severity(severity)(`${severity}[${code}]`)}${colors.strong(`: ${title}`)}`,
    ...files.flatMap((file) => renderFile(file, textOf(file), marks, gutter)),
    ...(details.length === 0 && hint === undefined ? [] : [gutter("", "│")]),
    ...details.flatMap(paragraph),
    ...(hint === undefined
      ? []
      : paragraph(`hint: ${hint}`).map((line) => line.replace("hint:", colors.hint("hint:")))),
  ].join("\n");
}

function marksOf({ span, label, severity, related }: Diagnostic, colors: Paint): readonly Mark[] {
  const main: Mark = { span, label, line: "^", paint: colors.severity(severity) };
  return [main, ...related.map((place): Mark => ({ ...place, line: "-", paint: colors.gutter }))];
}

/** The head names the first mark's place; it is the main one in the main one's file. */
function renderFile(file: SourceFile, text: string, marks: readonly Mark[], gutter: Gutter): readonly string[] {
  const here = marks.filter(({ span }) => span.file === file);
  const { line, column } = positionAt(file, here[0]?.span.start ?? 0);
  return [`${gutter("", "┌─")} ${file.path}:${line}:${column}`, gutter("", "│"), ...frame(text, here, gutter)];
}
