import { createHash } from "node:crypto";
import type { EmittedFile } from "./module.ts";

/** `worker.ts` is laid out without its release, which depends on all that was laid out. */
export const NO_RELEASE = "";

/** Changes with anything that was compiled, and with nothing else. */
export function releaseOf(files: readonly EmittedFile[]): string {
  return digestOf(files).slice(0, 12);
}

export function withRelease(worker: string, release: string): string {
  return worker.replace(RELEASE_LINE, `\n  release: "${release}",\n`);
}

export function withoutRelease(worker: string): string {
  return withRelease(worker, NO_RELEASE);
}

/** Undefined where the text has none. */
export function releaseIn(worker: string): string | undefined {
  return RELEASE_LINE.exec(worker)?.[1];
}

/** In a string a line break would be escaped, so no text of a user's makes such a line. */
const RELEASE_LINE = /\n {2}release: "([0-9a-f]*)",\n/;

/** One text for many files. */
export function digestOf(files: readonly EmittedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex");
}
