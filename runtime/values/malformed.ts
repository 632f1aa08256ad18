import type { RuntimeCode } from "../errors.ts";
import { textOfBytes } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

/** What a reader of a format throws: it knows the place in the text and nothing of sites. */
export class Malformed {
  /** UTF-16 units. */
  readonly at: number;
  readonly problem: string;

  constructor(at: number, problem: string) {
    this.at = at;
    this.problem = problem;
  }
}

export interface Format<T> {
  readonly code: RuntimeCode;
  /** `not JSON`. */
  readonly problem: string;
  readonly read: (text: string) => T;
}

/** Reads UTF-8 as a format. What is malformed rejects, with the place in bytes from 0, as Redis counts. */
export function readFormat<T>(raw: Raw, format: Format<T>, site: Site): T {
  const text = typeof raw === "string" ? raw : textOfBytes(raw, site);
  try {
    return format.read(text);
  } catch (thrown: unknown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    const position = Buffer.byteLength(text.slice(0, thrown.at));
    return refuse(format.code, `${format.problem}: ${thrown.problem}, at byte ${position}`, site, renderRaw(raw));
  }
}

export function malformed(at: number, problem: string): never {
  throw new Malformed(at, problem);
}
