import { coerceError } from "../../errors.ts";
import { SinkError, type SinkErrorClass } from "../sink.ts";
import { classOfNumber } from "./error-numbers.ts";

/** Of node, of the resolver and of the driver. */
const DRIVER_CODES: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECANCEL",
  "ECONNABORTED",
  "ECONNCLOSED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EINSTLOOKUP",
  "EINVALIDSTATE",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ESOCKET",
  "ETIMEDOUT",
  "ETIMEOUT",
]);

/** Any thrown thing as a `SinkError`. `statement` is the name of what failed. */
export function sinkError(thrown: unknown, statement: string): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const error = firstOf(coerceError(thrown));
  const number = numberOf(error, "number");
  const code = number === undefined ? (stringOf(error, "code") ?? "") : String(number);
  return new SinkError(classOf(error, number, code), code, messageOf(error, code), placeOf(error, statement), thrown);
}

/** What a request fails with first is the cause of the others. */
function firstOf(error: Error): Error {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first : error;
}

function classOf(error: Error, number: number | undefined, code: string): SinkErrorClass {
  if (number !== undefined)
    return classOfNumber({ number, state: numberOf(error, "state") ?? 0, message: error.message });
  return DRIVER_CODES.has(code) ? "connection" : "halt";
}

/** The driver of Redis says "Connection is closed" as well: a lost connection tells whose it was. */
function messageOf({ message, name }: Error, code: string): string {
  if (code === "ECONNCLOSED") return "the connection to SQL Server is lost";
  return message === "" ? name : message;
}

/** SQL Server tells names within its messages only. */
function placeOf({ message }: Error, statement: string): SinkError["place"] {
  const constraint = /(?:constraint|unique index) ["']([^"']+)["']/i.exec(message)?.[1];
  const column = /\bcolumn ["']([^"']+)["']/i.exec(message)?.[1];
  const table = /\b(?:table|object) ["']([^"']+)["']/i.exec(message)?.[1];
  return {
    statement,
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(column === undefined ? {} : { column }),
  };
}

function stringOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}

function numberOf(error: Error, name: string): number | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "number" ? value : undefined;
}
