/** What a client asks, [MS-TDS] 2.2.6: batches, and calls of sp_executesql with parameters of the types that the sink sends. */

export interface AskedRequest {
  readonly kind: "batch" | "procedure";
  readonly text: string;
  /** As sp_executesql declares them: `@epoch bigint, …`. */
  readonly declared: string;
  readonly parameters: Readonly<Record<string, AskedValue>>;
}

export type AskedValue = string | number | bigint | null;

export function batchRequest(body: Buffer): AskedRequest {
  return { kind: "batch", text: body.subarray(headersLength(body)).toString("utf16le"), declared: "", parameters: {} };
}

const EXECUTE_SQL = 10;

/** The first two parameters are the statement and the declarations. */
export function procedureRequest(body: Buffer): AskedRequest {
  const cursor = cursorOver(body, headersLength(body));
  if (cursor.u16() !== 0xffff || cursor.u16() !== EXECUTE_SQL) throw new Error("the double knows sp_executesql only");
  cursor.u16();
  const values: (readonly [string, AskedValue])[] = [];
  while (!cursor.isAtEnd()) values.push(readParameter(cursor));
  const [statement, declared, ...others] = values;
  return {
    kind: "procedure",
    text: String(statement?.[1] ?? ""),
    declared: String(declared?.[1] ?? ""),
    parameters: Object.fromEntries(others.map(([name, value]) => [name.replace(/^@/, ""), value])),
  };
}

export interface AskedLogin {
  readonly user: string;
  readonly password: string;
  readonly application: string;
  readonly database: string;
}

/** Offsets and lengths of texts lie behind the fixed part. */
export function readLogin(body: Buffer): AskedLogin {
  const textAt = (index: number): Buffer => {
    const [offset, length] = [body.readUInt16LE(36 + 4 * index), body.readUInt16LE(38 + 4 * index)];
    return body.subarray(offset, offset + 2 * length);
  };
  const text = (index: number): string => textAt(index).toString("utf16le");
  return { user: text(1), password: revealed(textAt(2)), application: text(3), database: text(8) };
}

/** Halves of each byte are swapped, then bits turned. */
function revealed(hidden: Buffer): string {
  const bytes = hidden.map((byte) => {
    const turned = byte ^ 0xa5;
    return ((turned << 4) | (turned >> 4)) & 0xff;
  });
  return Buffer.from(bytes).toString("utf16le");
}

/** ALL_HEADERS begin with their whole length. */
function headersLength(body: Buffer): number {
  return body.readUInt32LE(0);
}

type Cursor = ReturnType<typeof cursorOver>;

function cursorOver(body: Buffer, start: number) {
  let at = start;
  const take = (length: number): Buffer => {
    at += length;
    return body.subarray(at - length, at);
  };
  return {
    take,
    u8: () => take(1).readUInt8(),
    u16: () => take(2).readUInt16LE(),
    u32: () => take(4).readUInt32LE(),
    u64: () => take(8).readBigUInt64LE(),
    isAtEnd: () => at >= body.length,
  };
}

const INTN = 0x26;
const NVARCHAR = 0xe7;

function readParameter(cursor: Cursor): readonly [string, AskedValue] {
  const name = cursor.take(2 * cursor.u8()).toString("utf16le");
  cursor.u8();
  const type = cursor.u8();
  if (type === INTN) {
    cursor.u8();
    return [name, readInteger(cursor)];
  }
  if (type !== NVARCHAR) throw new Error(`the double knows no type ${type}`);
  const most = cursor.u16();
  cursor.take(5);
  return [name, most === 0xffff ? readChunks(cursor) : readShort(cursor)];
}

function readInteger(cursor: Cursor): AskedValue {
  const length = cursor.u8();
  if (length === 0) return null;
  const bytes = cursor.take(length);
  return length === 8 ? bytes.readBigInt64LE() : bytes.readInt32LE();
}

const NO_VALUE = 0xffff_ffff_ffff_ffffn;

function readChunks(cursor: Cursor): string | null {
  if (cursor.u64() === NO_VALUE) return null;
  const chunks: Buffer[] = [];
  for (let length = cursor.u32(); length > 0; length = cursor.u32()) chunks.push(cursor.take(length));
  return Buffer.concat(chunks).toString("utf16le");
}

function readShort(cursor: Cursor): string | null {
  const length = cursor.u16();
  return length === 0xffff ? null : cursor.take(length).toString("utf16le");
}
