/** Tokens of a response, [MS-TDS] 2.2.7. Column values are nvarchar(max), or int for numbers. */

export interface AnsweredError {
  readonly number: number;
  readonly message: string;
  readonly state?: number;
  /** The severity: above 10 it is an error, above 19 the connection ends. */
  readonly class?: number;
}

export interface AnsweredSet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Of a column whose values are numbers, in all rows. */
function isNumeric({ rows }: AnsweredSet, at: number): boolean {
  return rows.length > 0 && rows.every((row) => typeof row[at] === "number" || row[at] === null);
}

export function rowSet(set: AnsweredSet): Buffer {
  const metadata = set.columns.map((name, at) =>
    Buffer.concat([Buffer.alloc(4), u16(NULLABLE), isNumeric(set, at) ? INT : NVARCHAR_MAX, byteText(name)]),
  );
  const rows = set.rows.map((row) =>
    Buffer.concat([u8(0xd1), ...row.map((value, at) => cell(value, isNumeric(set, at)))]),
  );
  return Buffer.concat([u8(0x81), u16(set.columns.length), ...metadata, ...rows, doneInProcedure(set.rows.length)]);
}

const NULLABLE = 1;
const INT = Buffer.from([0x26, 4]);
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const NVARCHAR_MAX = Buffer.concat([Buffer.from([0xe7, 0xff, 0xff]), COLLATION]);

function cell(value: string | number | null, numeric: boolean): Buffer {
  if (numeric) return value === null ? u8(0) : Buffer.concat([u8(4), i32(Number(value))]);
  if (value === null) return Buffer.alloc(8, 0xff);
  const bytes = Buffer.from(String(value), "utf16le");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  const chunk = bytes.length === 0 ? [] : [u32(bytes.length), bytes];
  return Buffer.concat([length, ...chunk, u32(0)]);
}

export function errorToken({ number, message, state = 1, class: severity = 16 }: AnsweredError): Buffer {
  const content = Buffer.concat([
    i32(number),
    u8(state),
    u8(severity),
    shortText(message),
    byteText("double"),
    byteText(""),
    i32(1),
  ]);
  return Buffer.concat([u8(0xaa), u16(content.length), content]);
}

export function loginAcknowledged(): Buffer {
  const content = Buffer.concat([
    u8(1),
    Buffer.from([0x74, 0, 0, 4]),
    byteText("TDS double"),
    Buffer.from([16, 0, 0, 0]),
  ]);
  return Buffer.concat([u8(0xad), u16(content.length), content]);
}

const MORE = 1;
const FAILED = 2;
const COUNTED = 0x10;
const ATTENTION = 0x20;

export function done(kind: "done" | "failed" | "attention"): Buffer {
  const status = { done: 0, failed: FAILED, attention: ATTENTION }[kind];
  return Buffer.concat([u8(0xfd), u16(status), u16(0), Buffer.alloc(8)]);
}

function doneInProcedure(count: number): Buffer {
  const rows = Buffer.alloc(8);
  rows.writeBigUInt64LE(BigInt(count));
  return Buffer.concat([u8(0xff), u16(MORE | COUNTED), u16(0xc1), rows]);
}

function u8(value: number): Buffer {
  return Buffer.from([value]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function i32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function byteText(text: string): Buffer {
  return Buffer.concat([u8(text.length), Buffer.from(text, "utf16le")]);
}

function shortText(text: string): Buffer {
  return Buffer.concat([u16(text.length), Buffer.from(text, "utf16le")]);
}
