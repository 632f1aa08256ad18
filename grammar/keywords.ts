import { createToken, Lexer } from "chevrotain";
import type { TokenType } from "chevrotain";
import type { ReservedWord } from "./reserved-words.ts";
import { AnyName, BareName, Literal, LogicalOperator } from "./tokens.ts";

/** Words with a meaning. The lexer looks them up after it has read a word. */

function contextual(word: string): TokenType {
  return keyword(word, [BareName]);
}

function reserved(word: ReservedWord, categories: TokenType[] = []): TokenType {
  return keyword(word, [AnyName, ...categories]);
}

function keyword(word: string, categories: TokenType[]): TokenType {
  const name = word.charAt(0).toUpperCase() + word.slice(1);
  return createToken({ name, pattern: Lexer.NA, label: `\`${word}\``, categories });
}

export const Import = contextual("import");
export const Source = contextual("source");
export const Target = contextual("target");
export const Delivery = contextual("delivery");
export const Fn = contextual("fn");
export const Job = contextual("job");
export const Test = contextual("test");
export const From = contextual("from");
export const Let = contextual("let");
export const Lookup = contextual("lookup");
export const Cached = contextual("cached");
export const Where = contextual("where");
export const Skip = contextual("skip");
export const For = contextual("for");
export const Into = contextual("into");
export const Append = contextual("append");
export const History = contextual("history");
export const Key = contextual("key");
export const Period = contextual("period");
export const Merge = contextual("merge");
export const Expire = contextual("expire");
export const Sensitive = contextual("sensitive");
export const On = contextual("on");
export const Delete = contextual("delete");
export const Remove = contextual("remove");
export const Keep = contextual("keep");
export const Set_ = contextual("set");
export const At_ = contextual("at");
export const Given = contextual("given");
export const Expect = contextual("expect");
export const Rejected = contextual("rejected");
export const End = contextual("end");

export const And = reserved("and", [LogicalOperator]);
export const Or = reserved("or", [LogicalOperator]);
export const Not = reserved("not");
export const In = reserved("in");
export const Is = reserved("is");
export const Between = reserved("between");
export const Matches = reserved("matches");
export const As = reserved("as");
export const Case = reserved("case");
export const When = reserved("when");
export const Then = reserved("then");
export const Else = reserved("else");
export const Null = reserved("null", [Literal]);
export const True = reserved("true", [Literal]);
export const False = reserved("false", [Literal]);

export const contextualKeywords: readonly TokenType[] = [
  ...[
    Import,
    Source,
    Target,
    Delivery,
    Fn,
    Job,
    Test,
    From,
    Let,
    Lookup,
    Cached,
    Where,
    Skip,
    For,
    Into,
    Append,
    History,
  ],
  ...[Key, Period, Merge, Expire, Sensitive, On, Delete, Remove, Keep, Set_, At_, Given, Expect, Rejected, End],
];

export const reservedKeywords: readonly TokenType[] = [
  ...[And, Or, Not, In, Is, Between, Matches, As, Case, When, Then, Else, Null, True, False],
];

/** The word of a keyword: its label without backquotes. */
export function wordOf(keywordType: TokenType): string {
  return (keywordType.LABEL ?? "").replaceAll("`", "");
}

export const keywordsByWord: ReadonlyMap<string, TokenType> = new Map(
  [...contextualKeywords, ...reservedKeywords].map((type) => [wordOf(type), type]),
);

export const declarationWords: readonly string[] = ["import", "source", "target", "delivery", "fn", "job", "test"];
export const clauseWords: readonly string[] = [
  ...["let", "lookup", "where", "skip", "for", "into", "append", "history", "delivery"],
];
export const stepWords: readonly string[] = ["given", "delete", "at", "expect"];
