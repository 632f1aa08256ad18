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
  const before = file.text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: [...before.slice(lineStart)].length + 1 };
}

/** The smallest span that covers both. Both must lie in one file. */
export function cover(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
