import type { IToken } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { reservedWords } from "./reserved-words.ts";
import { diagnose } from "./messages.ts";
import type { SourceFile } from "./source.ts";
import { Duration, Minus, NumberToken, Quoted, Size, Word } from "./tokens.ts";

/**
 * `first-name` is one name in the writer's mind or a subtraction without spaces; either way it is reported here, and read
 * as one name so that the parser goes on. A unary minus behind a keyword (`then -x`, `where-x`) is neither.
 */
export function mergeHyphenatedNames(tokens: readonly IToken[], file: SourceFile, diagnostics: Diagnostic[]): IToken[] {
  const merged: IToken[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) continue;
    const run = hyphenatedRun(tokens, index);
    if (run.length > 1) {
      diagnostics.push(reportRun(run, file));
      joinRun(token, run);
      index += (run.length - 1) * 2;
    }
    merged.push(token);
  }
  return merged;
}

/** The names of `a-b-c` that begins at `index`, or just the one that stands there. */
function hyphenatedRun(tokens: readonly IToken[], index: number): readonly IToken[] {
  const first = tokens[index];
  if (first === undefined || !isPlainName(first) || startsExpression.has(first.image)) return [];
  const run = [first];
  for (let next = index + 1; ; next += 2) {
    const minus = tokens[next];
    const name = tokens[next + 1];
    const last = run.at(-1);
    if (minus?.tokenType !== Minus || name === undefined || last === undefined || !isPlainName(name)) return run;
    if (last.endOffset !== minus.startOffset - 1 || minus.endOffset !== name.startOffset - 1) return run;
    run.push(name);
  }
}

/** Contextual keywords that an expression may follow. */
const startsExpression: ReadonlySet<string> = new Set(["where", "expire"]);

function isPlainName(token: IToken): boolean {
  return token.tokenType === Quoted || (token.tokenType === Word && !reservedWords.has(token.image));
}

function reportRun(run: readonly IToken[], file: SourceFile): Diagnostic {
  const start = run[0]?.startOffset ?? 0;
  const end = (run.at(-1)?.endOffset ?? 0) + 1;
  const words = run.map((name) => name.image);
  const isLong = end - start > 80;
  const quoted = isLong || words.some((word) => word.startsWith("`")) ? undefined : words.join("-");
  return diagnose("RDI1009", { file, start, end }, { spaced: isLong ? "a - b" : words.join(" - "), quoted });
}

function joinRun(first: IToken, run: readonly IToken[]): void {
  const last = run.at(-1);
  first.image = `\`${run.map((name) => name.image.replaceAll("`", "")).join("-")}\``;
  first.tokenType = Quoted;
  first.tokenTypeIdx = Quoted.tokenTypeIdx ?? first.tokenTypeIdx;
  if (last?.endOffset !== undefined) first.endOffset = last.endOffset;
}

/** Decides whether digits with what is glued to them are a number, a duration or a size. */
export function readNumeral(token: IToken, file: SourceFile, diagnostics: Diagnostic[]): void {
  const type = numeralType(token.image);
  if (type === undefined) {
    const span = { file, start: token.startOffset, end: token.startOffset + token.image.length };
    diagnostics.push(
      diagnose("RDI1010", span, { text: shorten(token.image), suggestions: numeralSuggestions(token.image) }),
    );
    token.image = /^[0-9]+/.exec(token.image)?.[0] ?? "0";
  }
  const numeral = type ?? NumberToken;
  token.tokenType = numeral;
  token.tokenTypeIdx = numeral.tokenTypeIdx ?? token.tokenTypeIdx;
}

function numeralType(image: string): typeof NumberToken | undefined {
  if (/^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(image)) return NumberToken;
  if (/^[0-9]{1,15}(ms|s|m|h|d)$/.test(image)) return Duration;
  if (/^[0-9]{1,6}(kb|mb|gb)$/.test(image) || /^[0-9]{1,12}kb$/.test(image)) return Size;
  return undefined;
}

const unitsByAbbreviation: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msec|msecs|millis|milliseconds?)$/i, "ms"],
  [/^(s|sec|secs|seconds?)$/i, "s"],
  [/^(m|min|mins|minutes?)$/i, "m"],
  [/^(h|hr|hrs|hours?)$/i, "h"],
  [/^(d|days?)$/i, "d"],
  [/^(k|kb|kib|kilobytes?)$/i, "kb"],
  [/^(mb|mib|megabytes?)$/i, "mb"],
  [/^(g|gb|gib|gigabytes?)$/i, "gb"],
];

function numeralSuggestions(image: string): readonly string[] {
  if (/^[0-9]{1,3}(_[0-9]{3})+$/.test(image)) return [image.replaceAll("_", "")];
  const parts = /^([0-9]{1,6})([A-Za-z]+)$/.exec(image);
  if (parts === null) return [];
  const [, digits = "", unit = ""] = parts;
  return unitsByAbbreviation.filter(([pattern]) => pattern.test(unit)).map(([, name]) => `${digits}${name}`);
}

function shorten(image: string): string {
  return image.length > 40 ? `${image.slice(0, 40)}…` : image;
}
