import { countCodePoints, sliceCodePoints } from "./code-points.ts";
import { exactOfNumber } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Bool } from "./logic.ts";

/* Positions and lengths count code points, from 0. Letters change case by Unicode's rules, the same in every locale. */

export function lower(text: string | null): string | null {
  return text === null ? null : text.toLowerCase();
}

export function upper(text: string | null): string | null {
  return text === null ? null : text.toUpperCase();
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
  return text === null || count === null ? null : sliceCodePoints(text, 0, whole(count));
}

/** The last `count` characters. */
export function right(text: string | null, count: Exact | null): string | null {
  if (text === null || count === null) return null;
  const size = countCodePoints(text);
  return sliceCodePoints(text, size - whole(count), size);
}

/** The characters with from ≤ position < from + count. */
export function mid(text: string | null, from: Exact | null, count: Exact | null): string | null {
  if (text === null || from === null || count === null) return null;
  const start = whole(from);
  return sliceCodePoints(text, start, start + whole(count));
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

/** `++` and holes: a null makes the whole null. */
export function concat(...texts: readonly (string | null)[]): string | null {
  let whole = "";
  for (const text of texts) {
    if (text === null) return null;
    whole += text;
  }
  return whole;
}

/** Cut off towards zero; a count beyond every text is as good as any other. */
function whole(value: Exact): number {
  return value.e > 15 ? (value.isNegative() ? -1e15 : 1e15) : Math.trunc(value.toNumber());
}
