import type { CheckedJob } from "./jobs.ts";
import { keySetOf, patternsOverlap } from "./pattern-overlap.ts";
import type { Sink } from "./sink.ts";

/** Warns of each job that can have a key in common with one above it of its kind; the first such job is named. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  const keySets = jobs.map(({ pattern }) => keySetOf(pattern.plan));
  jobs.forEach((job, index) => {
    const keySet = keySets[index];
    if (keySet === undefined) return;
    const earlier = jobs[keySets.findIndex((other, at) => at === index || patternsOverlap(other, keySet))];
    if (earlier !== undefined && earlier !== job) warnOfOverlap(earlier, job, sink);
  });
}

function warnOfOverlap(earlier: CheckedJob, job: CheckedJob, sink: Sink): void {
  const { pattern } = earlier.job.from;
  sink.report(
    "RDI2072",
    job.job.from.pattern.span,
    { other: earlier.job.name.text, pattern: earlier.pattern.plan.text },
    [{ span: pattern.span, label: "the other pattern" }],
  );
}
