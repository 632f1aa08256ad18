import type { TableColumn } from "../../destination.ts";
import type { ColumnFacts } from "../schema-facts.ts";

/** `loses`: SQLite would convert without a word. `refuses`: it refuses some values, and those keys go to the dead letters. */
export type Fit =
  { readonly kind: "fits" } | { readonly kind: "refuses" | "loses" | "differs"; readonly reason: string };

const FITS: Fit = { kind: "fits" };

/** A column's type as messages and lock files have it: the declared one, with what a CHECK says of its length. */
export interface StoredType {
  readonly text: string;
  readonly affinity: string;
}

/**
 * https://sqlite.org/datatype3.html#determination_of_column_affinity: without a type, and as `ANY` of a STRICT table, a column keeps every value as it is. A
 * declared length means nothing to SQLite, so it is left out.
 */
export function columnType(declared: string, isStrict: boolean, length: number | undefined): StoredType {
  const name = declared.toUpperCase();
  const affinity = affinityOf(name, isStrict);
  if (affinity === "ANY") return { text: "ANY", affinity };
  const shown =
    isStrict && name === "INT" ? "INTEGER" : affinity === "NUMERIC" && name === "ANY" ? "NUMERIC" : declared;
  if (affinity !== "TEXT") return { text: shown, affinity };
  const bare = shown.replace(/\s*\(.*\)/s, "");
  return { text: length === undefined ? bare : `${bare}(${length})`, affinity };
}

function affinityOf(name: string, isStrict: boolean): string {
  if (name === "" || (isStrict && name === "ANY")) return "ANY";
  if (name.includes("INT")) return "INTEGER";
  if (/CHAR|CLOB|TEXT/.test(name)) return "TEXT";
  if (name.includes("BLOB")) return "BLOB";
  return /REAL|FLOA|DOUB/.test(name) ? "REAL" : "NUMERIC";
}

const INTEGERS = ["INTEGER", "NUMERIC", "ANY"];
const FLOATS = ["REAL", "ANY"];
const TEXTS = ["TEXT", "ANY"];
/** Texts that never look like numbers: what does becomes one in a column of NUMERIC affinity. */
const TIMES = ["TEXT", "NUMERIC", "ANY"];

/** By .rdi type: the affinities that keep its values as they are written. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  smallint: INTEGERS,
  int: INTEGERS,
  bigint: INTEGERS,
  boolean: INTEGERS,
  real: FLOATS,
  double: FLOATS,
  numeric: TEXTS,
  text: TEXTS,
  varchar: TEXTS,
  char: TEXTS,
  json: TEXTS,
  date: TIMES,
  time: TIMES,
  timestamp: TIMES,
  timestamptz: TIMES,
  uuid: TIMES,
  bytes: ["BLOB", "ANY"],
};

/** In characters, of what the worker writes. */
const LENGTHS: Readonly<Record<string, number>> = { date: 10, time: 15, timestamp: 26, timestamptz: 27, uuid: 36 };

/** Whether a column of SQLite takes the values of a column of the .rdi file. */
export function fitOf({ type }: TableColumn, { base, type: stored, modifier }: ColumnFacts): Fit {
  const [, name = type, parameter] = /^(\w+)\s*(?:\(\s*(\d+).*\))?$/s.exec(type) ?? [];
  const holders = HOLDERS[name] ?? [];
  if (!holders.includes(base)) {
    return base === "NUMERIC" && holders.includes("TEXT")
      ? {
          kind: "loses",
          reason: `is ${stored} in the table, where SQLite makes floats of texts that look like numbers`,
        }
      : { kind: "differs", reason: `is ${stored} in the table, and ${type} in the .rdi file` };
  }
  const longest = /char$/.test(name) ? Number(parameter ?? Infinity) : (LENGTHS[name] ?? Infinity);
  if (modifier < 0 || longest <= modifier || !holders.includes("TEXT")) return FITS;
  const reason = `is ${stored} in the table: longer texts are refused there, and their keys go to the dead letters`;
  return { kind: "refuses", reason };
}

const SQL_TYPES: Readonly<Record<string, string>> = {
  smallint: "INTEGER",
  int: "INTEGER",
  bigint: "INTEGER",
  boolean: "INTEGER",
  real: "REAL",
  double: "REAL",
  bytes: "BLOB",
};

/** The name in CREATE TABLE. */
export function typeName(type: string): string {
  return SQL_TYPES[type] ?? "TEXT";
}
