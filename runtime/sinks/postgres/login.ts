import { readFileSync } from "node:fs";

/** What a url asks of the driver. */
export interface Login {
  readonly connectionString: string;
  readonly password?: string;
}

/**
 * The url as psql understands it: `sslmode` with `sslrootcert`, `sslcert` and `sslkey`; and `password-file`, the path of a file that holds the password. All
 * files are read when a connection is made, so each of them may be replaced while a worker runs. Throws an error that names the file that can't be read.
 */
export function loginOf(url: string): Login {
  const [place = "", query = ""] = url.split(/\?(.*)/s);
  const options = new URLSearchParams(query);
  const file = options.get(PASSWORD_FILE);
  options.delete(PASSWORD_FILE);
  if (options.has("sslmode")) options.set("uselibpqcompat", "true");
  const connectionString = options.size === 0 ? place : `${place}?${options.toString()}`;
  return file === null ? { connectionString } : { connectionString, password: passwordOf(file) };
}

const PASSWORD_FILE = "password-file";

function passwordOf(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new Error(`the file ${file}, which ${PASSWORD_FILE} names, can't be read (${reason})`, { cause: error });
  }
}
