import { NO_BYTE, type ByteSet } from "./byte-set.ts";
import type { Edge, PatternAutomaton } from "./pattern-automaton.ts";

/** One deterministic automaton for several patterns. State 0 is the start; where no edge leads on, no pattern matches any more. */
export type KeyAutomaton = readonly KeyState[];

export interface KeyState {
  /** The patterns that match a key which ends here, in ascending order. */
  readonly patterns: readonly number[];
  /** No byte is on two of them. */
  readonly edges: readonly Edge[];
}

/**
 * Unites the patterns by subset construction. Patterns with captures that stop at different bytes can make the number of states explode:
 * undefined when the automaton would have more than `STATES_A_BYTE` states for each byte of the patterns written out, or `MOST_STATES`.
 */
export function keyAutomaton(patterns: readonly PatternAutomaton[]): KeyAutomaton | undefined {
  const written = patterns.reduce((sum, { edges }) => sum + edges.length, 0);
  const limit = Math.min(STATES_A_BYTE * written, MOST_STATES);
  const subsets = new Map<string, number>();
  const places: Places[] = [];
  const stateOf = (subset: Places): number => {
    const name = subset.map(({ pattern, state }) => `${pattern}.${state}`).join(" ");
    const known = subsets.get(name) ?? places.push(subset) - 1;
    subsets.set(name, known);
    return known;
  };
  stateOf(patterns.map((_, pattern) => ({ pattern, state: 0 })));
  const states: KeyState[] = [];
  for (const subset of places) {
    if (places.length > limit) return undefined;
    const edges = waysOn(subset, patterns).map(({ on, to }) => ({ on, to: stateOf(to) }));
    const ended = subset.filter(({ pattern, state }) => patterns[pattern]?.accepts.has(state));
    states.push({ patterns: [...new Set(ended.map(({ pattern }) => pattern))], edges });
  }
  return states;
}

const STATES_A_BYTE = 4;
const MOST_STATES = 65_535;

/** States of patterns that are reached at once, ordered by pattern, then state. */
type Places = readonly Place[];

interface Place {
  readonly pattern: number;
  readonly state: number;
}

interface Way {
  readonly on: ByteSet;
  readonly to: Places;
}

/** Disjoint sets of bytes with the places to which each leads. */
function waysOn(from: Places, patterns: readonly PatternAutomaton[]): readonly Way[] {
  let ways: readonly Way[] = [];
  for (const [on, to] of placesByBytes(from, patterns)) ways = split(ways, { on, to });
  return ways.map(({ on, to }) => ({ on, to: ordered(to) }));
}

function placesByBytes(from: Places, patterns: readonly PatternAutomaton[]): ReadonlyMap<ByteSet, Places> {
  const found = new Map<ByteSet, Place[]>();
  for (const { pattern, state } of from) {
    for (const { on, to } of patterns[pattern]?.edges[state] ?? []) {
      const places = found.get(on) ?? [];
      places.push({ pattern, state: to });
      found.set(on, places);
    }
  }
  return found;
}

/** Adds a way to disjoint ones, which stay disjoint. */
function split(ways: readonly Way[], added: Way): readonly Way[] {
  let rest = added.on;
  const parts = ways.flatMap(({ on, to }) => {
    const both = on & rest;
    if (both === NO_BYTE) return [{ on, to }];
    rest &= ~both;
    const alone = on & ~both;
    const shared = { on: both, to: [...to, ...added.to] };
    return alone === NO_BYTE ? [shared] : [shared, { on: alone, to }];
  });
  return rest === NO_BYTE ? parts : [...parts, { on: rest, to: added.to }];
}

function ordered(places: Places): Places {
  const sorted = [...places].sort((a, b) => a.pattern - b.pattern || a.state - b.state);
  return sorted.filter(({ pattern, state }, index) => {
    const before = sorted[index - 1];
    return before?.pattern !== pattern || before.state !== state;
  });
}
