import { keyAutomaton } from "../keys/key-automaton.ts";
import { patternAutomaton, type PatternAutomaton } from "../keys/pattern-automaton.ts";
import type { CheckedJob } from "./jobs.ts";
import { commonKey } from "./pattern-overlap.ts";
import type { Sink } from "./sink.ts";

/** Warns of jobs of one kind that can have a key in common. */
export function warnOfOverlaps(jobs: readonly CheckedJob[], sink: Sink): void {
  const automata = jobs.map(({ pattern }) => patternAutomaton(pattern.plan));
  const meeting = meetingPatterns(automata);
  jobs.forEach((job, index) => {
    for (const [place, { job: other, pattern }] of jobs.slice(0, index).entries()) {
      if (!meeting(place, index)) continue;
      const key = commonKey(automata[place] ?? NOTHING, automata[index] ?? NOTHING);
      if (key === undefined) continue;
      sink.report(
        "RDI2072",
        job.job.from.pattern.span,
        { other: other.name.text, pattern: pattern.plan.text, key: shown(key) },
        [{ span: other.from.pattern.span, label: "the other pattern" }],
      );
    }
  });
}

const NOTHING: PatternAutomaton = { edges: [], accepts: new Set() };

/** Whether two patterns may have a key in common. One automaton for all tells it of all pairs at once, where it is not too large. */
function meetingPatterns(automata: readonly PatternAutomaton[]): (first: number, second: number) => boolean {
  const states = keyAutomaton(automata);
  if (states === undefined) return () => true;
  const pairs = new Set<string>();
  for (const { patterns } of states) {
    for (const [index, second] of patterns.entries()) {
      for (const first of patterns.slice(0, index)) pairs.add(`${first} ${second}`);
    }
  }
  return (first, second) => pairs.has(`${first} ${second}`);
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
