import { coerceError } from "../../errors.ts";
import { SinkError, type SinkErrorClass } from "../sink.ts";
import { UrlError } from "./url.ts";

/**
 * By error number (https://mariadb.com/kb/en/mariadb-error-codes/, https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html). Only
 * what is listed as `data` may cost a key its place: everything that is not listed halts.
 */
const NUMBERS: Readonly<Record<SinkErrorClass, readonly number[]>> = {
  connection: [
    1040, // too many connections
    1053, // the server shuts down
    1077, // the same, said otherwise
    1079,
    1129, // the host is blocked after many errors
    1152, // aborted connection
    1158, // network errors
    1159,
    1160,
    1161,
    1184,
    1203, // too many connections of one user
    1213, // deadlock: the transaction was rolled back
    1226, // a user's limit, such as that of connections
    1290, // read-only: a replica that is not promoted yet
    1317, // the statement was ended by an administrator
    1614, // a branch of a distributed transaction was rolled back
    1637, // too many transactions
    1792, // the transaction is read-only
    1836, // read-only mode
    1927, // the connection was killed
    1969, // max_statement_time
    2002, // can't connect
    2003,
    2006, // the server has gone away
    2013, // lost connection during a query
    3024, // max_execution_time
    3100, // a plugin refused the commit: group replication
    3101, // rolled back by group replication
    3168, // the server isn't available
    4031, // idle for too long
    3572, // a lock was not waited for
  ],
  data: [
    1048, // null in a column that is not null
    1153, // larger than max_allowed_packet
    1138, // null in a place that takes none
    1232,
    1264, // out of range
    1265, // data truncated
    1292, // truncated incorrect value
    1300, // not in the character set
    1366, // incorrect value
    1367, // illegal value
    1406, // too long
    1411, // incorrect for a function
    1416, // no geometry
    1441, // a date overflows
    1644, // SIGNAL of a trigger
    1690, // a number is out of range
    1713, // an undo record is too large
    3140, // invalid JSON
    3141,
    3150,
    3156,
    3157, // JSON nested too deeply
    3665, // a value can't be stored by JSON_TABLE
    3669,
    3819, // check constraint (MySQL)
    3903, // invalid JSON for a functional index
    4025, // check constraint (MariaDB)
    4035, // invalid JSON
    4036,
    4037,
    4038, // JSON syntax
    4040, // JSON nested too deeply
    4078,
    4173, // JSON_TABLE can't store a value
    4174,
    4177,
    4178,
  ],
  order: [
    1022, // duplicate key
    1062, // unique
    1169, // unique constraint
    1205, // lock wait timeout of a row
    1216, // foreign key
    1217,
    1451,
    1452,
    1557, // unique, through a foreign key
    1586, // unique
    1761,
    1762,
  ],
  fenced: [],
  halt: [],
};

const CLASSES: ReadonlyMap<number, SinkErrorClass> = new Map(
  (["connection", "data", "order"] as const).flatMap((kind) => NUMBERS[kind].map((number) => [number, kind] as const)),
);

/** Of node, of the resolver and of the driver. */
const DRIVER_CODES: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_WRITE_AFTER_END",
  "ETIMEDOUT",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_PACKETS_OUT_OF_ORDER",
  "PROTOCOL_SEQUENCE_TIMEOUT",
]);

/** Errors of the driver that have no code. */
const DRIVER_MESSAGES =
  /^(Query read timeout|Can't add new command when connection is in closed state|Connection lost)/;

/** Any thrown thing as a `SinkError`. `statement` is the name of what failed. The server's code is its number. */
export function sinkError(thrown: unknown, statement: string): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const error = coerceError(thrown);
  const number = numberOf(error);
  const code = number === undefined ? (textOf(error, "code") ?? "") : String(number);
  return new SinkError(classOf(error, number, code), code, messageOf(error), placeOf(error, statement), thrown);
}

function classOf(error: Error, number: number | undefined, code: string): SinkErrorClass {
  if (error instanceof UrlError) return "halt";
  if (DRIVER_CODES.has(code) || DRIVER_CODES.has(textOf(error, "code") ?? "") || DRIVER_MESSAGES.test(error.message))
    return "connection";
  return number === undefined ? "halt" : (CLASSES.get(number) ?? "halt");
}

/** Of the server. Node gives its own errors negative numbers. */
function numberOf(error: Error): number | undefined {
  const number: unknown = Reflect.get(error, "errno");
  return typeof number === "number" && number > 0 ? number : undefined;
}

/** When all addresses of a host refuse, node throws an AggregateError without a message. */
function messageOf(error: Error): string {
  if (error.message !== "") return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}

/**
 * The server says in words what is at fault: `Data too long for column 'name' at row 3`, `Duplicate entry 'x' for key 'name'`; MySQL names the table
 * of the index, too: `for key 'items.name'`.
 */
function placeOf(error: Error, statement: string): SinkError["place"] {
  const column = /for column (?:`[^`]*`\.`[^`]*`\.`([^`]+)`|'([^']+)')|^Column '([^']+)'|^Field '([^']+)'/.exec(
    error.message,
  );
  const table = / for key '([^'.]+)\.[^']+'$/.exec(error.message);
  const constraint = / for key '(?:[^'.]+\.)?([^']+)'$|CONSTRAINT `([^`]+)`|^Check constraint '([^']+)'/.exec(
    error.message,
  );
  return { statement, ...named("table", table), ...named("column", column), ...named("constraint", constraint) };
}

function named(name: "table" | "column" | "constraint", match: RegExpExecArray | null): SinkError["place"] {
  const found = match?.slice(1).find((group) => group !== undefined);
  return found === undefined ? {} : { [name]: found };
}

function textOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}
