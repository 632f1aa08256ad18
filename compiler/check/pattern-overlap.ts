import type { PatternPart, PatternPlan } from "../plan/ir.ts";
import { outlineOf, outlinesMeet, type PatternOutline } from "./pattern-outline.ts";

/** A set of characters: those listed, or all but those listed. */
export interface CharacterSet {
  readonly all: boolean;
  readonly listed: string;
}

/** A pattern as states with edges; the last state accepts. */
export interface Automaton {
  readonly edges: readonly (readonly Edge[])[];
}
export interface Edge {
  readonly on: CharacterSet;
  readonly to: number;
}

/** What a pattern is compared by, made once a pattern. */
export interface KeySet {
  readonly outline: PatternOutline;
  readonly automaton: Automaton;
}

export function keySetOf(pattern: PatternPlan): KeySet {
  return { outline: outlineOf(pattern), automaton: automatonOf(pattern) };
}

/** True when some key matches both. Of a thousand jobs nearly all pairs differ in their outlines already. */
export function patternsOverlap(a: KeySet, b: KeySet): boolean {
  return outlinesMeet(a.outline, b.outline) && automataMeet(a.automaton, b.automaton);
}

/** A path through both automata at once. */
function automataMeet(left: Automaton, right: Automaton): boolean {
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [x, y] = pair;
    if (x === left.edges.length - 1 && y === right.edges.length - 1) return true;
    const both = x * right.edges.length + y;
    if (seen.has(both)) continue;
    seen.add(both);
    for (const one of left.edges[x] ?? []) {
      for (const other of right.edges[y] ?? []) {
        if (meet(one.on, other.on)) open.push([one.to, other.to]);
      }
    }
  }
  return false;
}

function meet(a: CharacterSet, b: CharacterSet): boolean {
  if (a.all && b.all) return true;
  if (a.all) return meet(b, a);
  return [...a.listed].some((character) => b.listed.includes(character) !== b.all);
}

/**
 * Each part begins at the state where the one before it ended. A repeated part loops on its last state, from which the next part
 * leaves: a text capture can't contain the literal character after it, and numbers are followed by no digit, so no edge is ambiguous
 * in a way that matters for whether a path exists.
 */
function automatonOf(pattern: PatternPlan): Automaton {
  const edges: Edge[][] = [[]];
  const step = (on: CharacterSet) => {
    edges.at(-1)?.push({ on, to: edges.length });
    edges.push([]);
  };
  const loop = (on: CharacterSet) => edges.at(-1)?.push({ on, to: edges.length - 1 });
  pattern.parts.forEach((part, index) => addPart(part, pattern.parts[index + 1], { step, loop }));
  return { edges };
}

interface Builder {
  readonly step: (on: CharacterSet) => void;
  readonly loop: (on: CharacterSet) => void;
}

const DIGITS: CharacterSet = { all: false, listed: "0123456789" };
const HEX: CharacterSet = { all: false, listed: "0123456789abcdef" };
const ANY: CharacterSet = { all: true, listed: "" };

function addPart(part: PatternPart, next: PatternPart | undefined, { step, loop }: Builder): void {
  if (part.kind === "literal") return [...part.text].forEach((character) => step({ all: false, listed: character }));
  switch (part.type) {
    case "text": {
      const stop = next?.kind === "literal" ? ([...next.text][0] ?? "") : "";
      const on = { all: true, listed: `:${stop}` };
      step(on);
      return loop(on);
    }
    case "any":
      step(ANY);
      return loop(ANY);
    case "int":
    case "bigint":
      // The sign counts as a first digit: "-" alone is no number, but no pattern is told apart by that.
      step({ all: false, listed: "-0123456789" });
      return loop(DIGITS);
    case "uuid":
      return [..."hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"].forEach((shape) =>
        step(shape === "h" ? HEX : { all: false, listed: "-" }),
      );
    case "date":
      return [..."dddd-dd-dd"].forEach((shape) => step(shape === "d" ? DIGITS : { all: false, listed: "-" }));
  }
}
