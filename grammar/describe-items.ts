import { extraCloser } from "./describe-brackets.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { clauseWords, declarationWords, stepWords } from "./keywords.ts";
import { at, describeFound, isFound, isNameToken, next } from "./situation.ts";
import type { Situation } from "./situation.ts";
import { suggest } from "./suggest.ts";
import * as t from "./tokens.ts";

/** Something that begins no declaration, clause, step, column or entry, where one belongs. */
export function describeItem(situation: Situation): Diagnostic | undefined {
  switch (situation.expected) {
    case "a declaration":
      return strayComma(situation) ?? extraCloser(situation) ?? unknownDeclaration(situation);
    case "a clause":
      return strayComma(situation) ?? extraCloser(situation) ?? unknownClause(situation);
    case "a step":
      return strayComma(situation) ?? extraCloser(situation) ?? unknownStep(situation);
    case "a column":
      return strayComma(situation) ?? extraCloser(situation) ?? unknownColumn(situation);
    case "an entry":
      return strayComma(situation) ?? extraCloser(situation) ?? unknownEntry(situation);
    case "an event":
      return unknownOutcome(situation, ["delete", "expire"]);
    case "an action":
      return unknownOutcome(situation, ["remove", "keep", "set"]);
    default:
      return undefined;
  }
}

const afterItem: Readonly<Record<string, string>> = {
  "a declaration": "Declarations are not separated by commas.",
  "a clause": "Clauses begin with a keyword and are not separated by commas.",
  "a step": "Steps begin with a keyword and are not separated by commas.",
  "a column": "One comma at most stands between two columns.",
  "an entry": "One comma at most stands between two entries.",
};

function strayComma(situation: Situation): Diagnostic | undefined {
  if (!isFound(situation, t.Comma)) return undefined;
  return at(situation, "RDI1012", { after: afterItem[situation.expected] ?? "" });
}

function unknownDeclaration(situation: Situation): Diagnostic {
  const { image } = situation.found;
  const isClause = image === "from" || clauseWords.includes(image) || stepWords.includes(image);
  return at(situation, "RDI1103", {
    found: describeFound(situation),
    detail: isClause
      ? `\`${image}\` belongs inside a ${stepWords.includes(image) ? "test" : "job"}; perhaps a \`}\` above closes too much.`
      : "At the top of a file stand declarations.",
    suggestions: suggestFor(situation, declarationWords),
    words: declarationWords,
  });
}

function unknownClause(situation: Situation): Diagnostic {
  return at(situation, "RDI1104", {
    found: describeFound(situation),
    suggestions: suggestFor(situation, clauseWords),
    words: clauseWords,
    hint: clauseHint(situation),
  });
}

function clauseHint(situation: Situation): string | undefined {
  const { found } = situation;
  if (found.image === "from") return "`from` stands once, as the first clause of a job.";
  if (found.tokenType === t.Label) return "Put columns into the braces of an `into`.";
  if (isNameToken(found) && next(situation)?.tokenType === t.Equals) return `Write \`let ${found.image} = …\`.`;
  return undefined;
}

function unknownStep(situation: Situation): Diagnostic {
  const suggestions = suggestFor(situation, stepWords);
  return at(situation, "RDI1112", { found: describeFound(situation), suggestions, words: stepWords });
}

/** A name without a colon begins a column all the same; anything else is just out of place. */
function unknownColumn(situation: Situation): Diagnostic {
  const { found, before } = situation;
  const beginsColumn =
    before === undefined || [t.LBrace, t.Comma].includes(before.tokenType) || found.startLine !== before.endLine;
  if (!isNameToken(found) || !beginsColumn) {
    const expected = before?.tokenType === t.LBrace ? "a column" : "`=`, another column or `}`";
    return at(situation, "RDI1101", { expected, found: describeFound(situation) });
  }
  return at(situation, "RDI1106", { column: found.image });
}

function unknownEntry(situation: Situation): Diagnostic {
  const { before } = situation;
  const isEquals = isFound(situation, t.Equals) && isNameToken(before);
  const hint = isEquals && before !== undefined ? `Write \`${before.image}: …\`.` : undefined;
  return at(situation, "RDI1101", { expected: "an entry or `}`", found: describeFound(situation), hint });
}

function unknownOutcome(situation: Situation, words: readonly string[]): Diagnostic {
  const suggestions = suggestFor(situation, words);
  return at(situation, "RDI1114", { found: describeFound(situation), suggestions, words });
}

function suggestFor({ found }: Situation, words: readonly string[]): readonly string[] {
  return isNameToken(found) ? suggest(found.image, words) : [];
}
