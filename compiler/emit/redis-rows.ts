import type { RedisKeyPlan } from "../plan/ir.ts";
import { interfaceDeclaration, type Declaration, type Property } from "./declarations.ts";
import type { JobContext } from "./job-context.ts";

/** `interface AddrRow { … }`: what one row makes of one key of the target. */
export function redisRowInterface(key: RedisKeyPlan, context: JobContext): Declaration {
  const { imports } = context;
  const owner = key.kind === "stream" ? [] : [{ name: "owner", type: imports.type("Raw") }];
  const about = `${ABOUT[key.kind]} of \`${key.target}\`: \`${key.text}\`.`;
  return interfaceDeclaration(
    context.tableNames(key).rowType,
    key.doc === undefined ? about : `${about}\n\n${key.doc}`,
    [
      ...owner,
      { name: "key", type: "string" },
      { name: "expires", type: `${imports.type("Instant")} | null` },
      ...contents(key, context),
    ],
  );
}

const ABOUT: Readonly<Record<RedisKeyPlan["kind"], string>> = {
  hash: "A hash",
  json: "A JSON document",
  set: "A member of a set",
  zset: "A member of a sorted set",
  string: "A string",
  stream: "An entry of a stream",
};

function contents({ kind }: RedisKeyPlan, { imports }: JobContext): readonly Property[] {
  switch (kind) {
    case "hash":
    case "stream":
      return [{ name: "fields", type: imports.type("RedisFields") }];
    case "json":
      return [{ name: "value", type: imports.type("Json") }];
    case "set":
      return [{ name: "member", type: imports.type("Raw") }];
    case "zset":
      return [
        { name: "member", type: imports.type("Raw") },
        { name: "score", type: "number" },
      ];
    case "string":
      return [{ name: "value", type: `${imports.type("Raw")} | null` }];
  }
}
