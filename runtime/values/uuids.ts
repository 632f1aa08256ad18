import { randomUUID } from "node:crypto";
import { v5 } from "uuid";
import { decodeUuid } from "./decode-misc.ts";
import { bytesOfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import type { Site } from "./site.ts";

/** RFC 9562, version 5: the same for the same namespace, which is a uuid itself, and the same name. */
export function uuidV5(namespace: Raw | null, name: Raw | null, site: Site): string | null {
  const space = decodeUuid(namespace, site);
  if (space === null || name === null) return null;
  return v5(bytesOfRaw(name, site), Buffer.from(space.replaceAll("-", ""), "hex"));
}

/** RFC 9562, version 4. */
export function randomUuid(): string {
  return randomUUID();
}
