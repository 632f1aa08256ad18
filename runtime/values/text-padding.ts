import { countCodePoints, sliceCodePoints } from "./code-points.ts";
import { toCount } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

/** Bytes of UTF-8. Text made of a count that comes from data is bounded, so that one wrong number can't take all memory. */
const LARGEST_RESULT = 16 * 1024 * 1024;

/** Filled up in front to so many characters. Longer text stays as it is: nothing is cut off. */
export function padLeft(
  text: string | null,
  width: Exact | null,
  fill: string | null = " ",
  site: Site,
): string | null {
  if (text === null || width === null || fill === null) return null;
  return padding(text, toCount(width), fill, site) + text;
}

/** Filled up behind to so many characters. Longer text stays as it is: nothing is cut off. */
export function padRight(
  text: string | null,
  width: Exact | null,
  fill: string | null = " ",
  site: Site,
): string | null {
  if (text === null || width === null || fill === null) return null;
  return text + padding(text, toCount(width), fill, site);
}

/** So many times in a row; a count below 1 gives the empty text. */
export function repeat(text: string | null, count: Exact | null, site: Site): string | null {
  if (text === null || count === null) return null;
  const times = Math.max(toCount(count), 0);
  if (text === "" || times === 0) return "";
  if (Buffer.byteLength(text) * times > LARGEST_RESULT) return tooLong(text, site);
  return text.repeat(times);
}

function padding(text: string, width: number, fill: string, site: Site): string {
  const missing = width - countCodePoints(text);
  if (missing <= 0 || fill === "") return "";
  const size = countCodePoints(fill);
  const times = Math.floor(missing / size);
  const rest = sliceCodePoints(fill, 0, missing - times * size);
  const bytes = Buffer.byteLength(text) + times * Buffer.byteLength(fill) + Buffer.byteLength(rest);
  return bytes > LARGEST_RESULT ? tooLong(text, site) : fill.repeat(times) + rest;
}

function tooLong(text: string, site: Site): never {
  return refuse("RDI5013", "longer than 16 MiB", site, renderText(text));
}
