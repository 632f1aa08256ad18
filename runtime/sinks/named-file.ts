import { readFileSync } from "node:fs";

/** The text of a file that an option of a target's url names. Throws what `failed` makes of the reason. */
export function namedFile(path: string, option: string, failed: (message: string) => Error): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw failed(`the file ${path}, which ${option} names, can't be read (${reason})`);
  }
}
