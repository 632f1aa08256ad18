import { exceedsCodePoints, isWellFormed, withoutTrailingSpaces } from "./code-points.ts";
import type { Undecoded } from "./json.ts";
import { jsonText } from "./json-text.ts";
import { textOfBytes } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";
import { isRaw, rawOf, renderUndecoded } from "./undecoded.ts";

/**
 * Valid UTF-8 without NUL, or a rejection; never a replacement character that was not there. JSON's escapes can spell
 * half of a surrogate pair, which no text is.
 */
export function decodeText(value: Undecoded | null, site: Site): string | null {
  if (value === null) return null;
  const raw = rawOf(value, "not text", site);
  const text = typeof raw === "string" ? wellFormed(raw, site) : textOfBytes(raw, site);
  if (text.includes("\0")) refuse("RDI5015", "contains a NUL character", site, renderRaw(raw));
  return text;
}

/** varchar(limit); the limit counts code points. */
export function decodeVarchar(value: Undecoded | null, limit: number, site: Site): string | null {
  const text = decodeText(value, site);
  if (value !== null && text !== null && exceedsCodePoints(text, limit)) {
    refuse("RDI5013", `longer than ${limit} characters`, site, renderUndecoded(value));
  }
  return text;
}

/** char(limit). Trailing spaces mean nothing in a char, so they are left out and not counted. */
export function decodeChar(value: Undecoded | null, limit: number, site: Site): string | null {
  if (value === null) return null;
  const text = withoutTrailingSpaces(decodeText(value, site) ?? "");
  if (exceedsCodePoints(text, limit)) {
    refuse("RDI5013", `longer than ${limit} characters`, site, renderUndecoded(value));
  }
  return text;
}

/** Undecoded values in `++` and in holes: scalars as their text, lists and objects as JSON. */
export function textOfRaw(value: Undecoded | null, site: Site): string | null {
  return value === null || isRaw(value) || typeof value === "boolean" ? decodeText(value, site) : jsonText(value);
}

function wellFormed(text: string, site: Site): string {
  if (!isWellFormed(text)) refuse("RDI5014", "contains half of a surrogate pair", site, renderRaw(text));
  return text;
}
