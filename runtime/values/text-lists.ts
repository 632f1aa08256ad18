/* Text to a list and back. */

/**
 * The parts between the separators, one more than there are separators, so that the empty text is one empty part. An
 * empty separator occurs nowhere.
 */
export function split(text: string | null, separator: string | null = ","): readonly string[] | null {
  if (text === null || separator === null) return null;
  return separator === "" ? [text] : text.split(separator);
}

/** Nulls in the list are passed over. */
export function join(texts: readonly (string | null)[] | null, separator: string | null): string | null {
  if (texts === null || separator === null) return null;
  return texts.filter((text) => text !== null).join(separator);
}
