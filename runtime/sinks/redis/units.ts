import type { Raw } from "../../values/raw.ts";

/**
 * What one source key can own: a whole key (`k`), or a field of a hash (`h`), a root member of a document (`j`), a member of a set (`s`)
 * or of a sorted set (`z`). Its id is that letter, the length of the key in bytes, a colon, the key and the member.
 */
export function unitId(kind: "k" | "h" | "j" | "s" | "z", key: string, member: Raw = ""): Raw {
  const head = `${kind}${Buffer.byteLength(key)}:${key}`;
  return typeof member === "string" ? head + member : Buffer.concat([Buffer.from(head), member]);
}
