import { patternAutomaton } from "../keys/pattern-automaton.ts";
import type { CheckedJob } from "./jobs.ts";
import { commonKey } from "./pattern-overlap.ts";
import type { Sink } from "./sink.ts";

/** Warns of jobs of one kind that can have a key in common; a key has one kind. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  const automata = jobs.map((job) => ({ job, automaton: patternAutomaton(job.pattern.plan) }));
  automata.forEach(({ job, automaton }, index) => {
    for (const earlier of automata.slice(0, index)) {
      if (earlier.job.kind !== job.kind) continue;
      const key = commonKey(earlier.automaton, automaton);
      if (key === undefined) continue;
      const { job: other, pattern } = earlier.job;
      sink.report(
        "RDI2072",
        job.job.from.pattern.span,
        { other: other.name.text, pattern: pattern.plan.text, key: shown(key) },
        [{ span: other.from.pattern.span, label: "the other pattern" }],
      );
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
