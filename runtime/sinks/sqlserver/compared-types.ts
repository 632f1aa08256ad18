import type { TableColumn } from "../../destination.ts";
import * as encoders from "./cells.ts";
import { EXACT_COLLATION } from "./catalog-queries.ts";
import { nativeName } from "./column-types.ts";

/** How a column's values are taken, compared and shown, by the .rdi type's name. The compiler has the same for the statements that it writes. */
interface ComparedType {
  /** Of a table variable's column. */
  readonly input: string;
  readonly style?: number;
  /** Generated code gives a row's property the type that this takes. */
  encode(values: readonly unknown[]): encoders.Cells;
  readonly exactly: "PLAIN" | "TEXT" | "PADDED TEXT" | "BYTES" | "FLOAT";
}

const NTEXT = `nvarchar(max) COLLATE ${EXACT_COLLATION}`;

const TYPES: Readonly<Record<string, ComparedType>> = {
  smallint: { input: "smallint", encode: encoders.smallint, exactly: "PLAIN" },
  int: { input: "int", encode: encoders.int, exactly: "PLAIN" },
  bigint: { input: "bigint", encode: encoders.bigint, exactly: "PLAIN" },
  numeric: { input: "decimal", encode: encoders.numeric, exactly: "PLAIN" },
  real: { input: "real", encode: encoders.real, exactly: "FLOAT" },
  double: { input: "float", encode: encoders.double, exactly: "FLOAT" },
  boolean: { input: "bit", encode: encoders.boolean, exactly: "PLAIN" },
  text: { input: NTEXT, encode: encoders.text, exactly: "TEXT" },
  varchar: { input: NTEXT, encode: encoders.text, exactly: "TEXT" },
  char: { input: NTEXT, encode: encoders.text, exactly: "PADDED TEXT" },
  uuid: { input: "uniqueidentifier", encode: encoders.text, exactly: "PLAIN" },
  bytes: { input: "varbinary(max)", style: 2, encode: encoders.bytes, exactly: "BYTES" },
  date: { input: "date", style: 23, encode: encoders.date, exactly: "PLAIN" },
  time: { input: "time(6)", encode: encoders.time, exactly: "PLAIN" },
  timestamp: { input: "datetime2(6)", style: 126, encode: encoders.timestamp, exactly: "PLAIN" },
  timestamptz: { input: "datetimeoffset(6)", style: 127, encode: encoders.timestamptz, exactly: "PLAIN" },
  json: { input: NTEXT, encode: encoders.json, exactly: "TEXT" },
  native: { input: NTEXT, encode: encoders.text, exactly: "TEXT" },
};

/** Of a table variable's column that holds inputs. */
export function inputType({ type }: TableColumn): string {
  const { input } = typeOf(type);
  return input === "decimal" ? type.replace(/^numeric/, "decimal") : input;
}

/** An input from the text that a document holds. */
export function fromText(cell: string, column: TableColumn): string {
  const { style } = typeOf(column.type);
  const input = inputType(column);
  if (input === NTEXT) return cell;
  return `CONVERT(${input}, ${cell}${style === undefined ? "" : `, ${style}`})`;
}

/** An input as a value of the column's type. */
export function inPlace(cell: string, { type }: TableColumn): string {
  const native = nativeName(type);
  return native === undefined ? cell : `CONVERT(${native}, ${cell})`;
}

/** What of a stored or an input cell has to be equal so that its bytes are. */
export function exactly(cell: string, column: TableColumn): readonly string[] {
  switch (typeOf(column.type).exactly) {
    case "PLAIN":
      return [cell];
    case "PADDED TEXT":
      return [`${cell} COLLATE ${EXACT_COLLATION}`];
    case "BYTES":
      return [cell, `DATALENGTH(${cell})`];
    case "FLOAT":
      return [`CONVERT(binary(8), CONVERT(float, ${cell}))`];
    case "TEXT": {
      const text = shown(cell, column);
      return [`${text} COLLATE ${EXACT_COLLATION}`, `DATALENGTH(${text})`];
    }
  }
}

/** A cell for people, with all its digits. */
export function shown(cell: string, { type }: TableColumn): string {
  const native = nativeName(type);
  if (native !== undefined) return `CONVERT(nvarchar(max), ${cell}${nativeStyle(native)})`;
  switch (nameOf(type)) {
    case "text":
    case "varchar":
    case "char":
    case "json":
      return cell;
    case "real":
    case "double":
      return `CONVERT(nvarchar(40), CONVERT(float, ${cell}), 3)`;
    case "bytes":
      return `LOWER(CONVERT(nvarchar(max), ${cell}, 2))`;
    case "uuid":
      return `LOWER(CONVERT(nvarchar(36), ${cell}))`;
    case "timestamp":
    case "timestamptz":
      return `CONVERT(nvarchar(40), ${cell}, 121)`;
    default:
      return `CONVERT(nvarchar(41), ${cell})`;
  }
}

function nativeStyle(native: string): string {
  if (/money/i.test(native)) return ", 2";
  return /date|time/i.test(native) ? ", 121" : "";
}

export function encoded(columns: readonly TableColumn[], rows: readonly object[]): readonly encoders.Cells[] {
  return columns.map(({ name, type }) => typeOf(type).encode(rows.map((row): unknown => Reflect.get(row, name))));
}

/** Whether `=` ignores what a value ends with. */
export function isPadded({ type }: TableColumn): boolean {
  return ["text", "varchar", "json", "bytes"].includes(nameOf(type));
}

function nameOf(type: string): string {
  return /^\w+/.exec(type)?.[0] ?? "";
}

function typeOf(type: string): ComparedType {
  const found = TYPES[nameOf(type)];
  if (found === undefined) throw new Error(`there is no type ${type}`);
  return found;
}
