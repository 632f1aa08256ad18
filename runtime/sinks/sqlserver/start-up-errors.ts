import { EXIT, StartupError } from "../../errors.ts";
import { sinkError } from "./error-classes.ts";
import { placeOf } from "./url-options.ts";

/** A connection that could not be made, or was lost while the target was looked at. No part of the URL but host, port and database is shown. */
export function connectionError(target: string, url: string, thrown: unknown): StartupError {
  if (thrown instanceof StartupError) return thrown;
  const { serverCode, message } = sinkError(thrown, "connect");
  const place = placeOf(url) ?? "the url";
  const [title, hint] = LOGIN[serverCode] ?? [];
  if (title !== undefined && hint !== undefined) {
    return new StartupError("RDI5006", EXIT.target, `Target ${target}: ${title} at ${place}: ${message}`, hint, thrown);
  }
  const what = serverCode in HINTS || isNumber(serverCode) ? "refused at" : "no connection to";
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `Target ${target}: ${what} ${place}: ${message}`,
    HINTS[serverCode] ?? otherHint(serverCode, message),
    thrown,
  );
}

function otherHint(serverCode: string, message: string): string {
  if (isNumber(serverCode)) return ANSWERED;
  return isAboutCertificate(message) ? CERTIFICATE : UNREACHABLE;
}

/** Of an error that the server has sent. */
function isNumber(serverCode: string): boolean {
  return /^\d+$/.test(serverCode);
}

const ANSWERED =
  "The server answers, but does not do what is asked of it: its message says why, and its error log may say more.";

const UNREACHABLE =
  "Check the host and the port in the target's url, and that SQL Server runs and accepts TCP connections from this machine.";

const CERTIFICATE =
  "Give the url the server's certificate authority (ca=/path/to/ca.pem), the name in its certificate (hostNameInCertificate=name), or, for a try on this machine only, trustServerCertificate=true.";

function isAboutCertificate(message: string): boolean {
  return /certificate|self.signed|altnames/i.test(message);
}

const NO_DATABASE =
  "The server answers, but opens no such database: correct the url, create the database, or let the login in.";

const HINTS: Readonly<Record<string, string>> = {
  ENOTLS: "Let the server encrypt. Only where nobody can listen on the way, add encrypt=false to the url's options.",
  "911": NO_DATABASE,
  "4060": NO_DATABASE,
  "40613": "The database is not available at the moment: try again soon.",
  "17809": "The server has no connection left: raise user connections, or end sessions that nobody needs.",
  "18401": "The server is starting after an upgrade: try again in a moment.",
  "40615": "The server's firewall lets nobody in from this address: add a rule for it.",
};

const LOGIN: Readonly<Record<string, readonly [string, string]>> = {
  "18456": [
    "the login was refused",
    "Check the user and the password in the target's url, and that the server takes logins of this kind; its error log says more.",
  ],
  "18452": ["the login was refused", "Name the domain, as in ?domain=CORP, or use a login of SQL Server."],
  "18470": ["the login is disabled", "Let an administrator enable it: ALTER LOGIN … ENABLE."],
  "18486": ["the login is locked", "Let an administrator unlock it: ALTER LOGIN … WITH PASSWORD = '…' UNLOCK."],
  "18487": ["the password has expired", "Set a new one, and put it into the target's url."],
  "18488": ["the password must be changed", "Set a new one, and put it into the target's url."],
  "229": ["a right is missing", "Grant the user what the message names."],
  "916": ["the login may not use the database", "Create a user for it: CREATE USER … FOR LOGIN …."],
};
