import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { nativeStored } from "./native-types.ts";
import { EXACT_COLLATION } from "./types.ts";

/** A type as SQL Server writes it, in parts: `nvarchar(40)`, `decimal(12,2)`. */
export interface StoredType {
  readonly base: string;
  /** Infinity for `max`. */
  readonly args: readonly number[];
}

export function storedType(text: string): StoredType {
  const [, base = text, args] = /^(\w+)\s*\(\s*(max|\d+(?:\s*,\s*\d+)*)\s*\)$/i.exec(text) ?? [];
  if (args === undefined) return { base: text.toLowerCase(), args: [] };
  return {
    base: base.toLowerCase(),
    args: args.split(",").map((arg) => (/max/i.test(arg) ? Infinity : Number(arg))),
  };
}

/** As many UTF-16 units as an nvarchar with a length has. */
export const LONGEST_TEXT = 4000;

/** As many UTF-16 units as fit into a primary key, whose entries have 900 bytes. */
export const LONGEST_KEY = 450;

/** A column's type in statements. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case "double":
      return "float";
    case "boolean":
      return "bit";
    case "uuid":
      return "uniqueidentifier";
    case "bytes":
      return "varbinary(max)";
    case "text":
    case "json":
      return "nvarchar(max)";
    case "numeric":
      return `decimal(${type.precision ?? 38},${type.scale ?? 0})`;
    case "varchar":
      return type.length > LONGEST_TEXT ? "nvarchar(max)" : `nvarchar(${type.length})`;
    case "char":
      return type.length > LONGEST_TEXT ? "nvarchar(max)" : `nchar(${type.length})`;
    case "time":
      return "time(6)";
    case "timestamp":
      return "datetime2(6)";
    case "timestamptz":
      return "datetimeoffset(6)";
    case "native":
      return nativeStored(type.name);
    default:
      return type.kind;
  }
}

/** Of a `key` or owner column, which an index has to hold: none takes a type without a length. */
export function keyType(type: ColumnType): string {
  if (type.kind === "text") return `nvarchar(${LONGEST_KEY})`;
  return type.kind === "bytes" ? `varbinary(${2 * LONGEST_KEY})` : sqlType(type);
}

/** Of a value in a key. */
export function mostBytes(type: ColumnType): number {
  const { base, args } = storedType(keyType(type));
  const [length = 0] = args;
  if (base === "nvarchar" || base === "nchar") return 2 * length;
  return base === "varbinary" ? length : WIDEST;
}

/** Of all types without a length: a decimal with 38 digits. */
const WIDEST = 17;

/** The names of types that a `.rdi` file spells otherwise. */
const WRITTEN: Readonly<Record<string, string>> = {
  smallint: "smallint",
  int: "int",
  bigint: "bigint",
  decimal: "numeric",
  numeric: "numeric",
  real: "real",
  float: "double",
  bit: "boolean",
  nvarchar: "varchar",
  nchar: "char",
  date: "date",
  time: "time",
  datetime2: "timestamp",
  datetimeoffset: "timestamptz",
  uniqueidentifier: "uuid",
  varbinary: "bytes",
};

/** The type to write in a `.rdi` file for a stored one; undefined where none fits it. */
export function writtenType({ type }: Pick<ColumnLock, "type">): string | undefined {
  const { base, args } = storedType(type);
  const written = WRITTEN[base];
  if (written === undefined) return NATIVE.has(base) ? `native(${JSON.stringify(type)})` : undefined;
  if (written.startsWith("time")) return (args[0] ?? 7) < 6 ? undefined : written;
  if (written === "bytes") return written;
  if (args[0] === Infinity) return "text";
  return args.length === 0 ? written : `${written}(${args.join(",")})`;
}

const NATIVE: ReadonlySet<string> = new Set([
  "tinyint",
  "xml",
  "hierarchyid",
  "money",
  "smallmoney",
  "datetime",
  "smalldatetime",
]);

/** Of text: the one in which only equal texts are equal, whatever the database's own is. */
export function exactCollation(type: string): string | undefined {
  const { base } = storedType(type);
  return base === "nvarchar" || base === "nchar" ? EXACT_COLLATION : undefined;
}
