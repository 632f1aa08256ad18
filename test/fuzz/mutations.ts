/** Small changes of a text. Each takes the text and returns another one. */
import type { Random } from "../support/random.ts";
import { oddCharacters, oddWords, words } from "./oddities.ts";

export type Mutation = (text: string, random: Random, others: readonly string[]) => string;

export const mutations: readonly Mutation[] = [
  changeTokens,
  changeTokens,
  changeTokens,
  changeCharacters,
  changeCharacters,
  changeLines,
  splice,
  openSomething,
  repeatPart,
  changeLineEnds,
  insertNoise,
];

const separate = /"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|\w+|\s+|[^\w\s]/g;

function changeTokens(text: string, random: Random): string {
  return edited(
    text.match(separate) ?? [],
    random,
    () => ` ${random.pick(random.chance(0.8) ? words : oddWords)} `,
  ).join("");
}

function changeCharacters(text: string, random: Random): string {
  const at = random.int(0, text.length);
  const removed = random.chance(0.5) ? random.int(0, 3) : 0;
  const added = random.chance(0.7) ? random.pick(random.chance(0.7) ? oddCharacters : oddWords) : "";
  return text.slice(0, at) + added + text.slice(at + removed);
}

function changeLines(text: string, random: Random): string {
  return edited(text.split("\n"), random, () => random.pick(oddWords)).join("\n");
}

/** Removes, doubles, exchanges, replaces or adds one to three of the parts. */
function edited(parts: readonly string[], random: Random, fresh: () => string): readonly string[] {
  const result = [...parts];
  for (let count = random.int(1, 3); count > 0; count--) {
    const at = random.int(0, Math.max(0, result.length - 1));
    const other = random.int(0, Math.max(0, result.length - 1));
    const here = result[at] ?? "";
    const there = result[other] ?? "";
    const changes: readonly (() => void)[] = [
      () => result.splice(at, random.int(1, 3)),
      () => result.splice(at, 0, here),
      () => result.splice(at, 1, there) && result.splice(other, 1, here),
      () => result.splice(at, 1, fresh()),
      () => result.splice(at, 0, fresh()),
      () => result.splice(at, 1, there),
    ];
    random.pick(changes)();
  }
  return result;
}

/** The beginning of one file and the end of another. */
function splice(text: string, random: Random, others: readonly string[]): string {
  const other = random.pick(others);
  return text.slice(0, random.int(0, text.length)) + other.slice(random.int(0, other.length));
}

/** A text, a bracket or a name that is opened and not closed, or closed and not opened. */
function openSomething(text: string, random: Random): string {
  const closers = [...text.matchAll(/["'`)\]}]/g)];
  if (closers.length > 0 && random.chance(0.6)) {
    const { index } = random.pick(closers);
    return text.slice(0, index) + text.slice(index + 1);
  }
  const at = random.int(0, text.length);
  return text.slice(0, at) + random.pick([..."\"'`([{)]}"]) + text.slice(at);
}

function repeatPart(text: string, random: Random): string {
  const from = random.int(0, text.length);
  const to = Math.min(text.length, from + random.int(1, 80));
  return text.slice(0, to) + text.slice(from, to).repeat(random.int(1, 5)) + text.slice(to);
}

function changeLineEnds(text: string, random: Random): string {
  return text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", " ", "\u2028", "\n\r"]));
}

function insertNoise(text: string, random: Random): string {
  const at = random.int(0, text.length);
  const noise = Array.from({ length: random.int(1, 12) }, () => String.fromCodePoint(codePoint(random))).join("");
  return text.slice(0, at) + noise + text.slice(at);
}

function codePoint(random: Random): number {
  return random.pick([
    random.int(0, 0x7f),
    random.int(0x80, 0x7ff),
    random.int(0, 0xffff),
    random.int(0x10000, 0x10ffff),
  ]);
}
