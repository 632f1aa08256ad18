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
  const starts = lineStartsOf(file);
  const line = lastAtOrBelow(starts, offset);
  return { line: line + 1, column: [...file.text.slice(starts[line], offset)].length + 1 };
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** Made once a file: nearly everything that is planned has a line. */
function lineStartsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at >= 0; at = file.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStarts.set(file, starts);
  return starts;
}

/** The index of the last start that is not behind the offset. */
function lastAtOrBelow(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** The smallest span that covers both. Both must lie in one file. */
export function cover(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
