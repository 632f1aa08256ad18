import type { Span } from "../../grammar/source.ts";
import { positionAt } from "../../grammar/source.ts";
import { cellsOf } from "./display.ts";
import type { Cell } from "./display.ts";

/** A place to underline. */
export interface Mark {
  readonly span: Span;
  readonly label: string;
  /** `^` for what is wrong, `-` for a place that explains why. */
  readonly line: "^" | "-";
  readonly paint: (text: string) => string;
}

/** Longer lines are cut around the mark. */
const widest = 160;
const before = 60;

/** Draws what stands left of the text: a line's number, and a sign. */
export type Gutter = (number: string, sign: string) => string;

/** The lines of one file that have marks, each with its underlines. `text` is the file's, with secrets covered. */
export function frame(text: string, marks: readonly Mark[], gutter: Gutter): readonly string[] {
  const numbers = [...new Set(marks.map((mark) => lineOf(mark)))].sort((a, b) => a - b);
  return numbers.flatMap((number, index) => {
    const here = marks.filter((mark) => lineOf(mark) === number);
    const gap = index > 0 && number > (numbers[index - 1] ?? 0) + 1 ? [gutter("", "·")] : [];
    return [...gap, ...markedLine(lineAt(text, here), number, here, gutter)];
  });
}

function lineOf({ span }: Mark): number {
  return positionAt(span.file, span.start).line;
}

interface Line {
  readonly text: string;
  /** Where it begins in the file. */
  readonly offset: number;
}

/** The line in which the marks begin. */
function lineAt(text: string, marks: readonly Mark[]): Line {
  const start = marks[0]?.span.start ?? 0;
  const offset = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { text: text.slice(offset, end < 0 ? text.length : end).replace(/\r$/, ""), offset };
}

function markedLine({ text, offset }: Line, number: number, marks: readonly Mark[], gutter: Gutter): readonly string[] {
  const cells = cellsOf(text);
  const first = firstShown(cells, Math.min(...marks.map(({ span }) => span.start - offset)));
  const shown = visiblePart(cells, first);
  const source = `${first > 0 ? "…" : ""}${shown.map((cell) => cell.shown).join("")}${first + shown.length < cells.length ? "…" : ""}`;
  const underlines = marks.map((mark) => {
    const from = widthBefore(shown, mark.span.start - offset) + (first > 0 ? 1 : 0);
    const to = widthBefore(shown, Math.min(mark.span.end - offset, text.length)) + (first > 0 ? 1 : 0);
    const line = mark.line.repeat(Math.max(1, to - from));
    return gutter("", "│") + " ".repeat(from + 1) + mark.paint(mark.label === "" ? line : `${line} ${mark.label}`);
  });
  return [(gutter(String(number), "│") + ` ${source}`).trimEnd(), ...underlines];
}

/** The index of the first cell shown: 0 unless the line is too long. */
function firstShown(cells: readonly Cell[], start: number): number {
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  const index = cells.findIndex((cell) => cell.start >= start);
  return width <= widest ? 0 : Math.max(0, (index < 0 ? cells.length : index) - before);
}

function visiblePart(cells: readonly Cell[], first: number): readonly Cell[] {
  let width = 0;
  return cells.slice(first).filter((cell) => (width += cell.width) <= widest);
}

function widthBefore(cells: readonly Cell[], offset: number): number {
  return cells.filter((cell) => cell.start < offset).reduce((sum, cell) => sum + cell.width, 0);
}
