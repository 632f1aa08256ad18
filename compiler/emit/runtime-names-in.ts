import type { JobPlan } from "../plan/ir.ts";
import { visitValues } from "../plan/parts.ts";
import type { RuntimeName } from "./runtime-names.ts";
import { SYSTEMS } from "../sql/dialects.ts";
import { valueName } from "./value-parameter.ts";

/** Names of the runtime that a job's module may import. A binder or a `let` of another name needs no other one. */
export function runtimeNamesIn(job: JobPlan): ReadonlySet<string> {
  const redis = job.keys.length === 0 ? [] : OF_REDIS_KEYS;
  const names = new Set<string>([...OF_THE_FRAME, ...SYSTEMS, ...redis, valueName(job.read)]);
  visitValues(job, (value) => {
    if (value.kind === "call" || value.kind === "constant") names.add(value.fn);
    if (value.kind === "function") names.add(value.name);
    if (value.kind === "path" || (value.kind === "field" && job.read.kind === "json")) names.add("path");
    if (value.kind === "field" && job.read.members === "all") names.add("entry");
  });
  return names;
}

/** What emission itself may mention. */
const OF_THE_FRAME: readonly RuntimeName[] = [
  "documentReader",
  "expiryOf",
  "hashMap",
  "jsonText",
  "lazy",
  "parseJson",
  "rawList",
  "scoreMap",
  "shortestScore",
  "sites",
];

/** What it mentions besides where Redis keys are written. */
const OF_REDIS_KEYS: readonly RuntimeName[] = ["redisContent", "redisMember"];
