import { Lexer } from "chevrotain";
import type { IToken, TokenType } from "chevrotain";
import { lineComment, spacedWord } from "./corrections.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { keywordsByWord } from "./keywords.ts";
import { mergeHyphenatedNames, readNumeral } from "./lexer-names.ts";
import { blankConflicts } from "./lexer-conflicts.ts";
import { diagnose } from "./messages.ts";
import type { SourceFile, Span } from "./source.ts";
import * as t from "./tokens.ts";

/** The tokens of a text, ready for the parser: keywords are told from names, and what can't be a token was reported. */
export interface Lexed {
  readonly tokens: IToken[];
  /** The lines of `///` by the offset of the token below them. */
  readonly docs: ReadonlyMap<number, string>;
  /** `//` and `///`, in the order of the text. */
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

export function lex(file: SourceFile): Lexed {
  const { text, conflicts } = blankConflicts(file);
  const result = lexer.tokenize(text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
  const diagnostics = [...conflicts];
  const tokens = readTokens(result.tokens, file, diagnostics);
  for (const comment of result.groups["blockComments"] ?? []) {
    const span = tokenSpan(file, comment);
    diagnostics.push(diagnose("RDI1008", span, { form: "/*", fix: lineComment(span) }));
  }
  const docs = result.groups["docs"] ?? [];
  const comments = [...docs, ...(result.groups["comments"] ?? [])].sort((a, b) => a.startOffset - b.startOffset);
  return { tokens, docs: attachDocs(docs, tokens, text), comments, diagnostics };
}

/** The tokens of a part of a file, such as a hole, with positions in the whole file. */
export function lexPart(file: SourceFile, start: number, end: number): Lexed {
  const part: SourceFile = { path: file.path, text: file.text.slice(start, end) };
  const lexed = lex(part);
  for (const token of lexed.tokens) {
    token.startOffset += start;
    token.endOffset = (token.endOffset ?? 0) + start;
  }
  return lexed;
}

export function tokenSpan(file: SourceFile, token: IToken): Span {
  return { file, start: token.startOffset, end: endOf(token) };
}

export function endOf(token: IToken): number {
  return (token.endOffset ?? token.startOffset) + 1;
}

export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx;
}

const lexer = new Lexer(
  [
    ...[t.WhiteSpace, t.DocComment, t.LineComment, t.BlockComment],
    ...[t.Raw, t.Word, t.Quoted, t.UnclosedQuoted, t.Numeral, t.AtName],
    ...[t.StringToken, t.SingleQuoted],
    ...[t.Spread, t.Dot, t.LBrace, t.RBrace, t.LParen, t.RParen, t.LBracket, t.RBracket, t.Comma, t.Colon],
    ...[t.Coalesce, t.Concat, t.Plus, t.Minus, t.Times, t.Divide, t.Modulo, t.Pipes, t.Ampersands],
    ...[t.StrictEquals, t.StrictNotEquals, t.SqlNotEquals, t.EqualsEquals, t.NotEquals],
    ...[t.LessOrEqual, t.Less, t.GreaterOrEqual, t.Greater, t.Equals],
    ...[t.UnclosedString, t.UnclosedSingleQuoted, t.Unknown],
  ],
  { ensureOptimizations: true, positionTracking: "full" },
);

/** Reports and mends what is not a token of the language, then tells keywords from names. */
function readTokens(found: readonly IToken[], file: SourceFile, diagnostics: Diagnostic[]): IToken[] {
  const tokens = found.filter((token) => mend(token, file, diagnostics));
  const merged = mergeHyphenatedNames(tokens, file, diagnostics);
  merged.forEach((token, index) => classifyWord(token, merged[index - 1], merged[index + 1]));
  return merged;
}

/** "A word directly before `:` or directly after `.` is a name, whatever the word." */
function classifyWord(token: IToken, before: IToken | undefined, after: IToken | undefined): void {
  if (token.tokenType !== t.Word && token.tokenType !== t.Quoted) return;
  if (after?.tokenType === t.Colon) retype(token, t.Label);
  else if (token.tokenType === t.Word && before?.tokenType !== t.Dot)
    retype(token, keywordsByWord.get(token.image) ?? t.Word);
}

/** Reports a token that is wrong in itself, and gives it the type that was meant. False drops it. */
function mend(token: IToken, file: SourceFile, diagnostics: Diagnostic[]): boolean {
  const span = tokenSpan(file, token);
  switch (token.tokenType) {
    case t.Unknown:
      diagnostics.push(
        diagnose("RDI1001", span, { ...describeUnknown(token.image), fix: knownInstead(token.image, span) }),
      );
      return false;
    case t.UnclosedString:
      diagnostics.push(diagnose("RDI1003", span, { quote: '"' }));
      retype(token, t.StringToken);
      return true;
    case t.SingleQuoted:
    case t.UnclosedSingleQuoted:
      diagnostics.push(
        diagnose("RDI1002", span, { suggestion: inDoubleQuotes(token.image), fix: doubleQuoted(token.image) }),
      );
      retype(token, t.StringToken);
      return true;
    case t.UnclosedQuoted:
      diagnostics.push(diagnose("RDI1007", span, { empty: token.image.startsWith("``") }));
      retype(token, t.Quoted);
      return true;
    case t.Numeral:
      readNumeral(token, file, diagnostics);
      return true;
    default:
      return true;
  }
}

function inDoubleQuotes(image: string): string {
  const inner = image.slice(1).replace(/'$/, "");
  return inner.includes('"') || inner.length > 40 ? "double quotes" : `\`"${inner}"\``;
}

/** Undefined where something else may be meant: a hole, an escape, a text without an end. */
function doubleQuoted(image: string): string | undefined {
  const inner = /^'([^'\\{}]*)'$/.exec(image)?.[1];
  return inner === undefined ? undefined : `"${inner.replaceAll('"', '\\"')}"`;
}

function describeUnknown(image: string): { character: string; hint: string } {
  const code = image.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const visible = code > 32 && code !== 127 && !(code >= 0xd800 && code <= 0xdfff) && !/^[\s\p{C}]/u.test(image);
  return { character: visible ? `\`${String.fromCodePoint(code)}\`` : number, hint: unknownHint(image, visible) };
}

/** What the character surely stands for. */
function knownInstead(image: string, span: Span): string | undefined {
  if (/^\s/.test(image)) return " ";
  if (image === "#") return "//";
  if (image === ";") return "";
  return image === "!" ? spacedWord(span, "not") : undefined;
}

function unknownHint(image: string, visible: boolean): string {
  if (/^[\u2018-\u201f\u00ab\u00bb]/.test(image)) return 'Put texts in straight double quotes: `"…"`.';
  if (/^\s/.test(image)) return "Write an ordinary space.";
  if (image === "#") return "Begin a comment with `//`.";
  if (image === ";") return "Delete it: nothing ends with a semicolon.";
  if (image === "!") return "Write `not`, or `!=` for unequal.";
  if (image === "@") return "Write a name directly after `@`.";
  if (image === "$") return "Write `{name}` for a value in a text, without the dollar sign.";
  if (/^\p{L}/u.test(image)) return "Put a name with such letters in backquotes.";
  return visible ? "Delete it, or put it in a text." : "Delete it.";
}

/** A doc comment stands on lines of its own; one behind code is an ordinary comment. */
function attachDocs(comments: readonly IToken[], tokens: readonly IToken[], text: string): ReadonlyMap<number, string> {
  const docs = new Map<number, string>();
  let next = 0;
  for (const comment of comments) {
    while (next < tokens.length && (tokens[next]?.startOffset ?? Infinity) < comment.startOffset) next++;
    const below = tokens[next];
    const lineStart = text.lastIndexOf("\n", comment.startOffset) + 1;
    if (below === undefined || text.slice(lineStart, comment.startOffset).trim() !== "") continue;
    const line = comment.image.slice(3).replace(/^ /, "").trimEnd();
    const above = docs.get(below.startOffset);
    docs.set(below.startOffset, above === undefined ? line : `${above}\n${line}`);
  }
  return docs;
}
