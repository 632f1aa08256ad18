import type { IToken } from "chevrotain";
import { commaBefore } from "./corrections.ts";
import type { Diagnostic, RelatedPlace } from "./diagnostic.ts";
import { placeOf } from "./layout.ts";
import { tokenSpan } from "./lexer.ts";
import { at, describeFound, foundSpan, isAtEnd, isFound, isNameToken, lineEndsBefore } from "./situation.ts";
import type { Situation } from "./situation.ts";
import * as t from "./tokens.ts";

const openerOf: Readonly<Record<string, string>> = { "`}`": "{", "`)`": "(", "`]`": "[" };

/** A bracket that was not closed, or arguments and elements without a comma between them. */
export function describeBracket(situation: Situation): Diagnostic | undefined {
  const opener = openerOf[situation.expected];
  if (opener === undefined) return undefined;
  if (opener !== "{" && !lineEndsBefore(situation) && beginsArgument(situation)) {
    return at(situation, "RDI1011", {
      what: opener === "(" ? "argument" : "element",
      fix: commaBefore(foundSpan(situation)),
    });
  }
  if (opener !== "{" && !lineEndsBefore(situation) && !isFound(situation, t.RBrace, t.RBracket, t.RParen))
    return undefined;
  const place = findOpener(situation, opener);
  const related: RelatedPlace[] =
    place === undefined ? [] : [{ span: tokenSpan(situation.file, place), label: "opened here" }];
  const closer = situation.expected.replaceAll("`", "");
  return at(situation, "RDI1102", { closer, opener, found: describeFound(situation) }, related);
}

function beginsArgument(situation: Situation): boolean {
  return isNameToken(situation.found) || isFound(situation, t.Literal, t.LBrace);
}

/** The bracket that was left open: the innermost one, or an outer brace whose line shows that it lost its partner. */
function findOpener(situation: Situation, opener: string): IToken | undefined {
  const open: IToken[] = [];
  let suspect: IToken | undefined;
  for (const token of situation.tokens.slice(declarationStart(situation), situation.index)) {
    if (token.image === opener && isBracket(token)) open.push(token);
    else if (token.image === closerOf[opener] && isBracket(token)) {
      const closed = open.pop();
      if (closed !== undefined && opener === "{" && endsFurtherOut(closed, token, situation)) suspect ??= closed;
    }
  }
  return suspect ?? open.at(-1);
}

const closerOf: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

function isBracket(token: IToken): boolean {
  return [t.LBrace, t.RBrace, t.LParen, t.RParen, t.LBracket, t.RBracket].includes(token.tokenType);
}

/** Brackets before the declaration in which the parser stands were reported with theirs. */
function declarationStart(situation: Situation): number {
  for (let index = situation.index - 1; index > 0; index--) {
    const token = situation.tokens[index];
    const place = token === undefined ? undefined : placeOf(token);
    if (place?.anchor === "declaration" && place.enclosing === -1) return index;
  }
  return 0;
}

/** A `}` that begins a line further left than the line of its `{` rather belongs to an outer brace. */
function endsFurtherOut(opener: IToken, closer: IToken, situation: Situation): boolean {
  if (placeOf(closer)?.startsLine !== true) return false;
  return indentOf(opener, situation) > (closer.startColumn ?? 1);
}

function indentOf(token: IToken, { tokens }: Situation): number {
  let index = placeOf(token)?.index ?? 0;
  while (index > 0) {
    const here = tokens[index];
    if (here === undefined || placeOf(here)?.startsLine === true) break;
    index--;
  }
  return tokens[index]?.startColumn ?? 1;
}

export function extraCloser(situation: Situation): Diagnostic | undefined {
  if (isAtEnd(situation) || !isFound(situation, t.RBrace, t.RParen, t.RBracket)) return undefined;
  return at(situation, "RDI1113", { closer: situation.found.image });
}
