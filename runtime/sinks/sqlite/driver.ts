import type Libsql from "libsql";
import { coerceError, EXIT, StartupError } from "../../errors.ts";

/** Its native part is loaded with it: of a bundle from a file beside it, one for each platform. Throws `StartupError`. */
export async function loadDriver(): Promise<typeof Libsql> {
  try {
    const { default: driver } = await import("libsql");
    return driver;
  } catch (thrown) {
    throw missing(coerceError(thrown));
  }
}

function missing(error: Error): StartupError {
  const platform = `${process.platform}, ${process.arch}`;
  const [first = ""] = error.message.split("\n");
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `SQLite's driver has no native part for this machine (${platform}): ${first}`,
    "A bundle needs the files libsql-*.node that rdi build puts beside worker.mjs, one for each platform that is installed where it is built. Copy all " +
      "of its folder; for another platform run npm install --no-save --force @libsql/PLATFORM there, and build again.",
    error,
  );
}
