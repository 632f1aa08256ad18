/** A type as information_schema has it, without the widths of whole numbers, which mean nothing and are gone in newer servers. `tinyint(1)` stays. */
export function storedTypeText(text: string): string {
  if (/^tinyint\(1\)/.test(text)) return text;
  return text.replace(/^(tinyint|smallint|mediumint|int|bigint|year)\(\d+\)/, "$1");
}

/**
 * Whether only equal bytes are equal. Most collations that end in `_bin` pad with spaces, so that 'a' and 'a ' are equal; of a `char` the server drops
 * the spaces at the end, so there they are as good.
 */
export function isExact(type: string, collation: string | undefined): boolean {
  if (collation === undefined || collation === "binary") return true;
  if (/_nopad_bin$/.test(collation) || collation === "utf8mb4_0900_bin") return true;
  return type.startsWith("char(") && collation.endsWith("_bin");
}
