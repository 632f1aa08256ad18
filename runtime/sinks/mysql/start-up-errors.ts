import { EXIT, StartupError } from "../../errors.ts";
import { sinkError } from "./error-classes.ts";
import { placeOf, UrlError } from "./url.ts";

/** A connection that could not be made, or was lost while the target was looked at. No part of the URL but host, port and database is shown. */
export function connectionError(target: string, url: string, thrown: unknown): StartupError {
  const { serverCode, message } = sinkError(thrown, "connect");
  const place = placeOf(url);
  if (place === undefined || thrown instanceof UrlError) {
    const why = place === undefined ? "" : `: ${message}`;
    return new StartupError(
      "RDI5001",
      EXIT.configuration,
      `The url of target ${target} can't be read${why}.`,
      "Write it as mysql://user@host:3306/database.",
    );
  }
  const [title, hint] = LOGIN[serverCode] ?? [];
  if (title !== undefined && hint !== undefined)
    return new StartupError("RDI5006", EXIT.target, `Target ${target}: ${title} at ${place}: ${message}`, hint, thrown);
  const what = serverCode in HINTS ? "refused at" : "no connection to";
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `Target ${target}: ${what} ${place}: ${message}`,
    /does not match certificate/.test(message) ? OTHER_NAME : (HINTS[serverCode] ?? UNREACHABLE),
    thrown,
  );
}

const UNREACHABLE =
  "Check the host and the port in the target's url, and that the server runs and accepts connections from this machine.";
const PRIMARY = "The server is read-only: point the url at the primary server.";
const TRUST = "Name the certificate of its authority with ssl-ca in the url, or choose another ssl-mode.";

const OTHER_NAME = "Its certificate is for another name: correct the host, or use ssl-mode=VERIFY_CA.";

const HINTS: Readonly<Record<string, string>> = {
  "1049": "The server answers, but has no such database: correct the url, or create the database.",
  "1046": "Name the database in the url: mysql://user@host:3306/database.",
  "1040": "The server has no connection left: raise max_connections, or end sessions that nobody needs.",
  "1203": "The user has no connection left: raise max_user_connections, or end sessions that nobody needs.",
  "1053": "The server is shutting down: try again in a moment.",
  "1129": "The server has blocked this machine after many errors: run FLUSH HOSTS on it.",
  "1130": "The server takes no connection from this machine: create the user for its address.",
  "1290": PRIMARY,
  "1792": PRIMARY,
  "1836": PRIMARY,
  HANDSHAKE_NO_SSL_SUPPORT: "The server has no TLS: set it up there, or leave ssl-mode out of the url.",
  HANDSHAKE_SSL_ERROR: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
};

const LOGIN: Readonly<Record<string, readonly [string, string]>> = {
  "1045": ["the login was refused", "Check the user and the password in the target's url."],
  "1698": ["the login was refused", "The user logs in otherwise than with a password: create one of its own."],
  "3118": ["the login was refused", "The account is locked: unlock it."],
  "1862": ["the login was refused", "The password has expired: set a new one."],
  "3159": ["the login was refused", "The server asks for TLS: add ?ssl-mode=REQUIRED to the url."],
  "1044": ["a right is missing", "Grant the user rights on the database."],
  "1142": ["a right is missing", "Grant the user what the message names."],
  "1143": ["a right is missing", "Grant the user what the message names."],
  "1227": ["a right is missing", "Grant the user what the message names."],
};
