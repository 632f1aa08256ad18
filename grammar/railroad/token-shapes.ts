import type { TokenType } from "chevrotain";
import { contextualKeywords, reservedKeywords, wordOf } from "../keywords.ts";
import { allTokens } from "../tokens.ts";

/** What stands for a whole class of texts in the diagrams, by the name of its token. */
export interface TokenShape {
  readonly title: string;
  readonly text: string;
  readonly examples: readonly string[];
}

const reserved = reservedKeywords.map(wordOf);

export const TOKEN_SHAPES: Readonly<Record<string, TokenShape>> = {
  AnyName: {
    title: "any name",
    text: "A word of ASCII letters, digits and _ that does not begin with a digit, whatever the word, or a name in backquotes. It stands where only a name can stand.",
    examples: ["customers", "job", "not"],
  },
  BareName: {
    title: "name",
    text: `A word that is not reserved, or a name in backquotes, in which a backquote is doubled. Reserved are ${reserved.join(", ")}; after a dot and before a colon they are names as well.`,
    examples: ["first_name", "`first-name`", "where"],
  },
  Label: {
    title: "name before :",
    text: "A word or a name in backquotes, directly before a colon, whatever the word.",
    examples: ["total:", "`unit-price`:", "in:"],
  },
  String: {
    title: "text",
    text: 'A text in double quotes on one line. Its escapes are those of JSON, and \\{ and \\}; { opens a hole, which holds a reference. In a raw text, r"…", a backslash and a brace stand for themselves.',
    examples: ['"user:{id:int}"', '"a \\"b\\""'],
  },
  Number: {
    title: "number",
    text: "Digits, with a fraction or an exponent perhaps. A minus is an operator.",
    examples: ["0", "12.50", "1e-3"],
  },
  Duration: { title: "duration", text: "A whole number with ms, s, m, h or d.", examples: ["20ms", "6h"] },
  AtName: {
    title: "@name",
    text: "A capture of the pattern, or what is known of every key.",
    examples: ["@id", "@key", "@value"],
  },
  Literal: { title: "value", text: "One value that is written out.", examples: ["12", '"x"', "@id", "null", "16mb"] },
  Comparator: {
    title: "comparison",
    text: "An operator that compares. = and those of other languages are read, so that a message can say what to write.",
    examples: [],
  },
  ArithmeticOperator: {
    title: "operator",
    text: "* / % bind tighter than + -, these tighter than ++, and that tighter than ??. || is read, so that a message can say what to write.",
    examples: [],
  },
  LogicalOperator: {
    title: "and, or",
    text: "and binds tighter than or. && is read, so that a message can say what to write.",
    examples: [],
  },
};

/** The operators and words of a class, as they are written; names and literals are no list. */
export function membersOf(name: string): readonly string[] {
  const tokens: readonly TokenType[] = [...allTokens, ...reservedKeywords, ...contextualKeywords];
  const members = tokens.filter(({ CATEGORIES = [] }) => CATEGORIES.some((category) => category.name === name));
  const written = members.flatMap(({ LABEL = "" }) => /^`([^`]+)`$/.exec(LABEL)?.[1] ?? []);
  return written.length === members.length ? written : [];
}
