import type { TableColumn } from "../../destination.ts";
import * as cells from "./cells.ts";

/** How a column's values are sent and compared, by the .rdi type's name. The compiler has the same for the statements that it writes. */
interface ParameterType {
  /** Of an input's column in JSON_TABLE. */
  readonly input: string;
  /** Generated code gives a row's property the type that this takes. */
  encode(values: readonly unknown[]): cells.Cells;
  /** How bytes are compared: a collation may ignore case. */
  readonly exactly: "BINARY" | "PLAIN";
}

/** Without its character set it would have that of the database, and what that lacks would become question marks. */
const TEXT = "LONGTEXT CHARACTER SET utf8mb4";

const ASCII = "LONGTEXT CHARACTER SET ascii";

const TYPES: Readonly<Record<string, ParameterType>> = {
  smallint: { input: "BIGINT", encode: cells.smallint, exactly: "PLAIN" },
  int: { input: "BIGINT", encode: cells.int, exactly: "PLAIN" },
  bigint: { input: "BIGINT", encode: cells.bigint, exactly: "PLAIN" },
  numeric: { input: "DECIMAL", encode: cells.numeric, exactly: "PLAIN" },
  real: { input: "FLOAT", encode: cells.real, exactly: "PLAIN" },
  double: { input: "DOUBLE", encode: cells.double, exactly: "PLAIN" },
  boolean: { input: "TINYINT", encode: cells.boolean, exactly: "PLAIN" },
  text: { input: TEXT, encode: cells.text, exactly: "BINARY" },
  varchar: { input: TEXT, encode: cells.text, exactly: "BINARY" },
  char: { input: TEXT, encode: cells.char, exactly: "BINARY" },
  uuid: { input: ASCII, encode: cells.text, exactly: "PLAIN" },
  bytes: { input: ASCII, encode: cells.bytes, exactly: "PLAIN" },
  date: { input: "DATE", encode: cells.date, exactly: "PLAIN" },
  time: { input: "TIME(6)", encode: cells.time, exactly: "PLAIN" },
  timestamp: { input: "DATETIME(6)", encode: cells.timestamp, exactly: "PLAIN" },
  timestamptz: { input: "DATETIME(6)", encode: cells.timestamptz, exactly: "PLAIN" },
  json: { input: TEXT, encode: cells.json, exactly: "BINARY" },
  native: { input: TEXT, encode: cells.text, exactly: "BINARY" },
};

/** The type of an input's column. */
export function inputType(type: string): string {
  const { input } = typeOf(type);
  return input === "DECIMAL" ? type.replace("numeric", "DECIMAL") : input;
}

/** An input's cell as a value for the column. */
export function valueOf(cell: string, type: string): string {
  return type === "bytes" ? `FROM_BASE64(${cell})` : cell;
}

/** A cell of a column of this type for a comparison by bytes. */
export function exactly(cell: string, type: string): string {
  return typeOf(type).exactly === "BINARY" ? `CAST(${cell} AS BINARY)` : cell;
}

/** A cell as bytes or as a text that is the same for the same value, whatever the width of the column is. */
export function identityText(cell: string, type: string): string {
  if (type === "bytes") return cell;
  if (type.startsWith("numeric")) return `CAST(CAST(${cell} AS ${inputType(type)}) AS CHAR)`;
  if (type === "real" || type === "double") return `CAST(CAST(${cell} AS DOUBLE) AS CHAR)`;
  return `CAST(${cell} AS CHAR)`;
}

/** One list a column. */
export function cellsOf(columns: readonly TableColumn[], rows: readonly object[]): readonly cells.Cells[] {
  return columns.map(({ name, type }) => typeOf(type).encode(rows.map((row): unknown => Reflect.get(row, name))));
}

function typeOf(type: string): ParameterType {
  const [name = ""] = /^\w+/.exec(type) ?? [];
  const found = TYPES[name];
  if (found === undefined) throw new Error(`there is no type ${type}`);
  return found;
}
