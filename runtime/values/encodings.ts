import { bytesOfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

/* Bytes as text and back. Text is encoded as UTF-8. Decoding takes exactly what encoding can give, or rejects. */

/** RFC 4648, section 4: with `+`, `/` and padding, on one line. */
export function base64Encode(value: Raw | null, site: Site): string | null {
  return value === null ? null : bytesOfRaw(value, site).toString("base64");
}

export function base64Decode(text: string | null, site: Site): Buffer | null {
  if (text === null) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : refuse("RDI5010", "not base64", site, renderText(text));
}

/** In lower-case digits. */
export function hexEncode(value: Raw | null, site: Site): string | null {
  return value === null ? null : bytesOfRaw(value, site).toString("hex");
}

/** Digits of either case. */
export function hexDecode(text: string | null, site: Site): Buffer | null {
  if (text === null) return null;
  const valid = text.length % 2 === 0 && !/[^0-9A-Fa-f]/.test(text);
  return valid ? Buffer.from(text, "hex") : refuse("RDI5010", "not hexadecimal digits", site, renderText(text));
}

/** RFC 3986: all bytes but letters, digits and `-._~` of ASCII become `%XX`; a space is `%20`. */
export function urlEncode(value: Raw | null, site: Site): string | null {
  if (value === null) return null;
  return bytesOfRaw(value, site)
    .toString("latin1")
    .replace(/[^A-Za-z0-9._~-]/g, percent);
}

/** Characters that are not encoded stand for themselves, `+` too. The bytes must be UTF-8. */
export function urlDecode(text: string | null, site: Site): string | null {
  if (text === null) return null;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) refuse("RDI5010", "not percent-encoded", site, renderText(text));
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse("RDI5014", "not valid UTF-8", site, renderText(text));
  }
}

const PERCENT = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`);

function percent(byte: string): string {
  return PERCENT[byte.charCodeAt(0)] ?? byte;
}
