/** Words that can't begin an expression as a bare name. They stand apart from their tokens, so that messages need no parser. */
const RESERVED = [
  ...(["and", "or", "not", "in", "is", "between", "matches", "as"] as const),
  ...(["case", "when", "then", "else", "null", "true", "false"] as const),
] as const;

export type ReservedWord = (typeof RESERVED)[number];

export const reservedWords: ReadonlySet<string> = new Set(RESERVED);
