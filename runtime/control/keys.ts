import { laneTag } from "./slots.ts";

/** All keys that the product writes into the watched Redis begin with this; capture skips them. */
export const CONTROL_PREFIX = "rdi:{";

/** The control keys of one lane; they share one hash tag, so that scripts and MULTI may use them together on a cluster. */
export interface LaneKeys {
  readonly lane: number;
  /** Hash: shard → `replid:offset:db`, up to which every change of the lane's keys is in its streams. `db` is `?` while unknown. */
  readonly position: string;
  /** String with expiry: who works on the lane. */
  readonly lease: (route: string) => string;
  /** String: the epoch of the claim whose owner may write the lane's dead letters and parked keys. */
  readonly owner: (route: string) => string;
  /** String: the seq of the lane's last commit; a target that has a lower one was restored. */
  readonly committed: (route: string) => string;
  /** Stream of micro-batches of changed keys (see stream-entry.ts). */
  readonly stream: (route: string) => string;
  /** Hash: the stream's `head` that was begun, its `tries` without a commit; while keys are tried by themselves those that are tried `now` (MessagePack), and `alone:` and a key: how often it alone ended the worker. */
  readonly begun: (route: string) => string;
  /** Hash: `needed`, `done` (counters; a sweep is needed while needed > done), `cause` (of the last raise), `accept` (removals accepted up to this `needed`), `told` (gaps recorded up to it), `lost` (the last one raised since control keys were lost), `running` (the token of the sweep under way), `pass` (how far it has come; in the first lane), `bytes` (what the stream holds, see stream-budget.ts), `overflows` (how often changes were dropped at a budget). */
  readonly sweep: (route: string) => string;
  /** Sorted set: due time (ms) → parked key; and hash: key → JSON {@link ParkedEntry}. */
  readonly parked: (route: string) => string;
  readonly parkedWhy: (route: string) => string;
  /** Sorted set: first time (ms) → dead-lettered key; and hash: key → JSON dead letter. */
  readonly dead: (route: string) => string;
  readonly deadWhy: (route: string) => string;
  /** Hash: what the lane's owner tells operators (see lane-notes.ts). */
  readonly notes: (route: string) => string;
}

/** Whether it is a hash of dead letters or of parked keys, which loses fields as its keys heal. */
export function holdsReasons(key: string): boolean {
  return /:(dead|parked)-why:/.test(key);
}

/** Keys that exist once a project. Their names do not depend on the number of lanes, which one of them holds. */
export interface ProjectKeys {
  /** String: the random identity of this Redis, which targets record. */
  readonly source: string;
  /** String: the number of lanes, fixed at the first start. */
  readonly lanes: string;
  /** String with expiry: the one process that captures. */
  readonly captureLease: string;
}

/** A tag of the first slots, so that these keys lie beside those of the first lane. */
const PROJECT_TAG = laneTag(0, 1024);

export function projectKeys(project: string): ProjectKeys {
  const base = `${CONTROL_PREFIX}${PROJECT_TAG}}:${project}`;
  return { source: `${base}:source`, lanes: `${base}:lanes`, captureLease: `${base}:capture` };
}

export function laneKeys(project: string, lane: number, lanes: number): LaneKeys {
  const base = `${CONTROL_PREFIX}${laneTag(lane, lanes)}}:${project}:${lane}`;
  const named = (what: string) => (route: string) => `${base}:${what}:${route}`;
  return {
    lane,
    position: `${base}:position`,
    lease: named("lease"),
    owner: named("owner"),
    committed: named("committed"),
    stream: named("stream"),
    begun: named("begun"),
    sweep: named("sweep"),
    parked: named("parked"),
    parkedWhy: named("parked-why"),
    dead: named("dead"),
    deadWhy: named("dead-why"),
    notes: named("notes"),
  };
}
