import { createToken, Lexer } from "chevrotain";
import type { TokenType } from "chevrotain";

/**
 * Every kind of token, with the label by which messages speak of it. Words are lexed as `Word`; the lexer turns them into
 * keywords afterwards, because a word before `:` or after `.` is a name whatever the word.
 */

/** Any word at all, reserved or not: where only a name can stand. */
export const AnyName = createToken({ name: "AnyName", pattern: Lexer.NA, label: "a name" });
/** A word that is not reserved, or a name in backquotes. */
export const BareName = createToken({ name: "BareName", pattern: Lexer.NA, label: "a name", categories: AnyName });
export const Literal = createToken({ name: "Literal", pattern: Lexer.NA, label: "a value" });
export const LogicalOperator = createToken({ name: "LogicalOperator", pattern: Lexer.NA, label: "`and` or `or`" });
export const Comparator = createToken({ name: "Comparator", pattern: Lexer.NA, label: "a comparison" });
export const ArithmeticOperator = createToken({ name: "ArithmeticOperator", pattern: Lexer.NA, label: "an operator" });

const stringStart = ['"'];

export const WhiteSpace = createToken({ name: "WhiteSpace", pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });
export const DocComment = createToken({ name: "DocComment", pattern: /\/\/\/(?!\/)[^\r\n]*/, group: "docs" });
export const LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\r\n]*/, group: "comments" });
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: /\/\*(?:[\s\S]*?\*\/|[\s\S]*)/,
  group: "blockComments",
  line_breaks: true,
});

export const Raw = createToken({
  name: "Raw",
  pattern: /r"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/,
  label: "a text",
  categories: Literal,
});
export const Word = createToken({
  name: "Word",
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  label: "a name",
  categories: BareName,
});
export const Quoted = createToken({
  name: "Quoted",
  pattern: /`(?:[^`\r\n]|``)+`/,
  label: "a name in backquotes",
  categories: BareName,
});
/** A name directly before `:`; the lexer makes it. */
export const Label = createToken({ name: "Label", pattern: Lexer.NA, label: "a name and `:`", categories: BareName });
export const UnclosedQuoted = createToken({ name: "UnclosedQuoted", pattern: /`[^\r\n]*/, label: "a name" });

/** A number with whatever is glued to it; the lexer decides what it is. */
export const Numeral = createToken({
  name: "Numeral",
  pattern: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-][0-9]+|[A-Za-z0-9_]*)/,
  label: "a number",
});
export const NumberToken = createToken({
  name: "Number",
  pattern: Lexer.NA,
  label: "a number",
  categories: Literal,
});
export const Duration = createToken({
  name: "Duration",
  pattern: Lexer.NA,
  label: "a duration such as `30s`",
  categories: Literal,
});
export const Size = createToken({ name: "Size", pattern: Lexer.NA, label: "a size", categories: Literal });
export const StringToken = createToken({
  name: "String",
  pattern: /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/,
  label: "a text in quotes",
  categories: Literal,
});
export const UnclosedString = createToken({
  name: "UnclosedString",
  pattern: (text: string, offset: number) => restOfLine(text, offset, '"'),
  start_chars_hint: stringStart,
  line_breaks: false,
  label: "a text in quotes",
});
export const SingleQuoted = createToken({
  name: "SingleQuoted",
  pattern: /'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'/,
  label: "a text in quotes",
});
export const UnclosedSingleQuoted = createToken({
  name: "UnclosedSingleQuoted",
  pattern: (text: string, offset: number) => restOfLine(text, offset, "'"),
  start_chars_hint: ["'"],
  line_breaks: false,
  label: "a text in quotes",
});
export const AtName = createToken({
  name: "AtName",
  pattern: /@[A-Za-z_][A-Za-z0-9_]*/,
  label: "an `@name`",
  categories: Literal,
});

function punctuation(name: string, pattern: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern, label: `\`${pattern}\``, categories });
}

export const Spread = punctuation("Spread", "...");
export const Dot = punctuation("Dot", ".");
export const LBrace = punctuation("LBrace", "{");
export const RBrace = punctuation("RBrace", "}");
export const LParen = punctuation("LParen", "(");
export const RParen = punctuation("RParen", ")");
export const LBracket = punctuation("LBracket", "[");
export const RBracket = punctuation("RBracket", "]");
export const Comma = punctuation("Comma", ",");
export const Colon = punctuation("Colon", ":");
export const Coalesce = punctuation("Coalesce", "??", [ArithmeticOperator]);
export const Concat = punctuation("Concat", "++", [ArithmeticOperator]);
export const Plus = punctuation("Plus", "+", [ArithmeticOperator]);
export const Minus = punctuation("Minus", "-", [ArithmeticOperator]);
export const Times = punctuation("Times", "*", [ArithmeticOperator]);
export const Divide = punctuation("Divide", "/", [ArithmeticOperator]);
export const Modulo = punctuation("Modulo", "%", [ArithmeticOperator]);
export const EqualsEquals = punctuation("EqualsEquals", "==", [Comparator]);
export const NotEquals = punctuation("NotEquals", "!=", [Comparator]);
export const LessOrEqual = punctuation("LessOrEqual", "<=", [Comparator]);
export const Less = punctuation("Less", "<", [Comparator]);
export const GreaterOrEqual = punctuation("GreaterOrEqual", ">=", [Comparator]);
export const Greater = punctuation("Greater", ">", [Comparator]);
/** Also a comparator, so that `where a = b` parses; the visitor reports it. */
export const Equals = punctuation("Equals", "=", [Comparator]);

/** Operators of other languages: they parse like ours, and the visitor says what to write. */
export const SqlNotEquals = punctuation("SqlNotEquals", "<>", [Comparator]);
export const StrictEquals = punctuation("StrictEquals", "===", [Comparator]);
export const StrictNotEquals = punctuation("StrictNotEquals", "!==", [Comparator]);
export const Pipes = punctuation("Pipes", "||", [ArithmeticOperator]);
export const Ampersands = punctuation("Ampersands", "&&", [LogicalOperator]);

export const Unknown = createToken({
  name: "Unknown",
  pattern: (text: string, offset: number) => unknownRun(text, offset),
  start_chars_hint: Array.from({ length: 65_536 }, (_, code) => code),
  line_breaks: false,
  label: "a character",
});

/** All of them except keywords, for the parser's vocabulary. */
export const allTokens: readonly TokenType[] = [
  ...[AnyName, BareName, Literal, LogicalOperator, Comparator, ArithmeticOperator, Word, Quoted, Label],
  ...[Raw, NumberToken, Duration, Size, StringToken, AtName],
  ...[Spread, Dot, LBrace, RBrace, LParen, RParen, LBracket, RBracket, Comma, Colon],
  ...[Coalesce, Concat, Plus, Minus, Times, Divide, Modulo, Pipes, Ampersands],
  ...[EqualsEquals, NotEquals, LessOrEqual, Less, GreaterOrEqual, Greater, Equals],
  ...[SqlNotEquals, StrictEquals, StrictNotEquals],
];

/** An unclosed text ends with its line, without the brackets and commas at the end of it: they belong to what surrounds it. */
function restOfLine(text: string, offset: number, quote: string): RegExpExecArray | null {
  if (text[offset] !== quote) return null;
  let lineEnd = offset;
  while (lineEnd < text.length && text[lineEnd] !== "\n" && text[lineEnd] !== "\r") lineEnd++;
  let end = lineEnd;
  while (end > offset + 1 && " \t)]},".includes(text.charAt(end - 1))) end--;
  return match(text.slice(offset, end));
}

/** A run of characters outside ASCII is one token, and so one message. */
function unknownRun(text: string, offset: number): RegExpExecArray | null {
  let end = offset + 1;
  if (text.charCodeAt(offset) > 127) while (text.charCodeAt(end) > 127) end++;
  return match(text.slice(offset, end));
}

function match(text: string): RegExpExecArray | null {
  return /[\s\S]*/.exec(text);
}
