import type { TableColumn } from "../../destination.ts";
import * as arrays from "./arrays.ts";

/** How a column's values are sent and compared, by the .rdi type's name. The compiler has the same for the statements that it writes. */
interface ParameterType {
  /** Never with a length or precision, by which a cast would cut off or round silently. */
  readonly name: string;
  /** Generated code gives a row's property the type that this takes. */
  encode(values: readonly unknown[]): string;
  /** How bytes are compared: `1.0` and `1.00` are one number, and a collation may ignore case. */
  readonly exactly: "COLLATE" | "TEXT" | "PLAIN";
}

const TYPES: Readonly<Record<string, ParameterType>> = {
  smallint: { name: "int2", encode: arrays.smallint, exactly: "PLAIN" },
  int: { name: "int4", encode: arrays.int, exactly: "PLAIN" },
  bigint: { name: "int8", encode: arrays.bigint, exactly: "PLAIN" },
  numeric: { name: "numeric", encode: arrays.numeric, exactly: "TEXT" },
  real: { name: "float4", encode: arrays.real, exactly: "TEXT" },
  double: { name: "float8", encode: arrays.double, exactly: "TEXT" },
  boolean: { name: "bool", encode: arrays.boolean, exactly: "PLAIN" },
  text: { name: "text", encode: arrays.text, exactly: "COLLATE" },
  varchar: { name: "text", encode: arrays.text, exactly: "COLLATE" },
  char: { name: "text", encode: arrays.text, exactly: "COLLATE" },
  uuid: { name: "uuid", encode: arrays.text, exactly: "PLAIN" },
  bytes: { name: "bytea", encode: arrays.bytes, exactly: "PLAIN" },
  date: { name: "date", encode: arrays.date, exactly: "PLAIN" },
  time: { name: "time", encode: arrays.time, exactly: "PLAIN" },
  timestamp: { name: "timestamp", encode: arrays.timestamp, exactly: "PLAIN" },
  timestamptz: { name: "timestamptz", encode: arrays.timestamptz, exactly: "PLAIN" },
  json: { name: "json", encode: arrays.json, exactly: "TEXT" },
  native: { name: "text", encode: arrays.text, exactly: "TEXT" },
};

/** The type of a parameter's elements. */
export function parameterOf(type: string): string {
  return typeOf(type).name;
}

/** A cell of a column of this type for a comparison by bytes. */
export function exactly(cell: string, type: string): string {
  switch (typeOf(type).exactly) {
    case "COLLATE":
      return `${cell} COLLATE "C"`;
    case "TEXT":
      return `${cell}::text`;
    case "PLAIN":
      return cell;
  }
}

/** One array parameter a column. */
export function arraysOf(columns: readonly TableColumn[], rows: readonly object[]): readonly string[] {
  return columns.map(({ name, type }) => typeOf(type).encode(rows.map((row): unknown => Reflect.get(row, name))));
}

function typeOf(type: string): ParameterType {
  const [name = ""] = /^\w+/.exec(type) ?? [];
  const found = TYPES[name];
  if (found === undefined) throw new Error(`there is no type ${type}`);
  return found;
}
