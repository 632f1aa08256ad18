import { EXIT, StartupError } from "../../errors.ts";
import { sinkError } from "./error-classes.ts";
import { LoginError } from "./login.ts";

/** A connection that could not be made, or was lost while the target was looked at. No part of the URL but host, port and database is shown. */
export function connectionError(target: string, url: string, thrown: unknown): StartupError {
  const { serverCode, message } = sinkError(thrown, "connect");
  const place = placeOf(url);
  if (place === undefined || thrown instanceof LoginError) {
    const why = place === undefined ? "" : `: ${message}`;
    return new StartupError(
      "RDI5001",
      EXIT.configuration,
      `The url of target ${target} can't be read${why}.`,
      "Write it as postgres://user@host:5432/database.",
    );
  }
  const [title, hint] = LOGIN[isPoolsRefusal(serverCode, message) ? "28P01" : serverCode] ?? [];
  if (title !== undefined && hint !== undefined) {
    return new StartupError("RDI5006", EXIT.target, `Target ${target}: ${title} at ${place}: ${message}`, hint, thrown);
  }
  const what = serverCode in HINTS ? "refused at" : "no connection to";
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `Target ${target}: ${what} ${place}: ${message}`,
    hintOf(serverCode, message),
    thrown,
  );
}

function hintOf(serverCode: string, message: string): string {
  if (/does not support SSL/.test(message))
    return "The server has no TLS: set it up there, or leave sslmode out of the url.";
  if (serverCode === "ERR_TLS_CERT_ALTNAME_INVALID")
    return "Its certificate is for another name: correct the host, or use sslmode=verify-ca.";
  return HINTS[serverCode] ?? UNREACHABLE;
}

const TRUST = "Name the certificate of its authority with sslrootcert in the url, or choose another sslmode.";
const UNREACHABLE =
  "Check the host and the port in the target's url, and that PostgreSQL runs and accepts connections from this machine.";

const HINTS: Readonly<Record<string, string>> = {
  "3D000": "The server answers, but has no such database: correct the url, or create the database.",
  "53300": "The server has no connection left: raise max_connections, or end sessions that nobody needs.",
  "57P03": "The server is starting or shutting down: try again in a moment.",
  "25006": "The server is read-only: point the url at the primary server.",
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
};

const LOGIN: Readonly<Record<string, readonly [string, string]>> = {
  "28P01": ["the login was refused", "Check the user and the password in the target's url."],
  "28000": ["the login was refused", "Check the user in the target's url, and pg_hba.conf on the server."],
  "42501": ["a right is missing", "Grant the user CONNECT on the database and USAGE of the schema."],
};

/** PgBouncer has no code of its own for it. */
function isPoolsRefusal(serverCode: string, message: string): boolean {
  return serverCode === "08P01" && /authentication failed|no such user/i.test(message);
}

function placeOf(url: string): string | undefined {
  try {
    const { protocol, hostname, port, pathname } = new URL(url);
    if (!/^postgres(ql)?:$/.test(protocol)) return undefined;
    return `${hostname}:${port === "" ? "5432" : port}${pathname}`;
  } catch {
    return undefined;
  }
}
