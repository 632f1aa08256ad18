import type { IToken } from "chevrotain";
import * as k from "./keywords.ts";
import * as t from "./tokens.ts";

/**
 * Where every token stands, as recovery needs it: which bracket encloses it, whether it begins its line, and whether it
 * looks like the beginning of a declaration, clause or step. A look at the next tokens on the same line decides, so that
 * an ordinary name that happens to be called `job` or `at` is not mistaken for one.
 */
export interface Place {
  readonly index: number;
  readonly startsLine: boolean;
  readonly anchor: Anchor | undefined;
  /** The index of the innermost bracket that is open here, -1 at the top of the file. */
  enclosing: number;
}

export type Anchor = "declaration" | "clause" | "from" | "step";

export function placeOf(token: IToken): Place | undefined {
  return token.payload as Place | undefined;
}

/** Gives every token its place. Brackets are matched as the writer probably meant them. */
export function layOut(tokens: readonly IToken[]): void {
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const place: Place = {
      index,
      startsLine: before === undefined || before.endLine !== token.startLine,
      anchor: anchorAt(tokens, index),
      enclosing: -1,
    };
    token.payload = place;
  });
  matchBrackets(tokens, outermostColumn(tokens));
}

/** The column at which declarations begin, so that an indented text works too. */
function outermostColumn(tokens: readonly IToken[]): number {
  let column = Infinity;
  for (const token of tokens) {
    const place = placeOf(token);
    if (place?.anchor === "declaration" && place.startsLine) column = Math.min(column, token.startColumn ?? 1);
  }
  return column;
}

function matchBrackets(tokens: readonly IToken[], outermost: number): void {
  const open: number[] = [];
  tokens.forEach((token, index) => {
    const place = placeOf(token);
    if (place === undefined) return;
    if (place.startsLine) closeWhatWasForgotten(open, tokens, token, outermost);
    const type = token.tokenType;
    if (type === t.RBrace) while (open.length > 0 && typeAt(tokens, open.at(-1)) !== t.LBrace) open.pop();
    place.enclosing = open.at(-1) ?? -1;
    if (type === t.LBrace || type === t.LParen || type === t.LBracket) open.push(index);
    else if (type === t.RBrace) open.pop();
    else if (type === t.RParen && typeAt(tokens, open.at(-1)) === t.LParen) open.pop();
    else if (type === t.RBracket && typeAt(tokens, open.at(-1)) === t.LBracket) open.pop();
  });
}

/** A line that begins with a declaration, clause or column shows that brackets above it were meant to be closed. */
function closeWhatWasForgotten(open: number[], tokens: readonly IToken[], token: IToken, outermost: number): void {
  const anchor = placeOf(token)?.anchor;
  if (anchor === "declaration" && (token.startColumn ?? 1) <= outermost) open.length = 0;
  if (anchor === undefined && token.tokenType !== t.Label) return;
  while (open.length > 0 && isLeftBehind(tokens, open.at(-1) ?? -1, anchor)) open.pop();
}

function isLeftBehind(tokens: readonly IToken[], opener: number, anchor: Anchor | undefined): boolean {
  if (typeAt(tokens, opener) === t.LBrace) return anchor !== undefined && holdsItems(tokens, opener);
  return !isParameterList(tokens, opener);
}

/** Braces around columns or entries, which no clause can stand in. */
function holdsItems(tokens: readonly IToken[], opener: number): boolean {
  const first = tokens[opener + 1];
  return first !== undefined && [t.Label, t.Spread, t.StringToken].includes(first.tokenType);
}

function isParameterList(tokens: readonly IToken[], opener: number): boolean {
  return typeAt(tokens, opener - 2) === k.Fn;
}

function typeAt(tokens: readonly IToken[], index: number | undefined): IToken["tokenType"] | undefined {
  return index === undefined ? undefined : tokens[index]?.tokenType;
}

type Shape = (next: readonly IToken[]) => boolean;

const isName = (token: IToken | undefined): boolean =>
  token !== undefined && (token.tokenType.CATEGORIES ?? []).includes(t.BareName);
const is = (token: IToken | undefined, ...types: readonly IToken["tokenType"][]): boolean =>
  token !== undefined && types.includes(token.tokenType);

/** What must follow a keyword on its line for it to begin something. */
const shapes: ReadonlyMap<IToken["tokenType"], readonly [Anchor, Shape]> = new Map<
  IToken["tokenType"],
  readonly [Anchor, Shape]
>([
  [k.Import, ["declaration", ([a]) => is(a, t.StringToken)]],
  [k.Source, ["declaration", ([a, b]) => isName(a) && is(b, t.LBrace)]],
  [k.Target, ["declaration", ([a, b]) => is(a, t.Label) || (isName(a) && !is(a, k.Target) && isName(b))]],
  [k.Fn, ["declaration", ([a, b]) => isName(a) && is(b, t.LParen)]],
  [k.Job, ["declaration", ([a, b]) => isName(a) && is(b, t.LBrace)]],
  [k.Test, ["declaration", ([a, b]) => is(a, t.StringToken) && is(b, t.LBrace)]],
  [k.From, ["from", ([a, b]) => isName(a) && is(b, t.StringToken)]],
  [k.Delivery, ["clause", ([a, b]) => is(a, t.LBrace) && is(b, t.Label)]],
  [k.Let, ["clause", ([a, b]) => isName(a) && is(b, t.Equals)]],
  [k.Lookup, ["clause", ([a, b]) => isName(a) && is(b, t.Equals)]],
  [k.Where, ["clause", ([a]) => startsCondition(a)]],
  [k.Skip, ["clause", ([a]) => is(a, k.When)]],
  [k.For, ["clause", ([a, b, c]) => isName(a) && (is(b, k.In) || (is(b, t.Comma) && isName(c)))]],
  [k.Into, ["clause", ([a, b, c]) => isName(a) && (is(b, t.Dot) || (isName(b) && is(c, t.StringToken)))]],
  [k.Append, ["clause", ([a, b]) => is(a, k.Into) && isName(b)]],
  [k.History, ["clause", ([a, b]) => is(a, k.Into) && isName(b)]],
  [k.Given, ["step", ([a, b]) => isName(a) && is(b, t.StringToken)]],
  [k.Delete, ["step", ([a]) => is(a, t.StringToken)]],
  [k.At_, ["step", ([a]) => is(a, t.StringToken)]],
  [k.Expect, ["step", ([a, b]) => isName(a) && (is(b, t.Dot, t.StringToken) || isName(b))]],
]);

/** What can begin a condition but could not continue an expression that ends with a field called `where`. */
function startsCondition(token: IToken | undefined): boolean {
  return (
    (isName(token) && !is(token, k.Where, k.Let, k.Lookup, k.Skip, k.For, k.Into, k.Append, k.History, k.Delivery)) ||
    is(token, k.Case, t.AtName, k.True, k.False, k.Null, t.StringToken, t.NumberToken)
  );
}

function anchorAt(tokens: readonly IToken[], index: number): Anchor | undefined {
  const token = tokens[index];
  const shape = token === undefined ? undefined : shapes.get(token.tokenType);
  if (token === undefined || shape === undefined) return undefined;
  const [anchor, matches] = shape;
  const next = tokens.slice(index + 1, index + 4).filter((other) => other.startLine === token.startLine);
  if (!matches(next)) return undefined;
  const inDeclaredPlace = anchor !== "declaration" && token.tokenType === k.Delivery && (token.startColumn ?? 1) === 1;
  if (token.tokenType === k.For && !opensBlock(tokens, index)) return undefined;
  return inDeclaredPlace ? "declaration" : anchor;
}

/** How many tokens of a `for` are looked at; a bound keeps one very long line from costing quadratic time. */
const longestHead = 200;

/** `for a in b {` is a clause, `[a for a in b]` a list: the clause has a `{` before its line ends or a bracket closes. */
function opensBlock(tokens: readonly IToken[], index: number): boolean {
  const line = tokens[index]?.startLine;
  let depth = 0;
  for (let next = index + 1; next < index + longestHead && tokens[next]?.startLine === line; next++) {
    const type = typeAt(tokens, next);
    if (type === t.LBrace) return true;
    if (type === t.LParen || type === t.LBracket) depth++;
    if ((type === t.RParen || type === t.RBracket) && --depth < 0) return false;
  }
  return false;
}
