import type { Raw } from "../../values/raw.ts";

export type OwnedKind = "k" | "h" | "j" | "s" | "z";

/** In latin1 strings. */
export interface OwnedUnit {
  readonly kind: OwnedKind;
  readonly key: string;
  /** Empty for a whole key. */
  readonly member: string;
}

/**
 * What one source key can own: a whole key (`k`), or a field of a hash (`h`), a root member of a document (`j`), a member of a set (`s`)
 * or of a sorted set (`z`). Its id is that letter, the length of the key in bytes, a colon, the key and the member.
 */
export function unitId(kind: OwnedKind, key: string, member: Raw = ""): Raw {
  const head = `${kind}${Buffer.byteLength(key)}:${key}`;
  return typeof member === "string" ? head + member : Buffer.concat([Buffer.from(head), member]);
}

/** What an id (bytes) stands for. */
export function unitOfId(id: string): OwnedUnit {
  const [head = "", letter = "", length = ""] = /^([khjsz])(\d+):/.exec(id) ?? [];
  const kind = KINDS.find((one) => one === letter);
  if (kind === undefined) throw new Error("a unit of no kind is recorded");
  const end = head.length + Number(length);
  return { kind, key: id.slice(head.length, end), member: id.slice(end) };
}

const KINDS: readonly OwnedKind[] = ["k", "h", "j", "s", "z"];
