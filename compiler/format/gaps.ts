import type { IToken } from "../../grammar/concrete.ts";
import { endOf } from "../../grammar/lexer.ts";
import type { Comment, Gap } from "./tree.ts";

/** The gaps of a text: one call for each token, in the order of the text. */
export type GapReader = (start: number, end: number) => Gap;

export function gapReader(text: string, comments: readonly IToken[]): GapReader {
  let next = 0;
  let last = 0;
  return (start, end) => {
    const found: Comment[] = [];
    for (let comment = comments[next]; comment !== undefined && comment.startOffset < start; comment = comments[next]) {
      found.push({ text: comment.image.trimEnd(), lines: linesIn(text, last, comment.startOffset) });
      last = endOf(comment);
      next++;
    }
    const gap: Gap = { comments: found, lines: linesIn(text, last, start) };
    last = end;
    return gap;
  };
}

/** The gap that is left when nothing is printed between two gaps. */
export function joined(before: Gap, after: Gap): Gap {
  const [first, ...others] = after.comments;
  if (first === undefined) return { comments: before.comments, lines: Math.max(before.lines, after.lines) };
  const moved = first.lines === 0 ? first : { ...first, lines: Math.max(before.lines, first.lines) };
  return { comments: [...before.comments, moved, ...others], lines: after.lines };
}

export const NO_GAP: Gap = { comments: [], lines: 0 };

const LINE_FEED = 10;

/** The beginning of the text counts as one of a line, so that a comment there stands behind nothing. */
function linesIn(text: string, start: number, end: number): number {
  let lines = start === 0 ? 1 : 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === LINE_FEED) lines++;
  return lines;
}
