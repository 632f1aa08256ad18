import { coerceError } from "../../errors.ts";
import { SinkError, type SinkErrorClass } from "../sink.ts";

/**
 * By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), five characters or a class of two. Only what is listed as
 * `data` may cost a key its place: everything that is not listed halts.
 */
const SQLSTATES: Readonly<Record<string, SinkErrorClass>> = {
  "08": "connection",
  "25006": "connection", // read-only: a standby that is not promoted yet
  "25P03": "connection", // idle in transaction for too long
  "25P04": "connection", // transaction_timeout
  "40000": "connection",
  "40001": "connection", // serialization failure
  "40003": "connection", // statement completion unknown
  "40P01": "connection", // deadlock
  "53200": "connection", // out of memory
  "53300": "connection", // too many connections
  "57014": "connection", // cancelled, or statement_timeout
  "57P01": "connection", // the server shuts down, or an administrator ended the session
  "57P02": "connection", // another process of the server crashed
  "57P03": "connection", // the server is starting
  "57P05": "connection", // idle_session_timeout

  "22": "data", // out of range, too long, malformed, not in the encoding …
  "23502": "data", // null in a column that is not null
  "23514": "data", // check constraint
  "44000": "data", // check option of a view
  "54000": "data", // a limit, such as the size of an index entry
  "54001": "data", // nested too deeply
  P0001: "data", // raised by a trigger

  "21000": "order", // two rows of the batch are one row to the unique index
  "23001": "order", // foreign key, on delete restrict
  "23503": "order", // foreign key
  "23505": "order", // unique
  "23P01": "order", // exclusion constraint
};

/** Of node and of the resolver. */
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
  "ETIMEDOUT",
]);

/** The driver's own errors have no code. */
const DRIVER_MESSAGES: ReadonlySet<string> = new Set([
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "Connection terminated",
  "Connection terminated unexpectedly",
  "Query read timeout",
  "timeout expired",
]);

const LOCK_NOT_AVAILABLE = "55P03";

/** Any thrown thing as a `SinkError`. `statement` is the name of what failed. */
export function sinkError(thrown: unknown, statement: string): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const error = coerceError(thrown);
  const code = stringOf(error, "code") ?? "";
  return new SinkError(classOf(error, code), code, messageOf(error), placeOf(error, statement), thrown);
}

/** A connection that could not be made. What was right when the worker started may be so again: a password or a certificate that is being replaced is waited for. */
export function connectError(thrown: unknown): SinkError {
  const { class: kind, serverCode, message, place } = sinkError(thrown, "connect");
  const isOurMistake = kind === "halt" && thrown instanceof TypeError;
  return new SinkError(isOurMistake ? kind : "connection", serverCode, message, place, thrown);
}

function classOf(error: Error, code: string): SinkErrorClass {
  if (DRIVER_CODES.has(code) || DRIVER_MESSAGES.has(error.message)) return "connection";
  if (!isSqlState(code)) return "halt";
  if (code === LOCK_NOT_AVAILABLE) return lockClass(error);
  return SQLSTATES[code] ?? SQLSTATES[code.slice(0, 2)] ?? "halt";
}

/** Only waiting for a row has a context, "while updating tuple …". Otherwise the whole table is locked, which is an outage and no fault of a key. */
function lockClass(error: Error): SinkErrorClass {
  return stringOf(error, "where") === undefined ? "connection" : "order";
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !DRIVER_CODES.has(code);
}

/** When all addresses of a host refuse, node throws an AggregateError without a message. */
function messageOf(error: Error): string {
  if (error.message !== "") return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}

function placeOf(error: Error, statement: string): SinkError["place"] {
  const place: Record<string, string> = { statement };
  for (const name of ["constraint", "table", "column"]) {
    const value = stringOf(error, name);
    if (value !== undefined) place[name] = value;
  }
  return place;
}

function stringOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}
