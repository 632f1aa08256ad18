import type { TableColumn } from "../../destination.ts";
import * as json from "./json-cells.ts";

/** How a column's values are sent and compared, by the .rdi type's name. The compiler has the same for the statements that it writes. */
interface ParameterType {
  /** Generated code gives a row's property the type that this takes. */
  encode(values: readonly unknown[]): json.Cells;
  /** Whether a collation may make different values equal. */
  readonly hasCase?: true;
}

const TYPES: Readonly<Record<string, ParameterType>> = {
  smallint: { encode: json.smallint },
  int: { encode: json.int },
  bigint: { encode: json.bigint },
  numeric: { encode: json.numeric },
  real: { encode: json.real },
  double: { encode: json.double },
  boolean: { encode: json.boolean },
  text: { encode: json.text, hasCase: true },
  varchar: { encode: json.text, hasCase: true },
  char: { encode: json.text, hasCase: true },
  uuid: { encode: json.text },
  bytes: { encode: json.bytes },
  date: { encode: json.date },
  time: { encode: json.time },
  timestamp: { encode: json.timestamp },
  timestamptz: { encode: json.timestamptz },
  json: { encode: json.json, hasCase: true },
};

/** A cell of a column of this type for a comparison by bytes. */
export function exactly(cell: string, type: string): string {
  return typeOf(type).hasCase === true ? `${cell} COLLATE BINARY` : cell;
}

/** One value of a row of a document. */
export function input(alias: string, type: string, at: number): string {
  const value = `${alias}.value ->> ${at}`;
  return type === "bytes" ? `unhex(${value})` : value;
}

/** One list of JSON texts a column. */
export function cellsOf(columns: readonly TableColumn[], rows: readonly object[]): readonly json.Cells[] {
  return columns.map(({ name, type }) => typeOf(type).encode(rows.map((row): unknown => Reflect.get(row, name))));
}

function typeOf(type: string): ParameterType {
  const [name = ""] = /^\w+/.exec(type) ?? [];
  const found = TYPES[name];
  if (found === undefined) throw new Error(`there is no type ${type}`);
  return found;
}
