import type { ByteSet } from "./byte-set.ts";
import type { KeyAutomaton, KeyState } from "./key-automaton.ts";

/** A state of which several bytes may lead to the next one. */
export interface FoldedState {
  readonly patterns: readonly number[];
  readonly runs: readonly Run[];
}

export interface Run {
  /** A set a byte, at least one. */
  readonly bytes: readonly ByteSet[];
  readonly to: number;
}

/**
 * Folds states at which nothing is decided into the run of bytes that passes them. The states keep their order, so a reader finds them where
 * the bytes lead.
 */
export function foldStates(automaton: KeyAutomaton): readonly FoldedState[] {
  const arrivals = countArrivals(automaton);
  const folds = (state: number): boolean => arrivals[state] === 1 && passesThrough(automaton[state]);
  const kept = automaton.map((_, state) => state).filter((state) => state === 0 || !folds(state));
  const numbers = new Map(kept.map((state, number) => [state, number]));
  const runFrom = ({ on, to }: KeyState["edges"][number]): Run => {
    const bytes = [on];
    let end = to;
    while (folds(end)) {
      for (const edge of automaton[end]?.edges ?? []) {
        bytes.push(edge.on);
        end = edge.to;
      }
    }
    return { bytes, to: numbers.get(end) ?? 0 };
  };
  return kept.map((state) => ({
    patterns: automaton[state]?.patterns ?? [],
    runs: (automaton[state]?.edges ?? []).map(runFrom),
  }));
}

function passesThrough(state: KeyState | undefined): boolean {
  return state?.patterns.length === 0 && state.edges.length === 1;
}

function countArrivals(automaton: KeyAutomaton): readonly number[] {
  const arrivals = automaton.map(() => 0);
  for (const { edges } of automaton) for (const { to } of edges) arrivals[to] = (arrivals[to] ?? 0) + 1;
  return arrivals;
}
