import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { SourceFile } from "../grammar/source.ts";
import { notUtf8 } from "./host-messages.ts";

export interface DecodedSource {
  readonly source: SourceFile;
  /** What is said of bytes that are no text. */
  readonly diagnostic: Diagnostic | undefined;
}

/** The bytes of a file as text. Only UTF-8 is text; a byte order mark is not part of it. */
export function decodeSource(path: string, bytes: Uint8Array): DecodedSource {
  const text = decode(bytes);
  return text === undefined ? unreadable(path, bytes) : { source: { path, text }, diagnostic: undefined };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Shown with what is not UTF-8 replaced, and pointing to the first such byte. */
function unreadable(path: string, bytes: Uint8Array): DecodedSource {
  const source = { path, text: lenient(bytes) };
  let good = 0;
  for (let end = bytes.length; good < end;) {
    const middle = Math.ceil((good + end) / 2);
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else end = middle - 1;
  }
  const start = lenient(bytes.subarray(0, good)).replace(/\uFFFD$/, "").length;
  return {
    source,
    diagnostic: notUtf8({ file: source, start, end: Math.min(start + 1, source.text.length) }, good + 1),
  };
}

/** A character may be cut off at the end. */
function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lenient(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
