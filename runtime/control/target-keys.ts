import { CONTROL_PREFIX } from "./keys.ts";
import { laneTag } from "./slots.ts";

/** Control keys in a Redis that is a target. What is written for one route lies beside what is written for all of a project. */
export interface TargetKeys {
  /** Hash: `epoch`, `seq`, `release`, `replid`, `offset`, `appended` of a route's lane. */
  readonly checkpoint: (route: string, lane: number) => string;
  /** Hash: `route lane` → the identity of the Redis that was read. */
  readonly sources: string;
  /** Hash: unit, which is a key or a member of one (see units.ts) → `route`, a line break, the source key that it belongs to. */
  readonly units: string;
  /** Hash of a route: source key → its units, as a MessagePack array of unit, `1` where it is kept, unit, … */
  readonly owned: (route: string) => string;
  /** Sorted set of a route, all scores 0: the source keys that own a unit which goes with them. */
  readonly owners: (route: string) => string;
  /** Stream: when changes may have been missed, and why. */
  readonly gaps: string;
}

const TAG = laneTag(0, 1024);

export function targetKeys(project: string): TargetKeys {
  const base = `${CONTROL_PREFIX}${TAG}}:${project}:target`;
  return {
    checkpoint: (route, lane) => `${base}:checkpoint:${lane}:${route}`,
    sources: `${base}:sources`,
    units: `${base}:units`,
    owned: (route) => `${base}:owned:${route}`,
    owners: (route) => `${base}:owners:${route}`,
    gaps: `${base}:gaps`,
  };
}

/** A control key of no project, to try rights with. */
export function trialKey(): string {
  return `${CONTROL_PREFIX}${TAG}}:target:trial`;
}
