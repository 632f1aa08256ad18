import type { Job } from "./job.ts";

/**
 * The patterns of a project's jobs as one deterministic automaton over the bytes of a key; the first state is the start. No two edges of a
 * state begin with the same byte, and a byte for which there is no edge leads to no job.
 */
export type KeyStates = readonly KeyState[];

export interface KeyState {
  /** Those to which a key belongs that ends here. */
  readonly jobs: readonly Pick<Job, "name">[];
  readonly edges: readonly KeyEdge[];
}

export interface KeyEdge {
  /** Bytes, classes of them and their counts, one after the other; nothing else of what a regular expression may hold. */
  readonly bytes: RegExp;
  /** The place of the next state. */
  readonly to: number;
}

export function keyState(jobs: KeyState["jobs"], ...edges: readonly KeyEdge[]): KeyState {
  return { jobs, edges };
}

export function on(bytes: RegExp, to: number): KeyEdge {
  return { bytes, to };
}
