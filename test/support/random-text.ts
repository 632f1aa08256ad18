/** Text of awkward characters, without NUL and without half surrogate pairs, which databases can't take. */
import type { Random } from "./random.ts";

/** Of one to four bytes in UTF-8, with a combining mark, an emoji of several code points, and the last code point. */
const CHARACTERS = [..."aabbcZz09 _-.,%$+/=&?'\"\\\n\t", "é", "e\u0301", "ß", "Σ", "ж", "美", "🦊", "👩‍👩‍👧", "\u{10ffff}"];

export function randomText(r: Random, longest: number, characters: readonly string[] = CHARACTERS): string {
  return Array.from({ length: r.int(0, longest) }, () => r.pick(characters)).join("");
}
