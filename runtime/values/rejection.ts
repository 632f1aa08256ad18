import type { RuntimeCode } from "../errors.ts";
import type { Site } from "./site.ts";

/**
 * Thrown when a value does not decode, does not fit or is null where it may not be: its key goes to the dead letters.
 * Not an Error: rejections are ordinary and frequent, and a stack would cost more than everything else about them.
 */
export class Rejection {
  readonly code: RuntimeCode;
  /**
   * For people. Never contains the value, which may belong to a sensitive column; the text of `reject("…")` is its
   * author's.
   */
  readonly message: string;
  readonly site: Site;
  /** The value in at most 80 characters, invalid bytes as `\xNN`. Undefined where there is none. */
  readonly value: string | undefined;

  constructor(code: RuntimeCode, message: string, site: Site, value?: string) {
    this.code = code;
    this.message = message;
    this.site = site;
    this.value = value;
  }

  toString(): string {
    return `${this.code} ${this.site.file}:${this.site.line} ${this.message}`;
  }
}

/** Throws a rejection whose message names the column and then the problem. */
export function refuse(code: RuntimeCode, problem: string, site: Site, value?: string): never {
  throw new Rejection(code, `${site.column}: ${problem}`, site, value);
}
