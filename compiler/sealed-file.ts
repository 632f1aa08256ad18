import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Files that only spare time: bytes behind their hash, so that damage is the same as none. */

/** Undefined where there is no such file, or another content than was written. */
export function readSealed(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const bytes = content.subarray(HASH_BYTES);
    return hashOf(bytes).equals(content.subarray(0, HASH_BYTES)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Renamed into its place when it is whole. Where it can't be written the next process takes its time. */
export function writeSealed(path: string, bytes: Buffer): void {
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, Buffer.concat([hashOf(bytes), bytes]));
    renameSync(part, path);
  } catch {
    return;
  }
}

const HASH_BYTES = 32;

function hashOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
