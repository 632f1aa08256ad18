import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import type { Fit } from "../ddl.ts";
import { storedType, type Affinity } from "./ddl-types.ts";

const FITS: Fit = { kind: "fits" };

/**
 * By the kind of a `.rdi` type: the affinities that keep its values as they are written. What looks like a number becomes one in a column of NUMERIC
 * affinity (`DECIMAL(10,2)`: `1.10` becomes 1.1), and times and UUIDs never look like one. The worker looks for the same when it starts.
 */
const HOLDERS: Readonly<Record<ColumnType["kind"], readonly Affinity[]>> = {
  smallint: ["INTEGER", "NUMERIC", "ANY"],
  int: ["INTEGER", "NUMERIC", "ANY"],
  bigint: ["INTEGER", "NUMERIC", "ANY"],
  boolean: ["INTEGER", "NUMERIC", "ANY"],
  real: ["REAL", "ANY"],
  double: ["REAL", "ANY"],
  numeric: ["TEXT", "ANY"],
  text: ["TEXT", "ANY"],
  varchar: ["TEXT", "ANY"],
  char: ["TEXT", "ANY"],
  json: ["TEXT", "ANY"],
  date: ["TEXT", "NUMERIC", "ANY"],
  time: ["TEXT", "NUMERIC", "ANY"],
  timestamp: ["TEXT", "NUMERIC", "ANY"],
  timestamptz: ["TEXT", "NUMERIC", "ANY"],
  uuid: ["TEXT", "NUMERIC", "ANY"],
  bytes: ["BLOB", "ANY"],
  native: [],
};

/** Whether a stored column takes all values of a column of a `.rdi` file. */
export function fit(type: ColumnType, stored: ColumnLock): Fit {
  const { affinity, length } = storedType(stored.type);
  if (!HOLDERS[type.kind].includes(affinity)) {
    const converts = affinity === "NUMERIC" && HOLDERS[type.kind].includes("TEXT");
    return converts
      ? { kind: "loses", why: "SQLite makes floats of texts that look like numbers there." }
      : { kind: "differs", why: "Not every value of the one is a value of the other." };
  }
  if (length === undefined || longest(type) <= length) return FITS;
  return { kind: "refuses", why: "Longer texts are refused there, and their keys go to the dead letters." };
}

/** In characters, as far as a type says it. */
function longest(type: ColumnType): number {
  switch (type.kind) {
    case "varchar":
    case "char":
      return type.length;
    case "uuid":
      return "123e4567-e89b-12d3-a456-426614174000".length;
    case "date":
      return "2024-01-31".length;
    case "time":
      return "12:30:00.000000".length;
    case "timestamp":
      return "2024-01-31T12:30:00.000000".length;
    case "timestamptz":
      return "2024-01-31T12:30:00.000000Z".length;
    default:
      return Infinity;
  }
}
