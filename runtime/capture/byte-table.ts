/** A deterministic automaton over bytes as a table. State 0 is the end of all ways, state 1 the start. */
export interface ByteTable {
  /** Bytes that no state tells apart are of one class. */
  readonly classes: Uint8Array;
  readonly width: number;
  /** The next state, by state × width + class. */
  readonly next: Uint32Array;
}

export const DEAD = 0;
export const START = 1;

/** Says for each of the 256 bytes whether it is meant. */
export type Bytes = readonly boolean[];

export interface ByteEdge {
  readonly from: number;
  readonly on: Bytes;
  readonly to: number;
}

/** Equal sets of bytes should be one object: the classes are found from their number. */
export function byteTable(states: number, edges: readonly ByteEdge[]): ByteTable {
  const { classes, members } = classesOf([...new Set(edges.map(({ on }) => on))]);
  const width = members.length;
  const next = new Uint32Array(states * width);
  for (const { from, on, to } of edges) {
    members.forEach((byte, index) => {
      if (on[byte] === true) next[from * width + index] = to;
    });
  }
  return { classes, width, next };
}

/** Where a key's bytes lead from the start. */
export function stateAfter({ classes, width, next }: ByteTable, key: string): number {
  let state = START;
  for (let index = 0; index < key.length; index++) {
    state = next[state * width + (classes[key.charCodeAt(index)] ?? 0)] ?? DEAD;
  }
  return state;
}

/** Each byte's class, and a member of each class. */
function classesOf(sets: readonly Bytes[]): { readonly classes: Uint8Array; readonly members: readonly number[] } {
  const numbers = new Map<string, number>();
  const members: number[] = [];
  const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
    const name = sets.map((set) => (set[byte] === true ? "1" : "0")).join("");
    const known = numbers.get(name) ?? members.push(byte) - 1;
    numbers.set(name, known);
    return known;
  });
  return { classes, members };
}
