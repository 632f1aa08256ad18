/** A file as the compiler sees it: a name to show and its text. Positions are UTF-16 offsets into `text`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range of a file. `end` is exclusive; an empty span marks a place between two characters. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A 1-based line and column (in code points), as editors show them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(file: SourceFile, offset: number): Position {
  const { starts, pairs } = linesOf(file);
  const line = countUpTo(starts, offset);
  const lineStart = starts[line - 1] ?? 0;
  const doubled = countUpTo(pairs, offset - 2) - countUpTo(pairs, lineStart - 1);
  return { line, column: offset - lineStart - doubled + 1 };
}

/** The line in which a place stands, from its first character to before its line feed. */
export function lineSpanAt(file: SourceFile, offset: number): Span {
  const { starts } = linesOf(file);
  const line = countUpTo(starts, offset);
  return { file, start: starts[line - 1] ?? 0, end: (starts[line] ?? file.text.length + 1) - 1 };
}

interface Lines {
  readonly starts: readonly number[];
  /** Where characters of two UTF-16 units stand. */
  readonly pairs: readonly number[];
}

/** A file may have thousands of places to show, and counting its lines for each takes minutes. */
const known = new WeakMap<SourceFile, Lines>();

function linesOf(file: SourceFile): Lines {
  const before = known.get(file);
  if (before !== undefined) return before;
  const starts = [0, ...Array.from(file.text.matchAll(/\n/g), ({ index }) => index + 1)];
  const pairs = Array.from(file.text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), ({ index }) => index);
  const lines = { starts, pairs };
  known.set(file, lines);
  return lines;
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The smallest span that covers both. Both must lie in one file. */
export function cover(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
