import { createHash } from "node:crypto";
import { bytesOfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import type { Site } from "./site.ts";

/** Names of the language, and what OpenSSL calls them. BLAKE2 has its full length, 64 and 32 bytes. */
const ALGORITHMS = {
  md5: "md5",
  sha1: "sha1",
  sha224: "sha224",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha3_224: "sha3-224",
  sha3_256: "sha3-256",
  sha3_384: "sha3-384",
  sha3_512: "sha3-512",
  blake2b: "blake2b512",
  blake2s: "blake2s256",
} as const;

export type HashAlgorithm = keyof typeof ALGORITHMS;

/** Of bytes, or of a text's UTF-8; in lower-case hexadecimal digits. */
export function digest(value: Raw | null, algorithm: HashAlgorithm, site: Site): string | null {
  if (value === null) return null;
  return createHash(ALGORITHMS[algorithm]).update(bytesOfRaw(value, site)).digest("hex");
}
