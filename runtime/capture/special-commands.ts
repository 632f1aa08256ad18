import type { CommandPlan, FoundKey } from "./command-plan.ts";

/** Commands whose effect on keys the server's command table does not tell, or not all of it. */
export const SPECIAL_COMMANDS: readonly CommandPlan[] = [
  { kind: "protocol", name: "ping" },
  { kind: "protocol", name: "select" },
  { kind: "protocol", name: "multi" },
  { kind: "protocol", name: "exec" },
  { kind: "protocol", name: "replconf" },
  { kind: "none", name: "publish" },
  { kind: "none", name: "spublish" },
  { kind: "keyspace", name: "flushall", databases: () => "all" },
  { kind: "keyspace", name: "flushdb", databases: () => "selected" },
  { kind: "keyspace", name: "swapdb", databases: (words) => [Number(words[1]), Number(words[2])] },
  { kind: "whole", name: "move", keys: moved },
  { kind: "whole", name: "copy", keys: copied },
  { kind: "whole", name: "sort", keys: stored },
  { kind: "whole", name: "migrate", keys: migrated },
];

/** MOVE key db */
function moved([, key = "", database]: readonly string[]): readonly FoundKey[] {
  return [{ key }, { key, database: Number(database) }];
}

/** COPY source destination [DB db] [REPLACE] */
function copied(words: readonly string[]): readonly FoundKey[] {
  const [, , key = ""] = words;
  const option = words.findIndex((word, index) => index > 2 && word.toUpperCase() === "DB");
  return [{ key, ...(option < 0 ? {} : { database: Number(words[option + 1]) }) }];
}

/** SORT key … STORE destination; a pattern that is itself the word STORE only adds a candidate. */
function stored(words: readonly string[]): readonly FoundKey[] {
  return words.flatMap((key, index) => (index > 2 && words[index - 1]?.toUpperCase() === "STORE" ? [{ key }] : []));
}

/** MIGRATE host port key|"" db timeout … [KEYS key …]; without COPY it removes them here. */
function migrated(words: readonly string[]): readonly FoundKey[] {
  const [, , , single = ""] = words;
  if (single !== "") return [{ key: single }];
  const start = words.findIndex((word, index) => index > 5 && word.toUpperCase() === "KEYS");
  return start < 0 ? [] : words.slice(start + 1).map((key) => ({ key }));
}
