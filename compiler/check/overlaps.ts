import type { CheckedJob } from "./jobs.ts";
import { patternsOverlap } from "./pattern-overlap.ts";
import type { Sink } from "./sink.ts";

/** Warns of each job that can have a key in common with an earlier one of its kind. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  jobs.forEach((job, index) => {
    const earlier = jobs.slice(0, index).find((other) => patternsOverlap(other.pattern.plan, job.pattern.plan));
    if (earlier === undefined) return;
    const { pattern } = earlier.job.from;
    sink.report(
      "RDI2072",
      job.job.from.pattern.span,
      { other: earlier.job.name.text, pattern: earlier.pattern.plan.text },
      [{ span: pattern.span, label: "the other pattern" }],
    );
  });
}
