/**
 * A stream entry is a micro-batch of changed keys: field `k` holds the keys, each as a 32-bit big-endian byte length and its bytes;
 * field `o` the offset of the source's replication stream up to which it was captured; field `s`, when present, the sweep
 * that named the keys. Field `c`, when present, tells of each key how many bytes before that offset the last command begins that changed it, as 32-bit
 * big-endian numbers; with it comes field `h`, the replid of the history that the offset is counted in. Field `m`, when present, says of which keys only some members changed: for each key, in their order, their number and the
 * members, packed like keys; 0 where the whole key is to be looked at.
 */
export interface StreamEntry {
  /** The entry's stream id; its first part is the server's clock in ms. */
  readonly id: string;
  /** Each key's bytes as a latin1 string. */
  readonly keys: readonly string[];
  /** Undefined for entries that no capture wrote. */
  readonly offset: bigint | undefined;
  /** The replid that the offset belongs to, where this is told. */
  readonly history: string | undefined;
  /** For each key, where in the source's stream the last command begins that changed it, as far as this is told. */
  readonly starts: readonly number[] | undefined;
  readonly sweep: string | undefined;
  /** Keys of whose value only these members changed. */
  readonly members: Members;
  /** Of the packed keys, their ages, members and the history. */
  readonly bytes: number;
}

export function packKeys(keys: readonly string[]): Buffer {
  const packed = Buffer.allocUnsafe(keys.reduce((size, key) => size + 4 + key.length, 0));
  let at = 0;
  for (const key of keys) {
    at = packed.writeUInt32BE(key.length, at);
    at += packed.write(key, at, "latin1");
  }
  return packed;
}

/** By key, as latin1 strings. A key that is not in it is to be looked at as a whole. */
export type Members = ReadonlyMap<string, readonly string[]>;

const NO_MEMBERS: Members = new Map();

/** Empty where there are none of these keys. */
export function packMembers(keys: readonly string[], members: Members): Buffer {
  if (members.size === 0 || !keys.some((key) => members.has(key))) return Buffer.alloc(0);
  return Buffer.concat(
    keys.flatMap((key) => {
      const own = members.get(key) ?? [];
      const count = Buffer.alloc(4);
      count.writeUInt32BE(own.length);
      return [count, packKeys(own)];
    }),
  );
}

/** Where the bytes are not what they should be, the keys are whole: that is never wrong. */
function unpackMembers(packed: Buffer | undefined, keys: readonly string[]): Members {
  if (packed === undefined) return NO_MEMBERS;
  const members = new Map<string, readonly string[]>();
  let at = 0;
  for (const key of keys) {
    if (at + 4 > packed.length) return NO_MEMBERS;
    const own: string[] = [];
    const count = packed.readUInt32BE(at);
    at += 4;
    while (own.length < count) {
      if (at + 4 > packed.length) return NO_MEMBERS;
      const end = at + 4 + packed.readUInt32BE(at);
      if (end > packed.length) return NO_MEMBERS;
      own.push(packed.toString("latin1", at + 4, end));
      at = end;
    }
    if (count > 0) members.set(key, own);
  }
  return at === packed.length ? members : NO_MEMBERS;
}

/** Undefined when the bytes are not whole keys: the entry is malformed. */
export function unpackKeys(packed: Buffer): readonly string[] | undefined {
  const keys: string[] = [];
  let at = 0;
  while (at < packed.length) {
    if (at + 4 > packed.length) return undefined;
    const end = at + 4 + packed.readUInt32BE(at);
    if (end > packed.length) return undefined;
    keys.push(packed.toString("latin1", at + 4, end));
    at = end;
  }
  return keys;
}

const OLDEST = 0xffffffff;

/** How many bytes before the entry's offset the last command begins that changed each key. An age that is cut off counts as a younger one. */
export function packAges(ages: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(4 * ages.length);
  ages.forEach((age, at) => packed.writeUInt32BE(Math.max(0, Math.min(age, OLDEST)), 4 * at));
  return packed;
}

function startsOf(ages: Buffer, offset: number): readonly number[] {
  return Array.from({ length: ages.length >> 2 }, (_, at) => offset - ages.readUInt32BE(4 * at));
}

/** Reads one entry of an XRANGE reply; undefined when it is malformed. */
export function decodeEntry(id: Buffer, fields: readonly Buffer[]): StreamEntry | undefined {
  const values = new Map<string, Buffer>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const name = fields[at];
    const value = fields[at + 1];
    if (name !== undefined && value !== undefined) values.set(name.toString("latin1"), value);
  }
  const packed = values.get("k");
  const keys = packed && unpackKeys(packed);
  if (packed === undefined || keys === undefined) return undefined;
  const offset = values.get("o")?.toString("latin1");
  if (offset !== undefined && !/^\d{1,20}$/.test(offset)) return undefined;
  const [ages, members, history] = [values.get("c"), values.get("m"), values.get("h")];
  return {
    id: id.toString("latin1"),
    keys,
    offset: offset === undefined ? undefined : BigInt(offset),
    history: history?.toString("latin1"),
    starts: offset === undefined || ages === undefined ? undefined : startsOf(ages, Number(offset)),
    sweep: values.get("s")?.toString("latin1"),
    members: unpackMembers(members, keys),
    bytes: [packed, ages, members, history].reduce((sum, field) => sum + (field?.length ?? 0), 0),
  };
}
