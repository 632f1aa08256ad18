import { isUtf8 } from "node:buffer";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

/**
 * Bytes as they were received. A string is text that is known already: an ASCII capture, or what `nullif` left of a
 * text.
 */
export type Raw = Buffer | string;

/** One character a byte, nothing lost. For grammars that are ASCII only. */
export function latin1OfRaw(raw: Raw): string {
  return typeof raw === "string" ? raw : raw.toString("latin1");
}

/** Converting first is the fast path: only text in which a replacement character appears has its bytes checked. */
export function textOfBytes(bytes: Buffer, site: Site): string {
  const text = bytes.toString("utf8");
  if (text.includes("\ufffd") && !isUtf8(bytes)) refuse("RDI5014", "not valid UTF-8", site, renderRaw(bytes));
  return text;
}

/** Text as UTF-8. Half of a surrogate pair has none, and must not become a replacement character. */
export function bytesOfRaw(raw: Raw, site: Site): Buffer {
  if (typeof raw !== "string") return raw;
  if (/\p{Surrogate}/u.test(raw)) refuse("RDI5014", "contains half of a surrogate pair", site, renderRaw(raw));
  return Buffer.from(raw, "utf8");
}
