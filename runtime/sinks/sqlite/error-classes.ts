import { coerceError } from "../../errors.ts";
import { SinkError, type SinkErrorClass } from "../sink.ts";

/**
 * By result code (https://sqlite.org/rescode.html), an extended one before the primary one that is its lower byte. Only what is listed as `data` may
 * cost a key its place: everything that is not listed halts, a full disk and a damaged file among it.
 */
const RESULT_CODES: Readonly<Record<number, SinkErrorClass>> = {
  5: "connection", // SQLITE_BUSY: another process has the lock
  6: "connection", // SQLITE_LOCKED
  7: "connection", // SQLITE_NOMEM
  9: "connection", // SQLITE_INTERRUPT
  10: "connection", // SQLITE_IOERR: what became of a COMMIT is unknown
  14: "connection", // SQLITE_CANTOPEN
  15: "connection", // SQLITE_PROTOCOL: the locks of a WAL, for long
  17: "connection", // SQLITE_SCHEMA: changed again and again
  1032: "connection", // SQLITE_READONLY_DBMOVED: another file has its name

  18: "data", // SQLITE_TOOBIG
  20: "data", // SQLITE_MISMATCH: the rowid is no integer
  275: "data", // SQLITE_CONSTRAINT_CHECK
  1299: "data", // SQLITE_CONSTRAINT_NOTNULL
  1811: "data", // SQLITE_CONSTRAINT_TRIGGER: RAISE in a trigger
  3091: "data", // SQLITE_CONSTRAINT_DATATYPE: of a STRICT table

  787: "order", // SQLITE_CONSTRAINT_FOREIGNKEY
  1555: "order", // SQLITE_CONSTRAINT_PRIMARYKEY
  2067: "order", // SQLITE_CONSTRAINT_UNIQUE
  2579: "order", // SQLITE_CONSTRAINT_ROWID
};

/** Where the driver knows none, as its own types call them. */
const NAMES: Readonly<Record<number, string>> = { 14: "SQLITE_CANTOPEN", 3091: "SQLITE_CONSTRAINT_DATATYPE" };

/** Any thrown thing as a `SinkError`. `statement` is the name of what failed. */
export function sinkError(thrown: unknown, statement: string): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const error = coerceError(thrown);
  const code = resultCode(error);
  if (code === undefined)
    return new SinkError(isClosed(error) ? "connection" : "halt", "", error.message, { statement }, thrown);
  const kind = RESULT_CODES[code] ?? RESULT_CODES[code & 0xff] ?? "halt";
  return new SinkError(kind, nameOf(error, code), messageOf(error), placeOf(error, statement), thrown);
}

function isClosed({ message }: Error): boolean {
  return message === "The database connection is not open";
}

/** A file that can't be opened has its code in the message only. */
function resultCode(error: Error): number | undefined {
  const code: unknown = Reflect.get(error, "rawCode");
  if (typeof code === "number") return code;
  const [, opening] = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(error.message) ?? [];
  return opening === undefined ? undefined : Number(opening);
}

function nameOf(error: Error, code: number): string {
  const name: unknown = Reflect.get(error, "code");
  if (typeof name === "string" && name.startsWith("SQLITE_")) return name;
  return NAMES[code] ?? `SQLITE_${code}`;
}

function messageOf({ message }: Error): string {
  return message.startsWith("ConnectionFailed(") ? "the file can't be opened" : message;
}

/**
 * `UNIQUE constraint failed: users.email, users.name`, `NOT NULL constraint failed: users.name`, `CHECK constraint failed: positive`,
 * `cannot store TEXT value in INTEGER column users.age`. A unique constraint has no name there but its columns.
 */
function placeOf({ message }: Error, statement: string): SinkError["place"] {
  const [, check] = /^CHECK constraint failed: (.*)$/s.exec(message) ?? [];
  if (check !== undefined) return { statement, constraint: check };
  const [, what, where = ""] = /^(UNIQUE|NOT NULL) constraint failed: (.*)$/s.exec(message) ?? [];
  const [, typed] = /^cannot store \w+ value in \w+ column (.*)$/s.exec(message) ?? [];
  const cells = (typed ?? where).split(", ").map((cell) => cell.split("."));
  const [table, ...others] = new Set(cells.map(([name = ""]) => name));
  if (table === undefined || table === "" || others.length > 0) return { statement };
  const columns = cells.map(([, ...column]) => column.join(".")).join(", ");
  return what === "UNIQUE" ? { statement, table, constraint: columns } : { statement, table, column: columns };
}
