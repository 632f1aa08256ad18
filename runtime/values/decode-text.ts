import { isUtf8 } from "node:buffer";
import { exceedsCodePoints, withoutTrailingSpaces } from "./code-points.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

/** Valid UTF-8 without NUL, or a rejection; never a replacement character that was not there. */
export function decodeText(raw: Raw | null, site: Site): string | null {
  if (raw === null) return null;
  const text = typeof raw === "string" ? raw : textOfBytes(raw, site);
  if (text.includes("\0")) refuse("RDI5015", "contains a NUL character", site, renderRaw(raw));
  return text;
}

/** varchar(limit); the limit counts code points. */
export function decodeVarchar(raw: Raw | null, limit: number, site: Site): string | null {
  const text = decodeText(raw, site);
  if (raw !== null && text !== null && exceedsCodePoints(text, limit)) {
    refuse("RDI5013", `longer than ${limit} characters`, site, renderRaw(raw));
  }
  return text;
}

/** char(limit). Trailing spaces mean nothing in a char, so they are left out and not counted. */
export function decodeChar(raw: Raw | null, limit: number, site: Site): string | null {
  if (raw === null) return null;
  const text = withoutTrailingSpaces(decodeText(raw, site) ?? "");
  if (exceedsCodePoints(text, limit)) {
    refuse("RDI5013", `longer than ${limit} characters`, site, renderRaw(raw));
  }
  return text;
}

/** Undecoded bytes in `++` and in holes. */
export function textOfRaw(raw: Raw | null, site: Site): string | null {
  return decodeText(raw, site);
}

/** Converting first is the fast path: only text in which a replacement character appears has its bytes checked. */
function textOfBytes(bytes: Buffer, site: Site): string {
  const text = bytes.toString("utf8");
  if (text.includes("\ufffd") && !isUtf8(bytes)) refuse("RDI5014", "not valid UTF-8", site, renderRaw(bytes));
  return text;
}
