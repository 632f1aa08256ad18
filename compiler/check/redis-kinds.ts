import type { Name } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { RedisKeyPlan } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

/** The kinds of keys that can be written, with the names in their blocks. */
export const REDIS_KINDS: Readonly<Record<RedisKeyPlan["kind"], readonly string[] | "any">> = {
  hash: "any",
  json: "any",
  set: ["member"],
  zset: ["member", "score"],
  string: ["value"],
  stream: "any",
};

const NAMES_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["sorted_set", "zset"],
  ["sortedset", "zset"],
]);

/** Undefined for a kind that there is not, which is reported. */
export function checkRedisKind({ text, span }: Name, sink: Sink): RedisKeyPlan["kind"] | undefined {
  const known = Object.keys(REDIS_KINDS);
  const kind = known.find((name): name is RedisKeyPlan["kind"] => name === text);
  const other = NAMES_ELSEWHERE.get(text);
  const near = other === undefined ? suggest(text, known) : [other];
  if (kind === undefined) sink.report("RDI2002", span, { what: "Redis key to write", name: text, known, near });
  return kind;
}
