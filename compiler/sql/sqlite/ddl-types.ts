import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";

/**
 * A stored type as `rdi introspect` writes it: the declared one, with the most characters that a CHECK of the table allows: `TEXT(120)`. Without a type, and in a STRICT table as
 * `ANY`, a column keeps every value as it is: `ANY`.
 */
export interface StoredType {
  /** What SQLite does to values of other kinds: `TEXT`. */
  readonly affinity: Affinity;
  readonly length: number | undefined;
}

export type Affinity = "INTEGER" | "REAL" | "TEXT" | "BLOB" | "NUMERIC" | "ANY";

export function storedType(text: string): StoredType {
  const [, name = text, length] = /^(.*?)(?:\((\d+)\))?$/s.exec(text) ?? [];
  return { affinity: affinityOf(name), length: length === undefined ? undefined : Number(length) };
}

/** https://sqlite.org/datatype3.html#determination_of_column_affinity */
function affinityOf(declared: string): Affinity {
  const name = declared.toUpperCase();
  if (name === "ANY") return "ANY";
  if (name.includes("INT")) return "INTEGER";
  if (/CHAR|CLOB|TEXT/.test(name)) return "TEXT";
  if (name.includes("BLOB")) return "BLOB";
  return /REAL|FLOA|DOUB/.test(name) ? "REAL" : "NUMERIC";
}

const SQL_TYPES: Readonly<Record<Exclude<ColumnType["kind"], "native">, Affinity>> = {
  smallint: "INTEGER",
  int: "INTEGER",
  bigint: "INTEGER",
  numeric: "TEXT",
  real: "REAL",
  double: "REAL",
  boolean: "INTEGER",
  text: "TEXT",
  varchar: "TEXT",
  char: "TEXT",
  uuid: "TEXT",
  bytes: "BLOB",
  date: "TEXT",
  time: "TEXT",
  timestamp: "TEXT",
  timestamptz: "TEXT",
  json: "TEXT",
};

/** A column's type in statements. */
export function sqlType(type: ColumnType): string {
  return type.kind === "native" ? type.name : SQL_TYPES[type.kind];
}

/** The type to write in a `.rdi` file for a stored one; undefined where none fits it. */
export function writtenType({ type }: Pick<ColumnLock, "type">): string | undefined {
  const { affinity, length } = storedType(type);
  switch (affinity) {
    case "INTEGER":
      return "bigint";
    case "REAL":
      return "double";
    case "TEXT":
      return length === undefined ? "text" : `varchar(${length})`;
    case "BLOB":
      return "bytes";
    case "ANY":
      return "text";
    case "NUMERIC":
      return WRITTEN_BY_NAME.find(([pattern]) => pattern.test(type))?.[1];
  }
}

/** Of what SQLite takes for numbers, and what other values keep their form in. */
const WRITTEN_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^bool/i, "boolean"],
  [/^date$/i, "date"],
  [/^(datetime|timestamp)/i, "timestamptz"],
  [/^time$/i, "time"],
  [/^uuid$/i, "uuid"],
];

/** Of text: the one in which only equal texts are equal. */
export function exactCollation(type: string): string | undefined {
  return storedType(type).affinity === "TEXT" ? "BINARY" : undefined;
}
