import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { byteCollation, type Flavour } from "./flavour.ts";

/** A type as information_schema has it, in parts; widths of whole numbers, which mean nothing, are gone. */
export interface StoredType {
  readonly base: string;
  readonly args: readonly number[];
  readonly unsigned: boolean;
}

export function storedType(text: string): StoredType {
  const [, base = text, args, rest = ""] = /^(\w+)\s*(?:\(\s*(\d+(?:\s*,\s*\d+)*)\s*\))?(.*)$/s.exec(text) ?? [];
  return {
    base: base.toLowerCase(),
    args: args === undefined ? [] : args.split(",").map(Number),
    unsigned: /\bunsigned\b/i.test(rest),
  };
}

/** A column's type in statements. A `real` and a `double` are as wide here as there. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case "numeric":
      return `decimal(${type.precision ?? 65},${type.scale ?? 0})`;
    case "varchar":
    case "char":
      return `${type.kind}(${type.length})`;
    case "native":
      return type.name;
    default:
      return NAMES[type.kind];
  }
}

const NAMES = {
  smallint: "smallint",
  int: "int",
  bigint: "bigint",
  real: "float",
  double: "double",
  boolean: "tinyint(1)",
  text: "longtext",
  date: "date",
  time: "time(6)",
  timestamp: "datetime(6)",
  timestamptz: "datetime(6)",
  uuid: "char(36)",
  // As it was written: a JSON has fewer levels, and in MySQL fewer digits.
  json: "longtext",
  bytes: "longblob",
} as const;

/** An index needs a length. */
export function keyType(type: ColumnType): ColumnType {
  return type.kind === "text" ? { kind: "varchar", length: 255 } : type;
}

/** The type to write in a `.rdi` file for a stored one; undefined where none fits it. A `datetime` may be a time of a zone or of none. */
export function writtenType({ type }: Pick<ColumnLock, "type">): string | undefined {
  const { base, args, unsigned } = storedType(type);
  if (unsigned) return `native(${JSON.stringify(type)})`;
  switch (base) {
    case "tinyint":
      return args[0] === 1 ? "boolean" : "smallint";
    case "mediumint":
      return "int";
    case "smallint":
    case "int":
    case "bigint":
    case "double":
    case "date":
    case "json":
    case "uuid":
      return base;
    case "float":
      return "real";
    case "decimal":
      return `numeric(${args.join(",")})`;
    case "varchar":
    case "char":
      return `${base}(${args.join(",")})`;
    case "time":
      return (args[0] ?? 0) < 6 ? undefined : "time";
    case "datetime":
    case "timestamp":
      return (args[0] ?? 0) < 6 ? undefined : "timestamptz";
    default:
      return OTHERS[base] ?? (NATIVE.has(base) ? `native(${JSON.stringify(type)})` : undefined);
  }
}

const OTHERS: Readonly<Record<string, string>> = {
  tinytext: "text",
  text: "text",
  mediumtext: "text",
  longtext: "text",
  tinyblob: "bytes",
  blob: "bytes",
  mediumblob: "bytes",
  longblob: "bytes",
  varbinary: "bytes",
};

const NATIVE: ReadonlySet<string> = new Set(["enum", "set", "year", "inet4", "inet6"]);

/** Of text: the one in which only equal texts are equal, whatever the database's own is. */
export function exactCollation(flavour: Flavour): (type: string) => string | undefined {
  return (type) => (TEXTS.has(storedType(type).base) ? byteCollation(flavour) : undefined);
}

const TEXTS: ReadonlySet<string> = new Set(["char", "varchar", "tinytext", "text", "mediumtext", "longtext"]);
