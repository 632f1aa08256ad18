import type { KeyStates } from "../key-states.ts";
import { DEAD, START, type ByteEdge, type Bytes } from "./byte-table.ts";

/** States with one byte an edge. `jobs` holds the names of the jobs to which a key belongs that ends in a state. */
export interface SpelledStates {
  readonly count: number;
  readonly edges: readonly ByteEdge[];
  readonly jobs: ReadonlyMap<number, readonly string[]>;
}

/** The compiled states, with states between the bytes of each run. */
export function spellOut(states: KeyStates): SpelledStates {
  const edges: ByteEdge[] = [];
  const bytesOf = elementReader();
  let count = states.length + START;
  states.forEach((state, place) => {
    for (const edge of state.edges) {
      const run = bytesOf(edge.bytes);
      let from = place + START;
      run.forEach((on, index) => {
        const to = index === run.length - 1 ? edge.to + START : count++;
        edges.push({ from, on, to });
        from = to;
      });
    }
  });
  const ends = states.map(({ jobs }, place) => [place + START, jobs.map(({ name }) => name)] as const);
  return { count, edges, jobs: new Map(ends) };
}

/** The first literals of patterns, as far as they go; no job is decided by them. */
export function spellPrefixes(prefixes: readonly string[]): SpelledStates {
  const edges: ByteEdge[] = [];
  const bytesOf = elementReader();
  const states = new Map([["", START]]);
  for (const prefix of prefixes) {
    for (let length = 1; length <= prefix.length; length++) {
      const begun = prefix.slice(0, length);
      if (states.has(begun)) continue;
      const from = states.get(begun.slice(0, -1)) ?? DEAD;
      const to = START + states.size;
      states.set(begun, to);
      const code = begun
        .charCodeAt(length - 1)
        .toString(16)
        .padStart(2, "0");
      for (const on of bytesOf(new RegExp(`\\x${code}`))) edges.push({ from, on, to });
    }
  }
  return { count: START + states.size, edges, jobs: new Map() };
}

/** Reads a regular expression that consists of bytes and classes, each with a count or without. Equal ones become one object. */
function elementReader(): (bytes: RegExp) => readonly Bytes[] {
  const known = new Map<string, Bytes>();
  const meant = (element: string): Bytes => {
    const bytes = known.get(element) ?? bytesOfElement(element);
    known.set(element, bytes);
    return bytes;
  };
  return ({ source }) =>
    [...source.matchAll(ELEMENT)].flatMap(([, element = "", count = "1"]) =>
      Array<Bytes>(Number(count)).fill(meant(element)),
    );
}

const ELEMENT = /(\[(?:\\.|[^\\\]])*\]|\\x[0-9a-f]{2}|\\.|[^\\])(?:\{(\d+)\})?/g;

function bytesOfElement(element: string): Bytes {
  const regex = new RegExp(`^${element}$`);
  return Array.from({ length: 256 }, (_, byte) => regex.test(String.fromCharCode(byte)));
}
