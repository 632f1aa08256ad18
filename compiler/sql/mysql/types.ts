import type { ColumnPlan, ColumnType } from "../../plan/ir.ts";

interface ServerType {
  /**
   * Of an input's column in JSON_TABLE. A text that does not fit such a type is changed with no more than a warning, so these are wide enough for
   * all that the encoders let through; what the table's own type refuses is refused when it is stored.
   */
  readonly input: string;
  /** The function of the runtime's `mysql` that encodes a list of values. */
  readonly encoder: string;
  /** How a cell is written so that it is compared by its bytes; `1.0` and `1.00` are one number, and a collation may ignore case. */
  readonly exactly: "BINARY" | "PLAIN";
}

/** Without its character set it would have that of the database, and what that lacks would become question marks. */
const TEXT = "LONGTEXT CHARACTER SET utf8mb4";

const ASCII = "LONGTEXT CHARACTER SET ascii";

const TYPES: Readonly<Record<ColumnType["kind"], ServerType>> = {
  smallint: { input: "BIGINT", encoder: "smallint", exactly: "PLAIN" },
  int: { input: "BIGINT", encoder: "int", exactly: "PLAIN" },
  bigint: { input: "BIGINT", encoder: "bigint", exactly: "PLAIN" },
  numeric: { input: "DECIMAL", encoder: "numeric", exactly: "PLAIN" },
  real: { input: "FLOAT", encoder: "real", exactly: "PLAIN" },
  double: { input: "DOUBLE", encoder: "double", exactly: "PLAIN" },
  boolean: { input: "TINYINT", encoder: "boolean", exactly: "PLAIN" },
  text: { input: TEXT, encoder: "text", exactly: "BINARY" },
  varchar: { input: TEXT, encoder: "text", exactly: "BINARY" },
  char: { input: TEXT, encoder: "char", exactly: "BINARY" },
  uuid: { input: ASCII, encoder: "text", exactly: "PLAIN" },
  bytes: { input: ASCII, encoder: "bytes", exactly: "PLAIN" },
  date: { input: "DATE", encoder: "date", exactly: "PLAIN" },
  time: { input: "TIME(6)", encoder: "time", exactly: "PLAIN" },
  timestamp: { input: "DATETIME(6)", encoder: "timestamp", exactly: "PLAIN" },
  timestamptz: { input: "DATETIME(6)", encoder: "timestamptz", exactly: "PLAIN" },
  json: { input: TEXT, encoder: "json", exactly: "BINARY" },
  native: { input: TEXT, encoder: "text", exactly: "BINARY" },
};

/** Of an input's column. */
export function inputType({ type }: ColumnPlan): string {
  return type.kind === "numeric"
    ? `DECIMAL(${type.precision ?? MOST_DIGITS},${type.scale ?? 0})`
    : TYPES[type.kind].input;
}

const MOST_DIGITS = 65;

export function encoderName(column: ColumnPlan): string {
  return TYPES[column.type.kind].encoder;
}

/**
 * An input's cell as a value for the column: bytes come in base 64. (UNHEX of a LONGTEXT has the length 0 in MariaDB 10.11, and what passes through a
 * temporary table is cut to it.)
 */
export function valueOf(cell: string, { type }: ColumnPlan): string {
  return type.kind === "bytes" ? `FROM_BASE64(${cell})` : cell;
}

/** A cell of this column for a comparison by bytes. */
export function exactly(cell: string, { type }: ColumnPlan): string {
  return TYPES[type.kind].exactly === "BINARY" ? `CAST(${cell} AS BINARY)` : cell;
}

/** A stored cell, or an input's, as bytes or as a text that is the same for the same value, whatever the width of the column is. */
export function identityText(cell: string, { type }: ColumnPlan): string {
  switch (type.kind) {
    case "bytes":
      return cell;
    case "numeric":
      return `CAST(CAST(${cell} AS DECIMAL(${type.precision ?? MOST_DIGITS},${type.scale ?? 0})) AS CHAR)`;
    case "real":
    case "double":
      return `CAST(CAST(${cell} AS DOUBLE) AS CHAR)`;
    default:
      return `CAST(${cell} AS CHAR)`;
  }
}

/** A parameter in text as a value of the column. */
export function textParameter({ type }: ColumnPlan): string {
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
    case "boolean":
      return "CAST(? AS SIGNED)";
    case "numeric":
      return `CAST(? AS DECIMAL(${type.precision ?? MOST_DIGITS},${type.scale ?? 0}))`;
    case "real":
    case "double":
      return "CAST(? AS DOUBLE)";
    case "date":
      return "CAST(? AS DATE)";
    case "time":
      return "CAST(? AS TIME(6))";
    case "timestamp":
    case "timestamptz":
      return "CAST(? AS DATETIME(6))";
    case "bytes":
      return "UNHEX(?)";
    case "uuid":
      return "CONVERT(? USING ascii)";
    default:
      return "?";
  }
}

/** An owner column as text, spelled as the capture that it holds; bytes in hexadecimal digits. */
export function ownerText(cell: string, { type }: ColumnPlan): string {
  const text = `CAST(${cell} AS CHAR)`;
  switch (type.kind) {
    case "numeric":
      return `IF(LOCATE('.', ${text}) = 0, ${text}, TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${text})))`;
    case "bytes":
      return `LOWER(HEX(${cell}))`;
    default:
      return text;
  }
}
