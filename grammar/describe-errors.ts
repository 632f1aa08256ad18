import type { IRecognitionException, IToken } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { describeBracket } from "./describe-brackets.ts";
import { describeItem } from "./describe-items.ts";
import { lineComment, lowerCaseRun } from "./corrections.ts";
import * as k from "./keywords.ts";
import { reservedWords } from "./reserved-words.ts";
import { at, describeFound, foundSpan, isFound, isNameToken, lineEndsBefore, next, situationOf } from "./situation.ts";
import type { Situation } from "./situation.ts";
import type { SourceFile } from "./source.ts";
import * as t from "./tokens.ts";

type Describe = (situation: Situation) => Diagnostic | undefined;

/** Turns an error of the parser into a diagnostic: the first description that fits the situation. */
export function describeError(error: IRecognitionException, file: SourceFile, tokens: readonly IToken[]): Diagnostic {
  const situation = situationOf(error, file, tokens);
  for (const describe of descriptions) {
    const diagnostic = describe(situation);
    if (diagnostic !== undefined) return diagnostic;
  }
  return unexpected(situation);
}

const descriptions: readonly Describe[] = [
  missingColumnType,
  upperCaseKeyword,
  foreignOperator,
  dashComment,
  reservedWord,
  missingValue,
  chainedComparison,
  describeBracket,
  missingEnd,
  missingFrom,
  describeItem,
];

function unexpected(situation: Situation): Diagnostic {
  const { expected, found, rule } = situation;
  const hint =
    rule === "names" && expected === "`(`" && isNameToken(found)
      ? `Write \`(${found.image})\`, with parentheses.`
      : undefined;
  return at(situation, "RDI1101", { expected, found: describeFound(situation), hint });
}

/** `name: = x` and `name: not null`. */
function missingColumnType(situation: Situation): Diagnostic | undefined {
  const { expected, rules, before, tokens, index } = situation;
  if (expected !== "a type" || !rules.includes("column") || before?.tokenType !== t.Colon) return undefined;
  return at(situation, "RDI1106", { column: tokens[index - 2]?.image ?? "name" });
}

/** `AND`, `IS NULL`: words that are names by the letter and keywords by intention. */
function upperCaseKeyword(situation: Situation): Diagnostic | undefined {
  const { image } = situation.found;
  const word = image.toLowerCase();
  if (image === word || image !== image.toUpperCase() || situation.expected === "a declaration") return undefined;
  if (!reservedWords.has(word)) return undefined;
  const following = next(situation)?.image ?? "";
  const pair = /^(NULL|NOT|IN|BETWEEN)$/.test(following) ? ` ${following.toLowerCase()}` : "";
  return at(situation, "RDI1110", {
    word: image,
    suggestion: `${word}${pair}`,
    fix: lowerCaseRun(foundSpan(situation)),
  });
}

const foreignWords: Readonly<Record<string, string>> = {
  like: 'Write `matches r"…"` with a regular expression.',
  ilike: 'Write `lower(…) matches r"…"` with a regular expression.',
  mod: "Write `%`.",
  xor: "Write `!=` between two conditions.",
};

function foreignOperator(situation: Situation): Diagnostic | undefined {
  const { found, before, expected } = situation;
  const hint = foreignWords[found.image.toLowerCase()];
  if (hint === undefined || before === undefined || !endsOperand(before)) return undefined;
  if (expected === "a declaration" || lineEndsBefore(situation)) return undefined;
  const fix = found.image.toLowerCase() === "mod" ? "%" : undefined;
  return at(situation, "RDI1109", { operator: found.image, hint, fix });
}

function endsOperand(token: IToken): boolean {
  return isNameToken(token) || [t.RParen, t.RBracket, t.AtName, t.NumberToken, t.StringToken].includes(token.tokenType);
}

/** `-- a comment of SQL` */
function dashComment(situation: Situation): Diagnostic | undefined {
  const { found } = situation;
  const second = next(situation);
  if (found.tokenType !== t.Minus || second?.tokenType !== t.Minus) return undefined;
  if (second.startOffset !== found.startOffset + 1) return undefined;
  return at(situation, "RDI1008", { form: "--", fix: lineComment(foundSpan(situation)) });
}

/** A reserved word where a name belongs: `let x = in`, `into not.t`. */
function reservedWord(situation: Situation): Diagnostic | undefined {
  const { expected, found } = situation;
  if (!reservedWords.has(found.image)) return undefined;
  if (expected === "a name") return at(situation, "RDI1111", { word: found.image, what: "a name" });
  const startsValue = next(situation);
  const standsAlone =
    startsValue === undefined ||
    startsValue.startLine !== found.startLine ||
    !(isNameToken(startsValue) || isValueStart(startsValue));
  if (expected !== "a value" || !standsAlone) return undefined;
  return isFound(situation, k.When, k.Then, k.Else)
    ? undefined
    : at(situation, "RDI1111", { word: found.image, what: "a value" });
}

function isValueStart(token: IToken): boolean {
  const types = [t.NumberToken, t.StringToken, t.Raw, t.AtName, t.LParen, k.Null, k.True, k.False, k.Case, k.Not];
  return types.includes(token.tokenType);
}

function missingValue(situation: Situation): Diagnostic | undefined {
  const { expected, before } = situation;
  if (expected !== "a value") return undefined;
  const after = before === undefined ? "this" : `\`${before.image.slice(0, 40)}\``;
  return at(situation, "RDI1105", { before: after, found: describeFound(situation) });
}

/** `a < b < c`: a second comparison where the first one could only end. */
function chainedComparison(situation: Situation): Diagnostic | undefined {
  if (!isFound(situation, t.Comparator, k.Is, k.In, k.Between, k.Matches) || isFound(situation, t.Equals))
    return undefined;
  if (situation.expected === "a declaration" && situation.index === 0) return undefined;
  return at(situation, "RDI1115", { operator: situation.found.image });
}

function missingEnd(situation: Situation): Diagnostic | undefined {
  if (situation.expected !== "`end`") return undefined;
  return at(situation, "RDI1116", { found: describeFound(situation) });
}

function missingFrom(situation: Situation): Diagnostic | undefined {
  if (situation.expected !== "`from`") return undefined;
  const follows = next(situation)?.tokenType;
  const isTypo = situation.found.tokenType === t.Word && isNameToken(next(situation)) && follows !== undefined;
  return at(situation, "RDI1107", { found: describeFound(situation), suggestion: isTypo ? "from" : undefined });
}
