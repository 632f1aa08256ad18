import type { PatternPart, PatternPlan } from "../plan/ir.ts";
import { ANY_BYTE, bytesAmong, bytesExcept, DIGITS, DIGITS_FROM_ONE, HEX_DIGITS, type ByteSet } from "./byte-set.ts";

/**
 * A pattern as a finite automaton over the bytes of a key, without empty edges: it takes exactly the keys that the pattern's regular
 * expression matches. State 0 is the start.
 */
export interface PatternAutomaton {
  readonly edges: readonly (readonly Edge[])[];
  readonly accepts: ReadonlySet<number>;
}

export interface Edge {
  readonly on: ByteSet;
  readonly to: number;
}

/** The UTF-8 bytes of a text, one character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The bytes at which a text capture ends. */
export function stopBytes(next: PatternPart | undefined): string {
  const first = next?.kind === "literal" ? bytesOf(next.text).charAt(0) : "";
  return first === ":" ? ":" : `:${first}`;
}

export function patternAutomaton({ parts }: PatternPlan): PatternAutomaton {
  const building: Building = { edges: [[]], ends: [0] };
  parts.forEach((part, index) => addPart(building, part, parts[index + 1]));
  return { edges: building.edges, accepts: new Set(building.ends) };
}

interface Building {
  readonly edges: Edge[][];
  /** The states in which what was added so far may end; the next part leaves from each of them. */
  ends: readonly number[];
}

function addPart(building: Building, part: PatternPart, next: PatternPart | undefined): void {
  if (part.kind === "literal") return addBytes(building, [...bytesOf(part.text)].map(bytesAmong));
  switch (part.type) {
    case "text":
      return addRepeated(building, bytesExcept(stopBytes(next)));
    case "any":
      return addRepeated(building, ANY_BYTE);
    case "int":
    case "bigint":
      return addNumber(building);
    case "uuid":
      return addBytes(building, shaped("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", HEX_DIGITS));
    case "date":
      return addBytes(building, shaped("xxxx-xx-xx", DIGITS));
  }
}

function shaped(shape: string, x: ByteSet): readonly ByteSet[] {
  return [...shape].map((letter) => (letter === "x" ? x : bytesAmong(letter)));
}

function addBytes(building: Building, bytes: readonly ByteSet[]): void {
  for (const on of bytes) building.ends = [addState(building, building.ends, on)];
}

function addRepeated(building: Building, on: ByteSet): void {
  const state = addState(building, building.ends, on);
  building.edges[state]?.push({ on, to: state });
  building.ends = [state];
}

/** `0|-?[1-9]\d*` */
function addNumber(building: Building): void {
  const from = building.ends;
  const zero = addState(building, from, bytesAmong("0"));
  const minus = addState(building, from, bytesAmong("-"));
  const digits = addState(building, [...from, minus], DIGITS_FROM_ONE);
  building.edges[digits]?.push({ on: DIGITS, to: digits });
  building.ends = [zero, digits];
}

function addState({ edges }: Building, from: readonly number[], on: ByteSet): number {
  const to = edges.push([]) - 1;
  for (const state of from) edges[state]?.push({ on, to });
  return to;
}
