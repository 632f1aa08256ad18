import { failureText } from "../../apply/redis-client.ts";
import { coerceError } from "../../errors.ts";
import { replyCode } from "../../redis-replies.ts";
import { SinkError, type SinkErrorClass } from "../sink.ts";

/** By the first word of an error reply. Everything that is not listed halts. */
const REPLIES: Readonly<Record<string, SinkErrorClass>> = {
  BUSY: "connection", // a script has been running for too long
  LOADING: "connection", // the server is starting
  MASTERDOWN: "connection",
  MISCONF: "connection", // a snapshot could not be written, so writes are refused
  NOREPLICAS: "connection",
  NOSCRIPT: "connection", // scripts were flushed between two tries
  OOM: "connection", // the memory limit: passes when something is evicted, expires or is removed
  READONLY: "connection", // a replica that is not promoted yet
  TRYAGAIN: "connection",
  UNKILLABLE: "connection",

  WRONGTYPE: "order", // the key holds another type; whoever wrote it may take it away
};

/** Error replies that begin with ERR. */
const MESSAGES: readonly (readonly [RegExp, SinkErrorClass])[] = [[/^ERR max number of clients reached/, "connection"]];

/** Any thrown thing as a `SinkError`. `statement` is what was under way. */
export function sinkError(thrown: unknown, statement: string): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const error = coerceError(thrown);
  const code = codeOf(error);
  return new SinkError(classOf(error, code), code, failureText(error), { statement }, thrown);
}

/** What is no reply is trouble of the network or of the client, which comes to the same. */
function classOf(error: Error, code: string): SinkErrorClass {
  if (error.name !== "ReplyError") return isOurs(error) ? "halt" : "connection";
  return MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1] ?? REPLIES[code] ?? "halt";
}

function codeOf(error: Error): string {
  if (error.name === "ReplyError") return replyCode(error.message);
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : "";
}

function isOurs(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
