import { EOF, tokenMatcher } from "chevrotain";
import type { IRecognitionException, IToken, TokenType } from "chevrotain";
import type { Diagnostic, RelatedPlace } from "./diagnostic.ts";
import { placeOf } from "./layout.ts";
import { endOf, tokenSpan } from "./lexer.ts";
import { diagnose } from "./messages.ts";
import type { SyntaxCode, SyntaxParams } from "./messages.ts";
import type { SourceFile, Span } from "./source.ts";
import { BareName } from "./tokens.ts";

/** Where the parser stopped, and what it expected there. */
export interface Situation {
  readonly file: SourceFile;
  readonly tokens: readonly IToken[];
  /** The index of the token that did not fit; the number of tokens at the end of the file. */
  readonly index: number;
  readonly found: IToken;
  readonly before: IToken | undefined;
  /** A label: "a column", "`}`". */
  readonly expected: string;
  /** The innermost rule, and all of them from the outermost. */
  readonly rule: string;
  readonly rules: readonly string[];
}

export function situationOf(error: IRecognitionException, file: SourceFile, tokens: readonly IToken[]): Situation {
  const index = placeOf(error.token)?.index ?? tokens.length;
  const rules = error.context.ruleStack;
  return {
    file,
    tokens,
    index,
    found: error.token,
    before: tokens[index - 1],
    expected: error.message,
    rule: rules.at(-1) ?? "",
    rules,
  };
}

/** A diagnostic at the token that did not fit. */
export function at<Code extends SyntaxCode>(
  situation: Situation,
  code: Code,
  params: SyntaxParams<Code>,
  related: readonly RelatedPlace[] = [],
): Diagnostic {
  return diagnose(code, foundSpan(situation), params, related);
}

/** The end of the file is shown behind the last token, where something is missing. */
export function foundSpan({ file, found, before }: Situation): Span {
  if (!tokenMatcher(found, EOF)) return tokenSpan(file, found);
  const end = before === undefined ? 0 : endOf(before);
  return { file, start: end, end };
}

export function describeFound(situation: Situation): string {
  const { found } = situation;
  if (tokenMatcher(found, EOF)) return "the end of the file";
  if (found.tokenType.name === "String") return "a text";
  const image = found.image.length > 40 ? `${found.image.slice(0, 40)}…` : found.image;
  return image.startsWith("`") ? image : `\`${image}\``;
}

export function isFound({ found }: Situation, ...types: readonly TokenType[]): boolean {
  return types.some((type) => tokenMatcher(found, type));
}

export function isAtEnd({ found }: Situation): boolean {
  return tokenMatcher(found, EOF);
}

export function isNameToken(token: IToken | undefined): boolean {
  return token !== undefined && tokenMatcher(token, BareName);
}

export function next({ tokens, index }: Situation, distance = 1): IToken | undefined {
  return tokens[index + distance];
}

/** True when a line begins with what was found, or the file ends. */
export function lineEndsBefore(situation: Situation): boolean {
  return isAtEnd(situation) || placeOf(situation.found)?.startsLine === true;
}
