import type { ColumnPlan, ColumnType } from "../../plan/ir.ts";
import { nativeCast, nativeText } from "./native-types.ts";

/** By which only equal code units are equal. */
export const EXACT_COLLATION = "Latin1_General_100_BIN2";

/** `key` and owner columns: they are in an index, whose entries are far shorter, and compared with columns of a bounded length. */
export type Use = "compared" | "carried";

interface ServerType {
  /** Of an input. A text is never converted to a length, by which it would be cut off silently; storing refuses. */
  readonly input: string;
  /** The style of the conversion from text, where there is one. */
  readonly style?: number;
  /** The function of the runtime's `sqlserver` that encodes a list of values. */
  readonly encoder: string;
}

const TYPES: Readonly<Record<Exclude<ColumnType["kind"], "numeric" | "native">, ServerType>> = {
  smallint: { input: "smallint", encoder: "smallint" },
  int: { input: "int", encoder: "int" },
  bigint: { input: "bigint", encoder: "bigint" },
  real: { input: "real", encoder: "real" },
  double: { input: "float", encoder: "double" },
  boolean: { input: "bit", encoder: "boolean" },
  text: { input: "nvarchar", encoder: "text" },
  varchar: { input: "nvarchar", encoder: "text" },
  char: { input: "nvarchar", encoder: "text" },
  uuid: { input: "uniqueidentifier", encoder: "text" },
  bytes: { input: "varbinary", style: 2, encoder: "bytes" },
  date: { input: "date", style: 23, encoder: "date" },
  time: { input: "time(6)", encoder: "time" },
  timestamp: { input: "datetime2(6)", style: 126, encoder: "timestamp" },
  timestamptz: { input: "datetimeoffset(6)", style: 127, encoder: "timestamptz" },
  json: { input: "nvarchar", encoder: "json" },
};

function serverType({ type }: ColumnPlan): ServerType {
  if (type.kind === "native") return { input: "nvarchar", encoder: "text" };
  if (type.kind === "numeric") return { input: decimalType(type), encoder: "numeric" };
  return TYPES[type.kind];
}

function decimalType({ precision, scale = 0 }: Extract<ColumnType, { readonly kind: "numeric" }>): string {
  if (precision === undefined) throw new Error("the plan holds a numeric without a precision");
  return `decimal(${precision},${scale})`;
}

/** The type of a table variable's column that holds inputs. */
export function inputType(column: ColumnPlan, use: Use): string {
  const { input } = serverType(column);
  if (input === "nvarchar") return `nvarchar(${use === "compared" ? "4000" : "max"}) COLLATE ${EXACT_COLLATION}`;
  if (input === "varbinary") return use === "compared" ? "varbinary(8000)" : "varbinary(max)";
  return input;
}

/** An input from the text that a document holds. */
export function fromText(cell: string, column: ColumnPlan): string {
  const { input, style } = serverType(column);
  if (input === "nvarchar") return cell;
  const type = input === "varbinary" ? "varbinary(max)" : input;
  return `CONVERT(${type}, ${cell}${style === undefined ? "" : `, ${style}`})`;
}

/** A value in the column's place. */
export function inPlace(cell: string, column: ColumnPlan): string {
  return column.type.kind === "native" ? nativeCast(column.type.name, cell) : cell;
}

/** What is written in place of rows' owner and key texts refuses those that SQL Server would take for another's. */
export function encoderName(column: ColumnPlan, use: Use): string {
  const { encoder } = serverType(column);
  if (use === "carried" || !isPadded(column)) return encoder;
  return encoder === "bytes" ? "keyBytes" : "keyText";
}

/** Whether `=` ignores blanks, or zero bytes, at the end. In a `char` blanks at the end mean nothing anyway. */
export function isPadded({ type }: ColumnPlan): boolean {
  return type.kind === "text" || type.kind === "varchar" || type.kind === "bytes" || type.kind === "json";
}

/** What of a stored or an input cell has to be equal so that its bytes are. */
export function exactly(cell: string, column: ColumnPlan): readonly string[] {
  switch (column.type.kind) {
    case "text":
    case "varchar":
    case "json":
      return [`${cell} COLLATE ${EXACT_COLLATION}`, `DATALENGTH(${cell})`];
    case "char":
      return [`${cell} COLLATE ${EXACT_COLLATION}`];
    case "bytes":
      return [cell, `DATALENGTH(${cell})`];
    case "real":
    case "double":
      // 0 and -0 are equal as numbers.
      return [`CONVERT(binary(8), CONVERT(float, ${cell}))`];
    case "native": {
      const text = nativeText(column.type.name, cell);
      return [`${text} COLLATE ${EXACT_COLLATION}`, `DATALENGTH(${text})`];
    }
    default:
      return [cell];
  }
}

/** An owner column as text, spelled as the capture that it holds; bytes in hexadecimal digits. */
export function ownerText(cell: string, column: ColumnPlan): string {
  const { type } = column;
  switch (type.kind) {
    case "text":
    case "varchar":
    case "char":
    case "json":
      return cell;
    case "native":
      return nativeText(type.name, cell);
    case "boolean":
      return `CASE ${cell} WHEN 1 THEN N'true' WHEN 0 THEN N'false' END`;
    case "uuid":
      return `LOWER(CONVERT(nvarchar(36), ${cell}))`;
    case "bytes":
      return `LOWER(CONVERT(nvarchar(max), ${cell}, 2))`;
    case "date":
      return `CONVERT(nvarchar(10), ${cell}, 23)`;
    case "numeric":
      return withoutZeros(`CONVERT(nvarchar(40), ${cell})`, "whole");
    case "time":
      return withoutZeros(`CONVERT(nvarchar(16), ${cell})`, "fraction");
    case "timestamp":
      return withoutZeros(`CONVERT(nvarchar(27), CONVERT(datetime2(6), ${cell}), 121)`, "fraction");
    case "timestamptz": {
      const utc = `CONVERT(datetime2(6), SWITCHOFFSET(${cell}, 0))`;
      return `${withoutZeros(`CONVERT(nvarchar(27), ${utc}, 121)`, "fraction")} + N'+00'`;
    }
    default:
      return `CONVERT(nvarchar(40), ${cell})`;
  }
}

/** Without zeros at the end of what stands behind a point, and without a point that is left at the end. RTRIM takes blanks alone before SQL Server 2022. */
function withoutZeros(text: string, kind: "whole" | "fraction"): string {
  const isFraction = kind === "fraction" ? "" : ` WHEN CHARINDEX(N'.', ${text}) = 0 THEN ${text}`;
  const shown = kind === "fraction" ? `REPLACE(${text}, N' ', N'_')` : text;
  const trimmed = `REPLACE(RTRIM(REPLACE(${shown}, N'0', N' ')), N' ', N'0')`;
  const whole = `REPLACE(RTRIM(REPLACE(${trimmed}, N'.', N' ')), N' ', N'.')`;
  const value = kind === "fraction" ? `REPLACE(${whole}, N'_', N' ')` : whole;
  return isFraction === "" ? value : `CASE${isFraction} ELSE ${value} END`;
}
