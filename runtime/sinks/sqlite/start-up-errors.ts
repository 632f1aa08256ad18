import { EXIT, StartupError } from "../../errors.ts";
import { sinkError } from "./error-classes.ts";
import { fileOf } from "./file-url.ts";

/** The file of a target's url, or a `StartupError`. */
export function requiredFile(target: string, url: string): string {
  const file = fileOf(url);
  if (file !== undefined) return file;
  throw new StartupError(
    "RDI5001",
    EXIT.configuration,
    `The url of target ${target} names no file.`,
    "Write it as file:shop.db or file:///var/lib/shop.db, without options; ? and # in a name are %3F and %23.",
  );
}

/** A file that could not be opened, or failed while it was looked at. */
export function connectionError(target: string, file: string, thrown: unknown): StartupError {
  if (thrown instanceof StartupError) return thrown;
  const { serverCode, message } = sinkError(thrown, "connect");
  const name = /^SQLITE_[A-Z]+/.exec(serverCode)?.[0] ?? serverCode;
  const [code, hint] = HINTS[name] ?? ["RDI5005", "Check the path in the target's url, and that the file can be read."];
  return new StartupError(code, EXIT.target, `Target ${target}: ${file}: ${message}`, hint, thrown);
}

const HINTS: Readonly<Record<string, readonly ["RDI5005" | "RDI5006", string]>> = {
  SQLITE_CANTOPEN: [
    "RDI5005",
    "Create the file with its tables (rdi ddl prints them), or correct the path in the target's url: it is relative to the working directory.",
  ],
  SQLITE_NOTADB: ["RDI5005", "Point the target's url at a database of SQLite that is not encrypted."],
  SQLITE_CORRUPT: ["RDI5005", "The file is damaged: restore it from a backup, or recover it with sqlite3."],
  SQLITE_BUSY: ["RDI5005", "Another process has the file locked: try again once it is done."],
  SQLITE_READONLY: ["RDI5006", "Let the worker's user write the file and its folder, in which SQLite keeps a log."],
  SQLITE_PERM: ["RDI5006", "Let the worker's user write the file and its folder, in which SQLite keeps a log."],
};
