import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Comment, Gap } from "./tree.ts";

const { hardline } = builders;

/** Which blank lines of the text are kept, one of several. */
export interface BlankLines {
  /** Between what stands before the gap and the first line of its own in it. */
  readonly above: boolean;
  /** Between the lines of the gap. */
  readonly within: boolean;
}

/** The comments before a token, and the line break behind them. */
export function printGap({ comments, lines }: Gap, blank: BlankLines): Doc[] {
  const isWithin = comments.some(hasOwnLine);
  return [...printComments(comments, blank), lineBreak(lines, isWithin ? blank.within : blank.above)];
}

/** Each on a line of its own, but the first may stand behind what is before it. */
export function printComments(comments: readonly Comment[], { above, within }: BlankLines): Doc[] {
  const top = comments.findIndex(hasOwnLine);
  return comments.flatMap((comment, index) => {
    const { text, lines } = comment;
    return hasOwnLine(comment, index) ? [lineBreak(lines, index === top ? above : within), text] : [" ", text];
  });
}

/** Where a comma went to another line, comments can follow one another on one. */
function hasOwnLine({ lines }: Comment, index: number): boolean {
  return lines > 0 || index > 0;
}

function lineBreak(lines: number, mayBeBlank: boolean): Doc {
  return lines > 1 && mayBeBlank ? [hardline, hardline] : hardline;
}
