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

function reaches(value: Value, job: JobContext, holds: (part: Value) => boolean): boolean {
  return some(value, (part) => {
    if (holds(part)) return true;
    const definition = part.kind === "local" ? job.lets.get(part.local) : undefined;
    return definition !== undefined && reaches(definition, job, holds);
  });
}
