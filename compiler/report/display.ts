/** Source text as a terminal shows it, and how wide that is. */

const tabWidth = 4;

/** One character of a line: where it begins in the text, what is shown for it, and how many cells that takes. */
export interface Cell {
  readonly start: number;
  readonly shown: string;
  readonly width: number;
}

/** The cells of one line. Tabs become spaces; what would move the cursor or hide text becomes visible. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  let column = 0;
  for (const character of line) {
    const shown = character === "\t" ? " ".repeat(tabWidth - (column % tabWidth)) : visible(character);
    const width = character === "\t" ? shown.length : widthOf(shown);
    cells.push({ start, shown, width });
    start += character.length;
    column += width;
  }
  return cells;
}

/** A text in one line that can't move the cursor or hide anything. */
export function visibleText(text: string): string {
  return cellsOf(text)
    .map(({ shown }) => shown)
    .join("");
}

/** Control characters as their pictures; direction marks and lone surrogates as the replacement character. */
function visible(character: string): string {
  if (isPlain(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return /[\u0080-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u.test(character) ? "\ufffd" : character;
}

/** Terminal cells: 0 for marks that combine, 2 for wide characters. */
export function widthOf(character: string): number {
  if (isPlain(character)) return 1;
  if (/^[\p{Mn}\p{Me}\u200b-\u200f\u2060\ufeff\ufe0f]$/u.test(character)) return 0;
  return isWide(character.codePointAt(0) ?? 0) || /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1;
}

/** Printable ASCII, which is nearly all of a source. */
function isPlain(character: string): boolean {
  return character.length === 1 && character >= " " && character <= "~";
}

/** The blocks of East Asian Wide and Fullwidth characters (Unicode Standard Annex 11). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return WIDE.some(([first, last]) => code >= first && code <= last);
}
