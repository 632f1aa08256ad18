import type { Dialect } from "./dialect.ts";
import { mariadb, mysql } from "./mysql/dialect.ts";
import { postgres } from "./postgres/dialect.ts";
import { sqlite } from "./sqlite/dialect.ts";
import { sqlserver } from "./sqlserver/dialect.ts";

/** By the word after a target's colon. The runtime's part of each is in runtime/sinks/systems.ts. */
const DIALECTS = { postgres, mysql, mariadb, sqlserver, sqlite } satisfies Readonly<Record<string, Dialect>>;

export type System = keyof typeof DIALECTS;

/** The kinds of targets that have tables. */
export const SYSTEMS: readonly System[] = Object.keys(DIALECTS).filter(isSystem);

export function isSystem(word: string): word is System {
  return Object.hasOwn(DIALECTS, word);
}

export function dialectOf(system: System): Dialect {
  return DIALECTS[system];
}
