import type { Raw } from "../values/raw.ts";

/** What a read script replied; see `ReadScript`. */
export interface PackedReply {
  /** Where the node stood when it was read. */
  readonly replid: string;
  readonly offset: bigint;
  /** For each key that was read. */
  readonly values: readonly ReadValue[];
}

/** A key's parts; null when it is absent or of another kind; a number when it was too large to be moved: its size in bytes. */
export type ReadValue = readonly (Raw | null)[] | number | null;

/**
 * Reads the part of MessagePack that the scripts write: strings (bytes), `false` for what is missing, and arrays of them. One string from
 * the server, taken apart here, costs a quarter of what the client spends on as many single replies.
 */
export function unpackReply(bytes: Buffer): PackedReply {
  const reader: Reader = { bytes, at: 0 };
  const replid = text(reader);
  const offset = BigInt(text(reader));
  const values: ReadValue[] = [];
  while (reader.at < bytes.length) values.push(key(reader));
  return { replid, offset, values };
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

const FALSE = 0xc2;
/** Up to this length bytes that are ASCII become text at once, which is cheaper than a view of them; beyond it they are likely to stay bytes. */
const SHORT = 64;

function key(reader: Reader): ReadValue {
  const head = reader.bytes[reader.at] ?? FALSE;
  if (isString(head)) return sizeOf(text(reader));
  reader.at++;
  if (head === FALSE) return null;
  const length = lengthOf(reader, head, { fixed: 0x90, mask: 0x0f, one: -1, two: 0xdc, four: 0xdd });
  const values: (Raw | null)[] = [];
  for (let n = 0; n < length; n++) values.push(value(reader));
  return values;
}

function value(reader: Reader): Raw | null {
  const head = byte(reader);
  if (head === FALSE) return null;
  const length = (head & 0xe0) === 0xa0 ? head & 0x1f : stringLength(reader, head);
  const start = reader.at;
  const end = start + length;
  if (end > reader.bytes.length) throw malformed();
  reader.at = end;
  return length <= SHORT && isAscii(reader.bytes, start, end)
    ? reader.bytes.toString("latin1", start, end)
    : reader.bytes.subarray(start, end);
}

function isString(head: number): boolean {
  return (head & 0xe0) === 0xa0 || (head >= 0xd9 && head <= 0xdb);
}

function sizeOf(digits: string): number {
  if (!/^\d+$/.test(digits)) throw malformed();
  return Number(digits);
}

function text(reader: Reader): string {
  return String(value(reader));
}

function stringLength(reader: Reader, head: number): number {
  return lengthOf(reader, head, { fixed: 0xa0, mask: 0x1f, one: 0xd9, two: 0xda, four: 0xdb });
}

interface Heads {
  readonly fixed: number;
  readonly mask: number;
  readonly one: number;
  readonly two: number;
  readonly four: number;
}

function lengthOf(reader: Reader, head: number, heads: Heads): number {
  if ((head & ~heads.mask) === heads.fixed) return head & heads.mask;
  const size = head === heads.one ? 1 : head === heads.two ? 2 : head === heads.four ? 4 : undefined;
  if (size === undefined || reader.at + size > reader.bytes.length) throw malformed();
  const length = reader.bytes.readUIntBE(reader.at, size);
  reader.at += size;
  return length;
}

function byte(reader: Reader): number {
  const found = reader.bytes[reader.at++];
  if (found === undefined) throw malformed();
  return found;
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}

function malformed(): Error {
  return new Error("The read script's reply is not what it should be.");
}
