import type { CheckedJob } from "./jobs.ts";
import { patternsOverlap } from "./pattern-overlap.ts";
import type { Sink } from "./sink.ts";

/** Warns of jobs of one kind that can have a key in common; a key has one kind. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  jobs.forEach((job, index) => {
    for (const earlier of jobs.slice(0, index)) {
      if (earlier.kind !== job.kind || !patternsOverlap(earlier.pattern.plan, job.pattern.plan)) continue;
      const { pattern } = earlier.job.from;
      sink.report(
        "RDI2072",
        job.job.from.pattern.span,
        { other: earlier.job.name.text, pattern: earlier.pattern.plan.text },
        [{ span: pattern.span, label: "the other pattern" }],
      );
    }
  });
}
