import type { Edit } from "./diagnostic.ts";
import { reservedWords } from "./reserved-words.ts";
import type { Span } from "./source.ts";

/** Corrections that a message may offer as certain. */

/** The one suggestion that there is. Of several, none is certain. */
export function onlyOne(suggestions: readonly string[]): string | undefined {
  return suggestions.length === 1 ? suggestions[0] : undefined;
}

/** The one name that was suggested, as it is written in a file. */
export function onlyName(suggestions: readonly string[]): string | undefined {
  const name = onlyOne(suggestions);
  if (name === undefined || (/^[A-Za-z_]\w*$/.test(name) && !reservedWords.has(name))) return name;
  return `\`${name.replaceAll("`", "``")}\``;
}

/** The name of a column or an entry that stands for its value as well: what replaces the value would replace the name. */
export function isLabel({ file, end }: Span): boolean {
  return /^\s*:/.test(file.text.slice(end, end + 20));
}

/** A word in the place of a symbol: `a&&b` becomes `a and b`. */
export function spacedWord(span: Span, word: string): string {
  const { text } = span.file;
  const before = /[^\s([{]/.test(text.slice(Math.max(0, span.start - 1), span.start)) ? " " : "";
  const after = /^\s/.test(text.slice(span.end, span.end + 1)) ? "" : " ";
  return `${before}${word}${after}`;
}

/** A comma behind what stands before the span. */
export function commaBefore({ file, start }: Span): readonly Edit[] {
  const place = file.text.slice(0, start).trimEnd().length;
  return [{ span: { file, start: place, end: place }, text: "," }];
}

/** A minus with one space on both sides. */
export function minusWithSpaces({ file, start, end }: Span): readonly Edit[] {
  const before = file.text.slice(0, start).trimEnd().length;
  const after = end + (/^[ \t]*/.exec(file.text.slice(end, end + 200))?.[0].length ?? 0);
  return [{ span: { file, start: before, end: after }, text: " - " }];
}

/** A keyword and the ones behind it, as in `IS NOT NULL`, in lower case. */
export function lowerCaseRun({ file, start, end }: Span): readonly Edit[] {
  const rest = file.text.slice(end, end + 80);
  const more = /^(?:[ \t]+[A-Z]+\b(?![.:(]))*/.exec(rest)?.[0] ?? "";
  const words = more.match(/[ \t]+[A-Z]+/g) ?? [];
  const stop = words.findIndex((word) => !reservedWords.has(word.trim().toLowerCase()));
  const run = words.slice(0, stop < 0 ? words.length : stop).join("");
  const until = end + run.length;
  return [{ span: { file, start, end: until }, text: file.text.slice(start, until).toLowerCase() }];
}

/** `-- text` and, on a line of its own, `/* text *\/` as a comment of this language. */
export function lineComment({ file, start, end }: Span): readonly Edit[] | undefined {
  if (file.text.startsWith("--", start)) return [{ span: { file, start, end: start + 2 }, text: "//" }];
  const inner = /^\/\*+([^\n]*?)\s*\*+\/$/.exec(file.text.slice(start, end))?.[1];
  const endsLine = /^[ \t]*(\r?\n|$)/.test(file.text.slice(end, end + 200));
  return inner === undefined || !endsLine ? undefined : [{ span: { file, start, end }, text: `//${inner}` }];
}
