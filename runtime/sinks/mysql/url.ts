import { isIP } from "node:net";
import type { ConnectionOptions as DriverOptions } from "mysql2/promise";
import { namedFile } from "../named-file.ts";

/** What a url asks for. Files are read whenever a connection is made, so that a password or a certificate may be replaced while a worker runs. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly driver: Pick<DriverOptions, "user" | "password" | "database" | "ssl">;
}

export const DEFAULT_PORT = 3306;

/** Of a url that can't be read; it shows no part of it. */
export class UrlError extends Error {
  override readonly name = "UrlError";
}

const OPTIONS: readonly string[] = ["ssl-mode", "ssl-ca", "ssl-cert", "ssl-key", "password-file"];

/** `schema` is the database, where the target names one. */
export function addressOf(url: string, schema: string | undefined): Address {
  const parsed = parse(url);
  const options = parsed.searchParams;
  for (const name of options.keys())
    if (!OPTIONS.includes(name))
      throw new UrlError(`the url has an unknown option ${name}; known are ${OPTIONS.join(", ")}`);
  const host = parsed.hostname.replaceAll(/^\[|\]$/g, "");
  const file = options.get("password-file");
  const password = file === null ? decodeURIComponent(parsed.password) : textOf(file, "password-file").trimEnd();
  const path = decodeURIComponent(parsed.pathname.slice(1));
  const ssl = tlsOf(options, host);
  return {
    host,
    port: parsed.port === "" ? DEFAULT_PORT : Number(parsed.port),
    driver: {
      user: decodeURIComponent(parsed.username),
      password,
      ...(schema === undefined && path === "" ? {} : { database: schema ?? path }),
      ...(ssl === undefined ? {} : { ssl }),
    },
  };
}

/** Host, port and database, for messages. */
export function placeOf(url: string): string | undefined {
  try {
    const { hostname, port, pathname } = parse(url);
    return `${hostname}:${port === "" ? DEFAULT_PORT : port}${pathname === "/" ? "" : pathname}`;
  } catch {
    return undefined;
  }
}

function parse(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new UrlError("it is no url");
  }
  if (!/^(mysql|mariadb):$/.test(parsed.protocol) || parsed.hostname === "")
    throw new UrlError("it is no url of this kind");
  return parsed;
}

/**
 * As `ssl-mode` of the MySQL clients: DISABLED, REQUIRED (encrypted, to whoever answers), VERIFY_CA, VERIFY_IDENTITY. PREFERRED, which goes on in the
 * clear where a server has no TLS, is left out: a worker that is told to encrypt does so or stops.
 */
function tlsOf(options: URLSearchParams, host: string): DriverOptions["ssl"] {
  const mode = options.get("ssl-mode") ?? (options.has("ssl-ca") ? "VERIFY_CA" : "DISABLED");
  const file = (name: string): string | undefined => {
    const path = options.get(name);
    return path === null ? undefined : textOf(path, name);
  };
  const [ca, cert, key] = [file("ssl-ca"), file("ssl-cert"), file("ssl-key")];
  const keys = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  switch (mode.toUpperCase()) {
    case "DISABLED":
      return undefined;
    case "REQUIRED":
      return { ...keys, rejectUnauthorized: false };
    case "VERIFY_CA":
      return { ...keys, rejectUnauthorized: true, verifyIdentity: false };
    case "VERIFY_IDENTITY":
      // The driver compares names only, and lets a certificate for another address pass.
      if (isIP(host) !== 0) throw new UrlError("ssl-mode VERIFY_IDENTITY needs the host's name, not its address");
      return { ...keys, rejectUnauthorized: true, verifyIdentity: true };
    default:
      throw new UrlError(
        `ssl-mode is DISABLED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY; for ${host} it is another word`,
      );
  }
}

function textOf(path: string, option: string): string {
  return namedFile(path, option, (message) => new UrlError(message));
}
