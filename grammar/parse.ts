import type { IToken } from "chevrotain";
import type { File } from "./ast.ts";
import type { FileCstNode } from "./cst.ts";
import { findTooDeep, tooDeep } from "./depth.ts";
import { describeError } from "./describe-errors.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { layOut, placeOf } from "./layout.ts";
import { lex } from "./lexer.ts";
import type { Lexed } from "./lexer.ts";
import { parser } from "./parser.ts";
import type { SourceFile, Span } from "./source.ts";
import { AstVisitor } from "./visitor.ts";

export interface Parsed {
  readonly file: File;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a formatter needs beside the syntax tree: every token, in a concrete one, and every comment. */
export interface ParsedText extends Parsed {
  /** Missing where the text was not parsed, since it is nested too deeply. */
  readonly tree: FileCstNode | undefined;
  readonly comments: readonly IToken[];
}

/** Reads one file. Never throws: whatever the text is, there is a tree of what could be read, and a diagnostic of the rest. */
export function parse(source: SourceFile): Parsed {
  const { file, diagnostics } = parseText(source);
  return { file, diagnostics };
}

export function parseText(file: SourceFile): ParsedText {
  const lexed = lex(file);
  const deep = findTooDeep(file, lexed.tokens);
  if (deep !== undefined) return unparsed(file, lexed, deep);
  try {
    return parseTokens(file, lexed);
  } catch (error: unknown) {
    // The nesting that is allowed fits the stack of a main thread many times; a caller may have left us little of it.
    const [first] = lexed.tokens;
    if (!(error instanceof RangeError) || first === undefined) throw error;
    return unparsed(file, lexed, tooDeep(file, first));
  }
}

function unparsed(file: SourceFile, { diagnostics, comments }: Lexed, deep: Diagnostic): ParsedText {
  return { file: emptyFile(file), diagnostics: inOrder([...diagnostics, deep]), tree: undefined, comments };
}

function parseTokens(file: SourceFile, lexed: Lexed): ParsedText {
  layOut(lexed.tokens);
  parser.input = lexed.tokens;
  const tree = parser.file() as FileCstNode;
  const errors = parser.errors;
  const visitor = new AstVisitor(file, lexed.docs);
  const read = visitor.file(tree);
  const certain = [...lexed.diagnostics, ...visitor.diagnostics];
  const mended = linesOf(file, lexed.diagnostics);
  const described = errors
    .filter((error) => !mended.has(lineOf(error.token)) && !mended.has(lineOf(tokenBefore(error.token, lexed.tokens))))
    .map((error) => describeError(error, file, lexed.tokens));
  return { file: read, diagnostics: inOrder([...certain, ...described]), tree, comments: lexed.comments };
}

/**
 * The lines on which something was wrong that was read as what it was meant to be. An error of the parser on or just
 * behind such a line is nearly always a consequence.
 */
function linesOf(file: SourceFile, diagnostics: readonly Diagnostic[]): ReadonlySet<number> {
  const starts = lineStarts(diagnostics.length === 0 ? "" : file.text);
  return new Set(diagnostics.map(({ span }) => lineAt(starts, span.start)));
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function tokenBefore(token: IToken, tokens: readonly IToken[]): IToken | undefined {
  return tokens[(placeOf(token)?.index ?? tokens.length) - 1];
}

function lineOf(token: IToken | undefined): number {
  return token?.startLine ?? Number.NaN;
}

/** By place, a hundred at most; of several at one place the first, which is the nearest to the cause. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const distinct = sorted.filter((diagnostic, i) => i === 0 || !samePlace(diagnostic.span, sorted[i - 1]?.span));
  return distinct.slice(0, mostDiagnostics);
}

/** More than this many in one file help nobody; a text that is no `.rdi` file at all would have one for each character. */
const mostDiagnostics = 100;

function samePlace(span: Span, before: Span | undefined): boolean {
  return before !== undefined && before.start === span.start;
}

function emptyFile(file: SourceFile): File {
  return { kind: "file", span: { file, start: 0, end: file.text.length }, declarations: [] };
}
