import { patternAutomaton } from "../keys/pattern-automaton.ts";
import type { CheckedJob } from "./jobs.ts";
import { commonKey } from "./pattern-overlap.ts";
import { outlineOf, outlinesMeet } from "./pattern-outline.ts";
import type { Sink } from "./sink.ts";

/** Warns of each job that can have a key in common with one above it; the first such job is named. A key has one kind. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  const sets = jobs.map((job) => ({
    job,
    outline: outlineOf(job.pattern.plan),
    automaton: patternAutomaton(job.pattern.plan),
  }));
  sets.forEach((own, index) => {
    for (const earlier of sets.slice(0, index)) {
      // Of a thousand jobs nearly all pairs differ in their outlines already.
      if (earlier.job.kind !== own.job.kind || !outlinesMeet(earlier.outline, own.outline)) continue;
      const key = commonKey(earlier.automaton, own.automaton);
      if (key === undefined) continue;
      const { job: other, pattern } = earlier.job;
      sink.report(
        "RDI2072",
        own.job.job.from.pattern.span,
        { other: other.name.text, pattern: pattern.plan.text, key: shown(key) },
        [{ span: other.from.pattern.span, label: "the other pattern" }],
      );
      return;
    }
  });
}

/** A key's bytes as text; those that are none, or that cannot be seen, by their numbers. */
function shown(latin1: string): string {
  const text = Buffer.from(latin1, "latin1").toString("utf8");
  const readable =
    Buffer.from(text, "utf8").toString("latin1") === latin1 ? text : latin1.replaceAll(/[\x80-\xff]/g, escape);
  return readable.replaceAll(/[\0-\x1f\x7f]/g, escape);
}

function escape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
