import { countCodePoints, sliceCodePoints } from "./code-points.ts";
import { exactOfNumber, toCount } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Bool } from "./logic.ts";

/* Positions and lengths count code points, from 0. Letters change case by Unicode's rules, the same in every locale. */

export function lower(text: string | null): string | null {
  return text === null ? null : text.toLowerCase();
}

export function upper(text: string | null): string | null {
  return text === null ? null : text.toUpperCase();
}

/**
 * Every word begins with a capital and goes on in lower case. A word is a run of letters, marks and digits, so a hyphen
 * or an apostrophe begins a new one: `O'Neil-Smith`.
 */
export function capitalize(text: string | null): string | null {
  return text === null ? null : text.replace(/[\p{L}\p{M}\p{N}]+/gu, capitalizeWord);
}

/** Without the white space (Unicode's, line ends included) at both ends. */
export function trim(text: string | null): string | null {
  return text === null ? null : text.trim();
}

export function ltrim(text: string | null): string | null {
  return text === null ? null : text.trimStart();
}

export function rtrim(text: string | null): string | null {
  return text === null ? null : text.trimEnd();
}

export function length(text: string | null): Exact | null {
  return text === null ? null : exactOfNumber(countCodePoints(text));
}

/** The first `count` characters. */
export function left(text: string | null, count: Exact | null): string | null {
  return text === null || count === null ? null : sliceCodePoints(text, 0, toCount(count));
}

/** The last `count` characters. */
export function right(text: string | null, count: Exact | null): string | null {
  if (text === null || count === null) return null;
  const size = countCodePoints(text);
  return sliceCodePoints(text, size - toCount(count), size);
}

/** The characters with from ≤ position < from + count. */
export function mid(text: string | null, from: Exact | null, count: Exact | null): string | null {
  if (text === null || from === null || count === null) return null;
  const start = toCount(from);
  return sliceCodePoints(text, start, start + toCount(count));
}

/** Every occurrence. An empty `wanted` occurs nowhere. */
export function replace(text: string | null, wanted: string | null, replacement: string | null): string | null {
  if (text === null || wanted === null || replacement === null) return null;
  return wanted === "" ? text : text.split(wanted).join(replacement);
}

export function startsWith(text: string | null, start: string | null): Bool {
  return text === null || start === null ? null : text.startsWith(start);
}

export function endsWith(text: string | null, end: string | null): Bool {
  return text === null || end === null ? null : text.endsWith(end);
}

export function contains(text: string | null, part: string | null): Bool {
  return text === null || part === null ? null : text.includes(part);
}

/** Where the first occurrence begins, from 0; null where there is none. The empty text occurs at 0. */
export function indexOf(text: string | null, part: string | null): Exact | null {
  if (text === null || part === null) return null;
  const at = text.indexOf(part);
  return at < 0 ? null : exactOfNumber(countCodePoints(text.slice(0, at)));
}

/** The characters (code points, so a combining mark leaves its letter) from the last to the first. */
export function reverse(text: string | null): string | null {
  return text === null ? null : Array.from(text).reverse().join("");
}

/** `++` and holes: a null makes the whole null. */
export function concat(...texts: readonly (string | null)[]): string | null {
  let whole = "";
  for (const text of texts) {
    if (text === null) return null;
    whole += text;
  }
  return whole;
}

/** The word in lower case as a whole, since a final sigma depends on what stands before it. */
function capitalizeWord(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.toLowerCase().slice(first.toLowerCase().length);
}
