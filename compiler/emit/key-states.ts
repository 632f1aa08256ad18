import { ANY_BYTE, bytesOfSet, DIGITS, type ByteSet } from "../keys/byte-set.ts";
import { foldStates, type FoldedState, type Run } from "../keys/fold-states.ts";
import { keyAutomaton } from "../keys/key-automaton.ts";
import { patternAutomaton } from "../keys/pattern-automaton.ts";
import type { PatternPlan } from "../plan/ir.ts";
import { classText, regexText } from "./key-pattern.ts";
import { regexLiteral } from "./literals.ts";

/** The states of the one automaton for all patterns, a call of `keyState` each; undefined when it would become too large. */
export function keyStates(patterns: readonly PatternPlan[], jobs: readonly string[]): readonly string[] | undefined {
  const automaton = keyAutomaton(patterns.map(patternAutomaton));
  return automaton === undefined ? undefined : foldStates(automaton).map((state) => stateCall(state, jobs));
}

function stateCall({ patterns, runs }: FoldedState, jobs: readonly string[]): string {
  const ending = `[${patterns.map((pattern) => jobs[pattern] ?? "").join(", ")}]`;
  return `keyState(${[ending, ...runs.map((run) => `on(${runRegex(run)}, ${run.to})`)].join(", ")})`;
}

/** Equal sets in a row are counted, except where they are single bytes. */
function runRegex({ bytes }: Run): string {
  const counted: { readonly text: string; count: number }[] = [];
  for (const set of bytes) {
    const text = setRegex(set);
    const last = counted.at(-1);
    if (last?.text === text && /^\[|^\\d/.test(text)) last.count += 1;
    else counted.push({ text, count: 1 });
  }
  return regexLiteral(counted.map(({ text, count }) => (count === 1 ? text : `${text}{${count}}`)).join(""));
}

function setRegex(set: ByteSet): string {
  if (set === ANY_BYTE) return "[^]";
  if (set === DIGITS) return "\\d";
  const bytes = bytesOfSet(set);
  if (bytes.length === 1) return regexText(latin1(bytes));
  return bytes.length > 128 ? `[^${ranges(bytesOfSet(ANY_BYTE & ~set))}]` : `[${ranges(bytes)}]`;
}

/** More than two bytes in a row as `a-z`. */
function ranges(bytes: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const byte of bytes) {
    const last = spans.at(-1);
    if (last?.[1] === byte - 1) last[1] = byte;
    else spans.push([byte, byte]);
  }
  return spans.map(([first, last]) => spanText(first, last)).join("");
}

function spanText(first: number, last: number): string {
  const [from, to] = [classText(latin1([first])), classText(latin1([last]))];
  if (first === last) return from;
  return last === first + 1 ? from + to : `${from}-${to}`;
}

function latin1(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString("latin1");
}
