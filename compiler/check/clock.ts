import type { Value } from "../plan/ir.ts";
import type { JobContext } from "./context.ts";
import { some } from "./values.ts";

/** True when `now()` takes part, directly or through a `let`. */
export function dependsOnClock(value: Value, job: JobContext): boolean {
  return some(value, (part) => part.kind === "now" || (part.kind === "local" && job.clockLocals.has(part.local)));
}
