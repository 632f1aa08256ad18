import { describeAddress, parseRedisUrl, type RedisAddress } from "../../capture/redis-url.ts";
import { EXIT, StartupError } from "../../errors.ts";
import { sinkError } from "./error-classes.ts";

/** A connection that could not be made, or was lost while the target was looked at. No part of the URL but host and port is shown. */
export function connectionError(target: string, url: string, thrown: unknown): StartupError {
  const address = addressOf(url);
  if (address === undefined) {
    return new StartupError(
      "RDI5001",
      EXIT.configuration,
      `The url of target ${target} can't be read.`,
      "Write it as redis://user:password@host:6379/0, or rediss:// for TLS.",
    );
  }
  const { serverCode, message } = sinkError(thrown, "connect");
  const place = describeAddress(address);
  const login = LOGIN[serverCode];
  if (login !== undefined)
    return new StartupError(
      "RDI5006",
      EXIT.target,
      `Target ${target}: ${login.what} at ${place}: ${message}`,
      login.hint,
      thrown,
    );
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `Target ${target}: ${serverCode in HINTS ? "refused at" : "no connection to"} ${place}: ${message}`,
    HINTS[serverCode] ?? UNREACHABLE,
    thrown,
  );
}

const UNREACHABLE =
  "Check the host, the port and the scheme (rediss:// for TLS) of the target's url, and that Redis runs and accepts connections from this machine.";

const HINTS: Readonly<Record<string, string>> = {
  ERR: "The server answers, but not as a target must: compare the database of the url with the server's settings.",
  LOADING: "The server is starting: try again in a moment.",
  OOM: "The server is at its memory limit: raise maxmemory.",
  READONLY: "The server is read-only: point the url at the primary server.",
};

const LOGIN: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
  NOAUTH: { what: "the login was refused", hint: "Put the user and the password into the target's url." },
  NOPERM: {
    what: "a right is missing",
    hint: "Give the user the rights that docs/operations.md lists for a Redis target.",
  },
  WRONGPASS: { what: "the login was refused", hint: "Check the user and the password in the target's url." },
};

function addressOf(url: string): RedisAddress | undefined {
  try {
    return parseRedisUrl(url);
  } catch {
    return undefined;
  }
}
