import type { RedisTable } from "../redis-table.ts";
import { unitsOfBatch, type Unit } from "../sinks/redis/batch-units.ts";
import { wrongType } from "../sinks/redis/wrong-type.ts";
import type { CommitResult, LaneIdentity, Sink, WriteBatch } from "../sinks/sink.ts";
import { bytesKey } from "../values/redis-map.ts";
import type { Clock, KeysModel } from "./destination-model.ts";
import { changeOf, createKeyRecords, rivalsOf, type OwnerChange } from "./key-records.ts";
import { createKeyStore, type KeyStore } from "./key-store.ts";
import { removeUnit, SHARED_KINDS, writeUnit } from "./key-writes.ts";
import { targetValue } from "./target-value.ts";

/**
 * A model of a Redis target: the meaning of the script that commits a batch, which looks at everything before it writes. Documents are a
 * kind of their own, as with RedisJSON. test/live/redis-model.test.ts compares it with a Redis.
 */
export function createRedisModel(clock: Clock): KeysModel {
  const store = createKeyStore(clock);
  const records = createKeyRecords();

  function commit({ route }: LaneIdentity, batch: WriteBatch<RedisTable>): CommitResult<RedisTable> {
    const { groups, entries } = unitsOfBatch(batch.tables);
    const prefix = `${bytesKey(route)}\n`;
    const changes = [...groups].map(([source, units]) => changeOf(records, prefix + source, units));
    const rivals = rivalsOf(records, changes);
    if (rivals.length > 0) {
      const collisions = rivals.map(({ unit: { place }, holder }) => {
        const ownerKey = holder.startsWith(prefix) ? holder.slice(prefix.length) : undefined;
        return { table: place.table, index: place.index, ownerKey };
      });
      return { kind: "collided", collisions };
    }
    checkKinds(store, [...changes.flatMap(({ units }) => units), ...entries]);
    if (batch.trial !== true) write(changes, entries);
    return { kind: "committed", seq: 0n, upserted: 0, removed: 0 };
  }

  function write(changes: readonly OwnerChange[], entries: readonly Unit[]): void {
    for (const id of changes.flatMap(({ goes }) => goes.toReversed())) {
      removeUnit(store, id);
      records.release(id);
    }
    for (const { owner, units, stays } of changes) {
      for (const unit of units) writeUnit(store, unit);
      records.record(owner, [...stays, ...units.map(({ id, keep }) => ({ id: bytesKey(id), keep }))]);
    }
    for (const entry of entries) writeUnit(store, entry);
    const written = [...changes.flatMap(({ units }) => units), ...entries];
    const endings = new Map(
      written.flatMap(({ place, expires }) => (expires === null ? [] : [[bytesKey(place.key), expires] as const])),
    );
    for (const [key, time] of endings) store.expireAt(key, time);
  }

  const sink: Sink<RedisTable> = {
    prepare: async () => undefined,
    canReplace: () => false,
    openLane: async (identity) => ({
      claim: async () => ({ epoch: 1n, seq: 0n, source: undefined, projectSource: undefined }),
      commit: async (batch) => commit(identity, batch),
      probe: async () => undefined,
      close: async () => undefined,
    }),
    recordGap: async () => undefined,
    pageOwners: async () => [],
    forgetSource: () => "",
    close: async () => undefined,
  };
  return {
    kind: "keys",
    sink,
    know: () => undefined,
    value: (key) => {
      const content = store.get(bytesKey(key));
      return content === undefined ? undefined : targetValue(content);
    },
    keys: () => store.keys().map((key) => Buffer.from(key, "latin1").toString("utf8")),
  };
}

/** Throws a `SinkError` where a unit is to be put into a key that holds something else. What goes in the same batch is still there. */
function checkKinds(store: KeyStore, units: readonly Unit[]): void {
  const trial = store.copy();
  for (const unit of units) {
    const shared = SHARED_KINDS[unit.kind];
    const found = trial.get(bytesKey(unit.place.key));
    const isNoObject = shared === "json" && found?.kind === "json" && !(found.value instanceof Map);
    if (found !== undefined && shared !== undefined && (found.kind !== shared || isNoObject))
      throw wrongType(unit.place, found.kind);
    writeUnit(trial, unit);
  }
}
