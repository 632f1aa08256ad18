import type { ColumnPlan, ColumnType } from "../../plan/ir.ts";

interface StoredType {
  /** The function of the runtime's `sqlite` that makes JSON texts of a list of values. */
  readonly encoder: string;
  /** Whether a column may have a collation in which different values of this type are equal. */
  readonly hasCase: boolean;
}

const TYPES: Readonly<Record<Exclude<ColumnType["kind"], "native">, StoredType>> = {
  smallint: { encoder: "smallint", hasCase: false },
  int: { encoder: "int", hasCase: false },
  bigint: { encoder: "bigint", hasCase: false },
  numeric: { encoder: "numeric", hasCase: false },
  real: { encoder: "real", hasCase: false },
  double: { encoder: "double", hasCase: false },
  boolean: { encoder: "boolean", hasCase: false },
  text: { encoder: "text", hasCase: true },
  varchar: { encoder: "text", hasCase: true },
  char: { encoder: "text", hasCase: true },
  uuid: { encoder: "text", hasCase: false },
  bytes: { encoder: "bytes", hasCase: false },
  date: { encoder: "date", hasCase: false },
  time: { encoder: "time", hasCase: false },
  timestamp: { encoder: "timestamp", hasCase: false },
  timestamptz: { encoder: "timestamptz", hasCase: false },
  json: { encoder: "json", hasCase: true },
};

export function typeProblem(type: ColumnType): string | undefined {
  if (type.kind !== "native") return undefined;
  return "has no meaning in SQLite, which stores integers, floats, texts and bytes: write `text`, or what the values are";
}

export function encoderName(column: ColumnPlan): string {
  return typeOf(column).encoder;
}

/** A cell of this column for a comparison by bytes. */
export function exactly(cell: string, column: ColumnPlan): string {
  return typeOf(column).hasCase ? `${cell} COLLATE BINARY` : cell;
}

/** An owner column as text, spelled as the capture that it holds; bytes in hexadecimal digits. */
export function ownerText(cell: string, column: ColumnPlan): string {
  return column.type.kind === "bytes" ? `lower(hex(${cell}))` : cell;
}

function typeOf({ name, type }: ColumnPlan): StoredType {
  if (type.kind === "native")
    throw new Error(`the plan has the column ${name} of a native type, of which SQLite has none`);
  return TYPES[type.kind];
}
