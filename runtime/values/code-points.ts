/// <reference lib="es2024.string" />
/**
 * Text is counted and compared by code points; JavaScript's strings are UTF-16, where a code point above U+FFFF takes
 * two units.
 */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if (isPairAt(text, at)) {
      count--;
      at++;
    }
  }
  return count;
}

export function exceedsCodePoints(text: string, limit: number): boolean {
  return text.length > limit && countCodePoints(text) > limit;
}

/** Not by a regular expression: `/ +$/` takes quadratic time for long runs of spaces in the middle. */
export function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return text.slice(0, end);
}

/** The code points with from ≤ position < to. */
export function sliceCodePoints(text: string, from: number, to: number): string {
  const start = Math.max(from, 0);
  if (!(start < to)) return "";
  if (!/[\ud800-\udbff]/.test(text)) return text.slice(start, to);
  return Array.from(text).slice(start, to).join("");
}

/** Negative, zero or positive, by the first code point that differs. */
export function compareCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they come behind U+E000 to U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

function isPairAt(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

/** No half of a surrogate pair: what has a UTF-8. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}
