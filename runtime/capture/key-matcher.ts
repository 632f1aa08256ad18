import type { KeyPattern } from "../job.ts";
import type { KeyStates } from "../key-states.ts";
import { byteTable, DEAD, START, stateAfter, type ByteTable } from "./byte-table.ts";
import { spellOut, spellPrefixes, type SpelledStates } from "./spell-out.ts";

/** A job's keys, as capture knows them. */
export interface KeyOwner {
  readonly job: string;
  readonly pattern: KeyPattern;
}

export interface KeyMatch<Owner> {
  /** Those whose pattern the key matches. */
  readonly owners: readonly Owner[];
  /** Those whose pattern begins like the key, `owners` among them, in the order of the patterns. */
  readonly begun: readonly Owner[];
}

/** Takes a key's bytes as a latin1 string. */
export type KeyMatcher<Owner> = (key: string) => KeyMatch<Owner>;

/**
 * Finds the owners of a key in one pass over it, whatever their number. Without compiled states, the pass is over the first literals of the
 * patterns, and those that begin like the key are asked one by one.
 */
export function keyMatcher<Owner extends KeyOwner>(
  owners: readonly Owner[],
  compiled: KeyStates | undefined,
): KeyMatcher<Owner> {
  return compiled === undefined ? matcherOfPrefixes(owners) : matcherOfStates(owners, spellOut(compiled));
}

function matcherOfStates<Owner extends KeyOwner>(owners: readonly Owner[], states: SpelledStates): KeyMatcher<Owner> {
  const { walk, begun } = walkOver(states, owners);
  const ends = ownersByState(states, owners);
  return (key) => {
    const { end, begun: at } = walk(key);
    return { owners: ends[end] ?? NONE, begun: begun.get(at) ?? NONE };
  };
}

function matcherOfPrefixes<Owner extends KeyOwner>(owners: readonly Owner[]): KeyMatcher<Owner> {
  const { walk, begun } = walkOver(spellPrefixes(owners.map(({ pattern }) => pattern.prefix)), owners);
  return (key) => {
    const candidates = begun.get(walk(key).begun) ?? NONE;
    return { owners: candidates.filter(({ pattern }) => pattern.regex.test(key)), begun: candidates };
  };
}

function walkOver<Owner extends KeyOwner>({ count, edges }: SpelledStates, owners: readonly Owner[]) {
  const table = byteTable(count, edges);
  const begun = begunByState(table, owners);
  return { walk: walker(table, new Set(begun.keys())), begun };
}

const NONE: readonly never[] = [];

interface Walk {
  /** The state in which the key ends. */
  readonly end: number;
  /** The last state on the way at which the first literal of a pattern ends. */
  readonly begun: number;
}

function walker(table: ByteTable, begins: ReadonlySet<number>): (key: string) => Walk {
  const { classes, width, next } = table;
  const begin = Uint8Array.from({ length: next.length / width }, (_, state) => (begins.has(state) ? 1 : 0));
  return (key) => {
    let state = START;
    let begun = begin[START] === 1 ? START : DEAD;
    for (let index = 0; index < key.length && state !== DEAD; index++) {
      state = next[state * width + (classes[key.charCodeAt(index)] ?? 0)] ?? DEAD;
      if (begin[state] === 1) begun = state;
    }
    return { end: state, begun };
  };
}

/** Only its own bytes lead to the end of a first literal, so a state tells which literals have been passed. */
function begunByState<Owner extends KeyOwner>(
  table: ByteTable,
  owners: readonly Owner[],
): ReadonlyMap<number, readonly Owner[]> {
  const prefixes = new Set(owners.map(({ pattern }) => pattern.prefix));
  return new Map(
    [...prefixes].map((prefix) => [
      stateAfter(table, prefix),
      owners.filter(({ pattern }) => prefix.startsWith(pattern.prefix)),
    ]),
  );
}

function ownersByState<Owner extends KeyOwner>(
  { count, jobs }: SpelledStates,
  owners: readonly Owner[],
): readonly (readonly Owner[])[] {
  const byJob = new Map(owners.map((owner) => [owner.job, owner]));
  return Array.from({ length: count }, (_, state) =>
    (jobs.get(state) ?? NONE).flatMap((job) => byJob.get(job) ?? NONE),
  );
}
