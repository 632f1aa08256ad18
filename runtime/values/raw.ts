/**
 * Bytes as they were received. A string is text that is known already: an ASCII capture, or what `nullif` left of a
 * text.
 */
export type Raw = Buffer | string;

/** One character a byte, nothing lost. For grammars that are ASCII only. */
export function latin1OfRaw(raw: Raw): string {
  return typeof raw === "string" ? raw : raw.toString("latin1");
}
