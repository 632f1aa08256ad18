import type { CstNode, IToken } from "../../grammar/concrete.ts";
import { endOf } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import { joined, NO_GAP, type GapReader } from "./gaps.ts";
import { attracts, clings, isDot } from "./roles.ts";
import type { Gap, TokenNode } from "./tree.ts";

/** How far a text has been read. */
export interface Reading {
  readonly gapBefore: GapReader;
  /** Of a comma that is not printed, or not where it stood. */
  carried: Gap;
  before: IToken | undefined;
  /** Whether the token before holds the next one to it. */
  attracted: boolean;
}

export function startReading(gapBefore: GapReader): Reading {
  return { gapBefore, carried: NO_GAP, before: undefined, attracted: false };
}

export interface TokenPlace {
  readonly parent: CstNode;
  /** No line break goes before it, although a space may. */
  readonly staysOnLine?: boolean;
}

/** The next token of the text. */
export function readToken(token: IToken, { parent, staysOnLine = false }: TokenPlace, reading: Reading): TokenNode {
  const gap = joined(reading.carried, reading.gapBefore(token.startOffset, endOf(token)));
  const clinging = clings(token, parent) || reading.attracted;
  const startsLine = gap.comments.length > 0 || (gap.lines > 0 && !clinging && !staysOnLine);
  // A comma goes to the end of the line above, and the line ends there as it did.
  reading.carried = token.tokenType === t.Comma && !startsLine ? gap : NO_GAP;
  reading.before = token;
  reading.attracted = attracts(token, parent);
  const [start, end] = [token.startOffset, endOf(token)];
  return { kind: "token", start, end, text: token.image, gap, spaced: !clinging && !isDot(token), startsLine };
}
