import { isToken, type CstElement, type CstNode, type IToken, type TokenType } from "../../grammar/concrete.ts";
import { contextualKeywords, Case, End } from "../../grammar/keywords.ts";
import * as t from "../../grammar/tokens.ts";
import type { GroupNode } from "./tree.ts";

/** What a token is in its place, as far as white space depends on it. */

const OPENERS: readonly TokenType[] = [t.LBrace, t.LParen, t.LBracket];
const CLOSERS: readonly TokenType[] = [t.RBrace, t.RParen, t.RBracket];

export function isOpener(element: CstElement, parent: CstNode): element is IToken {
  if (!isToken(element)) return false;
  return OPENERS.includes(element.tokenType) || (parent.name === "caseExpression" && element.tokenType === Case);
}

export function isCloser(element: CstElement, parent: CstNode): element is IToken {
  if (!isToken(element)) return false;
  return CLOSERS.includes(element.tokenType) || (parent.name === "caseExpression" && element.tokenType === End);
}

/** Rules whose braces stand behind a head on one line with them. The object of these is such braces as well. */
const HEADED: ReadonlySet<string> = new Set([
  ...["job", "test", "block", "table"],
  ...["sourceDeclaration", "target", "delivery", "redisKey"],
]);

export function styleOf(opener: IToken, parent: CstNode, grandparent: CstNode | undefined): GroupNode["style"] {
  if (opener.tokenType === Case) return "case";
  if (opener.tokenType !== t.LBrace) return "list";
  return HEADED.has(parent.name === "object" ? (grandparent?.name ?? "") : parent.name) ? "body" : "object";
}

/** Rules whose bracket belongs to the name or value before it: `f(x)`, `numeric(12,2)`, `a[0]`. */
const CALLS: ReadonlySet<string> = new Set(["nameOrCall", "type", "functionDeclaration", "accessStep"]);

/** A token with which no space and no line break goes: it clings to what stands before it. */
export function clings(token: IToken, parent: CstNode): boolean {
  const type = token.tokenType;
  if (type === t.Comma || type === t.Colon) return true;
  return (type === t.LParen || type === t.LBracket) && CALLS.has(parent.name);
}

/** A token to which the next one clings: `a.b`, `...rest`, `-1`, `numeric(12,2)`. */
export function attracts(token: IToken, parent: CstNode): boolean {
  const type = token.tokenType;
  if (type === t.Minus) return parent.name === "operand";
  return type === t.Dot || type === t.Spread || (type === t.Comma && parent.name === "type");
}

export function isDot(token: IToken): boolean {
  return token.tokenType === t.Dot;
}

/** A word that may be a name or begin something, which the parser tells by what follows on the same line. */
export function isAmbiguous(token: IToken | undefined): boolean {
  return token !== undefined && contextualKeywords.includes(token.tokenType);
}
