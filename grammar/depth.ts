import { tokenMatcher } from "chevrotain";
import type { IToken } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import * as k from "./keywords.ts";
import { tokenSpan } from "./lexer.ts";
import { diagnose } from "./messages.ts";
import type { SourceFile } from "./source.ts";
import * as t from "./tokens.ts";

/** The deepest nesting that is parsed. It keeps the recursive parser far from the end of the stack. */
export const deepestNesting = 60;
/** The longest chain of operators: a tree that leans to the left is as deep as its chain is long, for every later phase. */
export const longestChain = 500;

/** How deep the tree of the tokens between two brackets gets: of the expression that is being read, and of those before it. */
interface Level {
  readonly braces: boolean;
  current: number;
  deepest: number;
}

/** The first place at which the tree would get too deep, if there is one. */
export function findTooDeep(file: SourceFile, tokens: readonly IToken[]): Diagnostic | undefined {
  const levels: Level[] = [{ braces: true, current: 0, deepest: 0 }];
  let cases = 0;
  let lastLine: number | undefined;
  for (const token of tokens) {
    const type = token.tokenType;
    const top = levels.at(-1) ?? newLevel(true);
    if (token.startLine !== lastLine && top.braces && !continuesChain(token)) endExpression(top);
    lastLine = token.startLine;
    if (type === t.LBrace || type === t.LParen || type === t.LBracket) levels.push(newLevel(type === t.LBrace));
    else if (type === t.RBrace || type === t.RParen || type === t.RBracket) closeLevel(levels);
    else if (type === t.Comma || type === t.Equals || type === t.Colon) endExpression(top);
    else if (continuesChain(token) || type === k.Not) top.current++;
    if (type === k.Case) cases++;
    if (type === k.End) cases = Math.max(0, cases - 1);
    if (levels.length + cases > deepestNesting + 1) return tooDeep(file, token);
    if (top.current > longestChain) return tooDeep(file, token, longestChain, "operators in one expression");
  }
  return undefined;
}

export function tooDeep(
  file: SourceFile,
  token: IToken,
  limit = deepestNesting,
  what = "levels of nesting",
): Diagnostic {
  return diagnose("RDI1006", tokenSpan(file, token), { limit, what });
}

function newLevel(braces: boolean): Level {
  return { braces, current: 0, deepest: 0 };
}

function endExpression(level: Level): void {
  level.deepest = Math.max(level.deepest, level.current);
  level.current = 0;
}

/** What stands in brackets is a part of the expression around them. */
function closeLevel(levels: Level[]): void {
  if (levels.length < 2) return;
  const closed = levels.pop();
  const outer = levels.at(-1);
  if (closed === undefined || outer === undefined) return;
  outer.current = Math.max(outer.current, closed.current, closed.deepest) + 1;
}

function continuesChain(token: IToken): boolean {
  const { tokenType } = token;
  if (tokenType === t.Dot || tokenType === k.As) return true;
  return tokenMatcher(token, t.ArithmeticOperator) || tokenMatcher(token, t.LogicalOperator);
}
