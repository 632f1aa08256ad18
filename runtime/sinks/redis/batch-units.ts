import { CONTROL_PREFIX } from "../../control/keys.ts";
import type { RedisTable, RedisWrite } from "../../redis-table.ts";
import type { Instant } from "../../values/instant.ts";
import { jsonText, quoted } from "../../values/json-text.ts";
import type { Raw } from "../../values/raw.ts";
import { bytesKey } from "../../values/redis-map.ts";
import { SinkError, type TableWrite } from "../sink.ts";
import { checkDepth } from "./json-depth.ts";
import { unitId } from "./units.ts";

export interface BatchUnits {
  /** Source key (bytes) → what it yields, by the units' ids (bytes). A source key that yields nothing is there as well. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, Unit>>;
  /** Of streams. */
  readonly entries: readonly Unit[];
}

/** Where a unit comes from. */
export interface Place {
  readonly table: RedisTable;
  readonly index: number;
  readonly key: string;
}

export interface Unit {
  readonly place: Place;
  readonly keep: boolean;
  readonly kind: UnitKind;
  /** Empty for a stream entry, which nobody owns. */
  readonly id: Raw;
  readonly expires: Instant | null;
  /** Of a replaced hash and of an entry name, value, …; of a field or member its name and value; of a string none where it is to be absent. */
  readonly payload: readonly Raw[];
}

/** Whole keys in capitals, members of a key in small letters, `x` for an entry of a stream. */
export type UnitKind = "H" | "J" | "T" | "h" | "j" | "s" | "z" | "x";

/** An entry's fields go through Lua's `unpack`, whose stack has room for 8000 values. */
const MOST_FIELDS = 3_500;

/** What the batch is to make of its source keys. Throws a `SinkError` of the class data for what no Redis takes. */
export function unitsOfBatch(tables: readonly TableWrite<RedisTable>[]): BatchUnits {
  const groups = new Map<string, Map<string, Unit>>();
  const entries: Unit[] = [];
  for (const { table, owners } of tables) {
    if (table.mode === "append") continue;
    for (const owner of owners) if (isOwner(owner)) groupOf(groups, owner.key);
  }
  for (const { table, rows } of tables) {
    for (const [index, row] of rows.entries()) {
      const write = table.writeOf(row);
      const units = unitsOf(write, { table, index, key: write.key });
      if (write.kind === "stream") entries.push(...units);
      else for (const unit of units) addUnit(groupOf(groups, write.owner), unit);
    }
  }
  return { groups, entries };
}

function isOwner(owner: object): owner is { readonly key: Raw } {
  return "key" in owner;
}

function groupOf(groups: Map<string, Map<string, Unit>>, owner: Raw): Map<string, Unit> {
  const name = bytesKey(owner);
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = new Map<string, Unit>();
  groups.set(name, group);
  return group;
}

/** Several `into` may yield one unit, as long as they agree. */
function addUnit(group: Map<string, Unit>, unit: Unit): void {
  const id = bytesKey(unit.id);
  const known = group.get(id);
  if (known !== undefined && payloadText(known) !== payloadText(unit))
    throw refused(`its source key writes two different values into ${unit.place.key}`);
  group.set(id, known ?? unit);
}

function payloadText({ kind, payload }: Unit): string {
  return JSON.stringify([kind, payload.map(bytesKey)]);
}

function unitsOf(write: RedisWrite, place: Place): readonly Unit[] {
  const { key } = write;
  if (key.startsWith(CONTROL_PREFIX)) throw refused(`keys that begin with ${CONTROL_PREFIX} are the worker's own`);
  checkText(key);
  const { keep } = place.table;
  const unit = (kind: UnitKind, id: Raw, payload: readonly Raw[]): Unit => {
    payload.forEach(checkText);
    return { place, keep, kind, id, expires: write.expires, payload };
  };
  switch (write.kind) {
    case "hash":
      if (!write.merge) return [unit("H", unitId("k", key), write.fields.flat())];
      return write.fields.map(([name, value]) => unit("h", unitId("h", key, name), [name, value]));
    case "json":
      checkDepth(write.value);
      if (!write.merge) return [unit("J", unitId("k", key), [jsonText(write.value)])];
      return membersOf(write).map(([name, value]) =>
        unit("j", unitId("j", key, name), [name, quoted(name), jsonText(value)]),
      );
    case "set":
      return [unit("s", unitId("s", key, write.member), [write.member])];
    case "zset":
      return [unit("z", unitId("z", key, write.member), [scoreText(write.score), write.member])];
    case "string":
      return [unit("T", unitId("k", key), write.value === null ? [] : [write.value])];
    case "stream":
      if (write.fields.length === 0) throw refused(`the entry for the stream ${key} has no field that is not null`);
      if (write.fields.length > MOST_FIELDS) throw refused(`the entry for the stream ${key} has too many fields`);
      return [unit("x", "", write.fields.flat())];
  }
}

function membersOf({ value }: Extract<RedisWrite, { kind: "json" }>) {
  return value instanceof Map ? [...value] : [];
}

function scoreText(score: number): string {
  if (Number.isFinite(score)) return String(score);
  return score < 0 ? "-inf" : "inf";
}

/** Half of a surrogate pair has no UTF-8. */
function checkText(text: Raw): void {
  if (typeof text === "string" && /\p{Surrogate}/u.test(text))
    throw refused("a text contains half of a surrogate pair");
}

export function refused(message: string): SinkError {
  return new SinkError("data", "", message);
}
