/**
 * `stream_budget` is the project's total. Each route has an equal share, and each of its lanes an equal part of that, so that no route can take
 * another one's place. How many bytes a stream holds is counted beside it, in the hash of its sweep marks: whoever adds or removes entries moves
 * the counter in the same MULTI or script.
 */
export function laneBudget(total: number, routes: number, lanes: number): number {
  return Math.floor(total / Math.max(1, routes * lanes));
}

/** The part of a lane's budget that is left to the keys which a sweep names, so that it can't overflow what it feeds. */
const SWEEP_SHARE = 1 / 8;

/** What a stream may hold before a change is added to it. */
export function changesBudget(lane: number): number {
  return lane - sweepBudget(lane);
}

/** What the entries of a sweep may hold that are not committed. */
export function sweepBudget(lane: number): number {
  return Math.floor(lane * SWEEP_SHARE);
}

/** What an entry takes beside its packed keys: its id, its fields' names, the offset, and its part of a node. */
const ENTRY_BYTES = 64;

/** What an entry counts for. */
export function entryBytes(packed: number): number {
  return packed + ENTRY_BYTES;
}
