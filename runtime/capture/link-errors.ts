import { EXIT, StartupError } from "../errors.ts";
import { lacksRight } from "../redis-replies.ts";

/** Something that passes by itself: the session is tried again, with this reason in the log. */
export class RetryError extends Error {
  override readonly name = "RetryError";
}

/** The bytes at hand are no command stream: the place where it was joined was wrong, so no saved position can be trusted. */
export class OutOfStepError extends Error {
  override readonly name = "OutOfStepError";
}

/** A connection that cannot be made, or that ended. */
export function unreachable(address: string, cause: Error): StartupError {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const reason = cause.message === "" ? (code ?? "no reason given") : cause.message;
  return new StartupError(
    "RDI5002",
    EXIT.source,
    `Redis at ${address} cannot be reached: ${reason}`,
    "Check that the server runs, and the host, the port and the scheme (rediss:// for TLS) of the source's url.",
    cause,
  );
}

/** What an error reply to `command` means. `reply` comes without its leading `-`. */
export function refusal(address: string, command: string, reply: string): Error {
  if (
    /^(LOADING|NOMASTERLINK|MASTERDOWN|BUSY|TRYAGAIN|OOM|READONLY|MISCONF|NOREPLICAS)\b|max number of clients/.test(
      reply,
    )
  ) {
    return new RetryError(`Redis at ${address} is not ready: ${reply}`);
  }
  if (command === "AUTH" || /^(NOAUTH|WRONGPASS|DENIED)\b/.test(reply)) return loginRefused(address, reply);
  if (/^(PSYNC|REPLCONF|PING)$/.test(command)) return replicationRefused(address, command, reply);
  if (lacksRight(reply)) return rightMissing(address, reply);
  return new RetryError(`Redis at ${address} refused ${command}: ${reply}`);
}

/** A primary with `min-replicas-to-write` would count the link as a replica that holds its data. */
export function replicasAreCounted(address: string): StartupError {
  return new StartupError(
    "RDI5004",
    EXIT.source,
    `Redis at ${address} sets min-replicas-to-write and would count this connection as a replica that keeps its data.`,
    "Let the user of the source's url log in to one of its replicas, which is read instead, or set min-replicas-to-write to 0.",
  );
}

function loginRefused(address: string, reply: string): StartupError {
  return new StartupError(
    "RDI5003",
    EXIT.source,
    `Redis at ${address} refused the login: ${reply}`,
    "Check the user and the password in the source's url.",
  );
}

function replicationRefused(address: string, command: string, reply: string): StartupError {
  return new StartupError(
    "RDI5004",
    EXIT.source,
    `Redis at ${address} refused ${command}, which capture by replication needs: ${reply}`,
    "Give the user the rights +psync +replconf +ping. A managed Redis often offers no replication at all.",
  );
}

function rightMissing(address: string, reply: string): StartupError {
  return new StartupError(
    "RDI5003",
    EXIT.source,
    `Redis at ${address} lets this user log in, but lacks a right: ${reply}`,
    "Give the user the missing right; the manual lists all that a worker needs.",
  );
}
