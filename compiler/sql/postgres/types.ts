import type { ColumnPlan, ColumnType } from "../../plan/ir.ts";
import { nativeCast } from "./native-types.ts";

interface ServerType {
  /** Of a parameter: never with a length or precision, by which a cast would cut off or round silently. */
  readonly name: string;
  /** The function of the runtime's `postgres` that encodes a list of values. */
  readonly encoder: string;
  /** How a cell is written so that `=` compares its bytes; `1.0` and `1.00` are one number, and a collation may ignore case. */
  readonly exactly: "COLLATE" | "TEXT" | "PLAIN";
}

const TYPES: Readonly<Record<ColumnType["kind"], ServerType>> = {
  smallint: { name: "int2", encoder: "smallint", exactly: "PLAIN" },
  int: { name: "int4", encoder: "int", exactly: "PLAIN" },
  bigint: { name: "int8", encoder: "bigint", exactly: "PLAIN" },
  numeric: { name: "numeric", encoder: "numeric", exactly: "TEXT" },
  real: { name: "float4", encoder: "real", exactly: "TEXT" },
  double: { name: "float8", encoder: "double", exactly: "TEXT" },
  boolean: { name: "bool", encoder: "boolean", exactly: "PLAIN" },
  text: { name: "text", encoder: "text", exactly: "COLLATE" },
  varchar: { name: "text", encoder: "text", exactly: "COLLATE" },
  char: { name: "text", encoder: "text", exactly: "COLLATE" },
  uuid: { name: "uuid", encoder: "text", exactly: "PLAIN" },
  bytes: { name: "bytea", encoder: "bytes", exactly: "PLAIN" },
  date: { name: "date", encoder: "date", exactly: "PLAIN" },
  time: { name: "time", encoder: "time", exactly: "PLAIN" },
  timestamp: { name: "timestamp", encoder: "timestamp", exactly: "PLAIN" },
  timestamptz: { name: "timestamptz", encoder: "timestamptz", exactly: "PLAIN" },
  // Also for a jsonb column: storing converts it.
  json: { name: "json", encoder: "json", exactly: "TEXT" },
  // An array of arrays would be taken apart, so each cell is cast by itself.
  native: { name: "text", encoder: "text", exactly: "TEXT" },
};

/** Of a parameter's elements. */
export function parameterType(column: ColumnPlan): string {
  return TYPES[column.type.kind].name;
}

/** Of a value in the column's place. */
export function typeName(column: ColumnPlan): string {
  return column.type.kind === "native" ? nativeCast(column.type.name) : TYPES[column.type.kind].name;
}

export function encoderName(column: ColumnPlan): string {
  return TYPES[column.type.kind].encoder;
}

/** A cell of this column for a comparison by bytes. */
export function exactly(cell: string, column: ColumnPlan): string {
  switch (TYPES[column.type.kind].exactly) {
    case "COLLATE":
      return `${cell} COLLATE "C"`;
    case "TEXT":
      return `${cell}::text`;
    case "PLAIN":
      return cell;
  }
}

/** An owner column as text, spelled as the capture that it holds; bytes in hexadecimal digits. */
export function ownerText(cell: string, column: ColumnPlan): string {
  switch (column.type.kind) {
    case "numeric":
      return `trim_scale(${cell})::text`;
    case "bytes":
      return `encode(${cell}, 'hex')`;
    default:
      return `${cell}::text`;
  }
}
