import { namedFile } from "../named-file.ts";

/** Of a url whose options can't be followed; it shows neither user nor password. */
export class LoginError extends Error {
  override readonly name = "LoginError";
}

/**
 * The driver's url for one that is understood as psql does: `sslmode` with `sslrootcert`, `sslcert` and `sslkey`; and `password-file`, the path of a file that holds the password. All
 * files are read when a connection is made, so each of them may be replaced while a worker runs. Throws `LoginError`.
 */
export function loginOf(url: string): string {
  const [place = "", query = ""] = url.split(/\?(.*)/s);
  const options = new URLSearchParams(query);
  const password = readable(PASSWORD_FILE, options.get(PASSWORD_FILE))?.replace(/\r?\n$/, "");
  options.delete(PASSWORD_FILE);
  for (const name of TLS_FILES) readable(name, options.get(name));
  checkMode(options.get("sslmode"), options.has("sslrootcert"));
  if (options.has("sslmode")) options.set("uselibpqcompat", "true");
  if (password !== undefined) options.set("password", password);
  return options.size === 0 ? place : `${place}?${options.toString()}`;
}

const PASSWORD_FILE = "password-file";
const TLS_FILES = ["sslrootcert", "sslcert", "sslkey"];
/** `allow` and `prefer`, which go on in the clear where a server has no TLS, are left out: a worker that is told to encrypt does so or stops. */
const MODES = ["disable", "require", "verify-ca", "verify-full"];

function checkMode(mode: string | null, hasRoot: boolean): void {
  if (mode === null) return;
  if (!MODES.includes(mode)) throw new LoginError(`sslmode is ${MODES.join(", ")}, and not ${mode}`);
  if (mode === "verify-ca" && !hasRoot)
    throw new LoginError("sslmode=verify-ca needs sslrootcert, the file of the authority's certificate");
}

function readable(option: string, path: string | null): string | undefined {
  return path === null ? undefined : namedFile(path, option, (message) => new LoginError(message));
}
