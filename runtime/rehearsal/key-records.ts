import type { Unit } from "../sinks/redis/batch-units.ts";
import { bytesKey } from "../values/redis-map.ts";

/** The records of a target: which source key owns what. They outlive what they are about, as an expired key stays owned. */
export interface KeyRecords {
  /** `route`, a line break, the source key; undefined when it is nobody's. */
  ownerOf(id: string): string | undefined;
  ownedBy(owner: string): readonly OwnedId[];
  release(id: string): void;
  record(owner: string, units: readonly OwnedId[]): void;
}

export interface OwnedId {
  readonly id: string;
  readonly keep: boolean;
}

export function createKeyRecords(): KeyRecords {
  const owners = new Map<string, string>();
  const owned = new Map<string, readonly OwnedId[]>();
  return {
    ownerOf: (id) => owners.get(id),
    ownedBy: (owner) => owned.get(owner) ?? [],
    release: (id) => void owners.delete(id),
    record: (owner, units) => {
      for (const { id } of units) owners.set(id, owner);
      owned.set(owner, units);
    },
  };
}

/** What becomes of what a source key owned before, and what it wants. */
export interface OwnerChange {
  readonly owner: string;
  readonly units: readonly Unit[];
  /** Ids of what it no longer yields, in the order in which it was written. */
  readonly goes: readonly string[];
  readonly stays: readonly OwnedId[];
}

export function changeOf(records: KeyRecords, owner: string, units: ReadonlyMap<string, Unit>): OwnerChange {
  const left = records.ownedBy(owner).filter(({ id }) => !units.has(id) && records.ownerOf(id) === owner);
  const goes = left.flatMap(({ id, keep }) => (keep ? [] : [id]));
  return { owner, units: [...units.values()], goes, stays: left.filter(({ keep }) => keep) };
}

export interface Rival {
  readonly unit: Unit;
  /** Who has what it wants. */
  readonly holder: string;
}

/** Units that another source key owns, or wants before it in this batch; what is let go in it is free. */
export function rivalsOf(records: KeyRecords, changes: readonly OwnerChange[]): readonly Rival[] {
  const released = new Set(changes.flatMap(({ goes }) => goes));
  const holders = new Map<string, string>();
  return changes.flatMap(({ owner, units }) =>
    units.flatMap((unit) => {
      const id = bytesKey(unit.id);
      const holder = holders.get(id) ?? (released.has(id) ? undefined : records.ownerOf(id)) ?? owner;
      holders.set(id, holder);
      return holder === owner ? [] : [{ unit, holder }];
    }),
  );
}
