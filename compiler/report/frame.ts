import type { Span } from "../../grammar/source.ts";
import { lineSpanAt, positionAt } from "../../grammar/source.ts";
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
const shownBefore = 60;

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
  /** Whether the line has more before and after `text`. */
  readonly cut: { readonly before: boolean; readonly after: boolean };
}

/**
 * The line in which the marks begin; of a very long one what stands around the first mark, because measuring a megabyte for
 * each of thousands of marks takes minutes.
 */
function lineAt(text: string, marks: readonly Mark[]): Line {
  const [file] = marks.map(({ span }) => span.file);
  const mark = Math.min(...marks.map(({ span }) => span.start));
  if (file === undefined) return { text: "", offset: 0, cut: { before: false, after: false } };
  const line = lineSpanAt(file, mark);
  const offset = Math.max(line.start, mark - 4 * widest);
  const end = Math.min(line.end, mark + 4 * widest);
  const shown = text.slice(offset, end);
  return {
    text: end === line.end && shown.endsWith("\r") ? shown.slice(0, -1) : shown,
    offset,
    cut: { before: offset > line.start, after: end < line.end },
  };
}

function markedLine(line: Line, number: number, marks: readonly Mark[], gutter: Gutter): readonly string[] {
  const { text, offset, cut } = line;
  const cells = cellsOf(text);
  const first = firstShown(cells, Math.min(...marks.map(({ span }) => span.start - offset)));
  const shown = visiblePart(cells, first);
  const before = first > 0 || cut.before ? "…" : "";
  const after = first + shown.length < cells.length || cut.after ? "…" : "";
  const source = before + shown.map((cell) => cell.shown).join("") + after;
  const underlines = marks.map((mark) => {
    const from = widthBefore(shown, mark.span.start - offset) + before.length;
    const to = widthBefore(shown, Math.min(mark.span.end - offset, text.length)) + before.length;
    const underline = mark.line.repeat(Math.max(1, to - from));
    const painted = mark.paint(mark.label === "" ? underline : `${underline} ${mark.label}`);
    return gutter("", "│") + " ".repeat(from + 1) + painted;
  });
  return [(gutter(String(number), "│") + ` ${source}`).trimEnd(), ...underlines];
}

/** The index of the first cell shown: 0 unless the line is too long. */
function firstShown(cells: readonly Cell[], start: number): number {
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  const index = cells.findIndex((cell) => cell.start >= start);
  return width <= widest ? 0 : Math.max(0, (index < 0 ? cells.length : index) - shownBefore);
}

function visiblePart(cells: readonly Cell[], first: number): readonly Cell[] {
  let width = 0;
  return cells.slice(first).filter((cell) => (width += cell.width) <= widest);
}

function widthBefore(cells: readonly Cell[], offset: number): number {
  return cells.filter((cell) => cell.start < offset).reduce((sum, cell) => sum + cell.width, 0);
}
