import type { Value } from "../plan/ir.ts";
import type { JobContext } from "./context.ts";
import { some } from "./values.ts";

/** True when `now()` or `random_uuid()` takes part, directly or through a `let`. */
export function dependsOnClock(value: Value, job: JobContext): boolean {
  return reaches(value, job, (part) => part.kind === "now" || (part.kind === "call" && part.fn === "randomUuid"));
}

/** True when another key's value takes part. */
export function dependsOnLookup(value: Value, job: JobContext): boolean {
  return reaches(value, job, (part) => part.kind === "lookup" || part.kind === "probe");
}

/** Looks into each `let` once: one may be used by many that are used by many. */
function reaches(value: Value, job: JobContext, holds: (part: Value) => boolean): boolean {
  const seen = new Set<string>();
  const reached = (part: Value): boolean => {
    if (holds(part)) return true;
    if (part.kind !== "local" || seen.has(part.local)) return false;
    seen.add(part.local);
    const definition = job.lets.get(part.local);
    return definition !== undefined && some(definition, reached);
  };
  return some(value, reached);
}
