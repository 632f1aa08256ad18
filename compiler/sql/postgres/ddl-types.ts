import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";

/** A type as PostgreSQL writes it, in parts: `timestamp(3) with time zone`. */
export interface StoredType {
  readonly base: string;
  readonly args: readonly number[];
}

export function storedType(text: string): StoredType {
  const [, before = text, args, after = ""] = /^([^(]*?)\s*\(\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\)(.*)$/s.exec(text) ?? [];
  return args === undefined ? { base: text, args: [] } : { base: before + after, args: args.split(",").map(Number) };
}

/** A column's type in statements. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case "int":
      return "integer";
    case "double":
      return "double precision";
    case "bytes":
      return "bytea";
    case "numeric":
      return type.precision === undefined ? "numeric" : `numeric(${type.precision},${type.scale ?? 0})`;
    case "varchar":
    case "char":
      return `${type.kind}(${type.length})`;
    case "native":
      return type.name;
    default:
      return type.kind;
  }
}

/** The names of types that a `.rdi` file spells otherwise. */
const WRITTEN: Readonly<Record<string, string>> = {
  smallint: "smallint",
  integer: "int",
  bigint: "bigint",
  numeric: "numeric",
  real: "real",
  "double precision": "double",
  boolean: "boolean",
  text: "text",
  "character varying": "varchar",
  character: "char",
  date: "date",
  "time without time zone": "time",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  uuid: "uuid",
  json: "json",
  jsonb: "json",
  bytea: "bytes",
};

/** The type to write in a `.rdi` file for a stored one; undefined for times with fewer digits than a worker writes. */
export function writtenType({ type }: Pick<ColumnLock, "type">): string | undefined {
  const { base, args } = storedType(type);
  const written = WRITTEN[base];
  if (written === undefined || (base === "numeric" && (args[1] ?? 0) < 0)) return `native(${JSON.stringify(type)})`;
  if (base.startsWith("time")) return (args[0] ?? 6) < 6 ? undefined : written;
  if (written === "varchar" && args.length === 0) return "text";
  return args.length === 0 ? written : `${written}(${args.join(",")})`;
}

/** Of text: the one in which only equal texts are equal, whatever the database's own is. */
export function exactCollation(type: string): string | undefined {
  const { base } = storedType(type);
  return TEXTS.has(base) ? '"C"' : undefined;
}

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "char", "character varying", "character"]);
