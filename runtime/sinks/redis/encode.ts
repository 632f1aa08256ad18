import type { Argument } from "../../apply/lua.ts";
import { CONTROL_PREFIX } from "../../control/keys.ts";
import type { RedisTable, RedisWrite } from "../../redis-table.ts";
import type { Instant } from "../../values/instant.ts";
import { jsonText, quoted } from "../../values/json-text.ts";
import type { Raw } from "../../values/raw.ts";
import { bytesKey } from "../../values/redis-map.ts";
import { SinkError, type TableWrite } from "../sink.ts";
import { checkDepth } from "./json-depth.ts";
import { unitId } from "./units.ts";

export interface EncodedBatch {
  readonly args: readonly Argument[];
  /** Of each unit and stream entry, in the order in which the script counts them from 1. */
  readonly places: readonly Place[];
}

/** Where a unit comes from. */
export interface Place {
  readonly table: RedisTable;
  readonly index: number;
  readonly key: string;
}

interface Unit {
  readonly place: Place;
  readonly keep: boolean;
  readonly kind: UnitKind;
  /** Empty for a stream entry, which nobody owns. */
  readonly id: Raw;
  readonly expires: Instant | null;
  readonly payload: readonly Raw[];
}

/** Whole keys in capitals, members of a key in small letters, `x` for an entry of a stream. */
type UnitKind = "H" | "J" | "T" | "h" | "j" | "s" | "z" | "x";

/** An entry's fields go through Lua's `unpack`, whose stack has room for 8000 values. */
const MOST_FIELDS = 3_500;

/** Servers before 7.0 take 1024 * 1024 of them in one command, and the script has some more. */
const MOST_ARGUMENTS = 1_000_000;

/**
 * The batch as the script takes it: the number of source keys, then for each its bytes, the number of its units and those; then the
 * number of stream entries and those. A unit is its kind, id, `1` where it is kept, the time of its expiry in ms or nothing, its key, the
 * number of further arguments and those. Throws a `SinkError` of the class data for what no Redis takes.
 */
export function encodeBatch(tables: readonly TableWrite<RedisTable>[]): EncodedBatch {
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
  return laidOut(groups, entries);
}

/** One by one: a batch may have more of them than a call can have arguments. */
function laidOut(groups: ReadonlyMap<string, ReadonlyMap<string, Unit>>, entries: readonly Unit[]): EncodedBatch {
  const args: Argument[] = [groups.size];
  const places: Place[] = [];
  const add = (unit: Unit): void => {
    places.push(unit.place);
    for (const argument of unitArguments(unit)) args.push(argument);
  };
  for (const [owner, group] of groups) {
    args.push(Buffer.from(owner, "latin1"), group.size);
    group.forEach(add);
  }
  args.push(entries.length);
  entries.forEach(add);
  if (args.length > MOST_ARGUMENTS)
    throw refused(`its keys and members need more than ${MOST_ARGUMENTS} values at once`);
  return { args, places };
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

function unitArguments({ place, keep, kind, id, expires, payload }: Unit): readonly Argument[] {
  for (const part of payload) checkText(part);
  return [kind, id, keep ? "1" : "", expiryText(expires), place.key, payload.length, ...payload];
}

/** In ms; a time before 1970 is as good as any other that has passed. */
function expiryText(expires: Instant | null): string {
  if (expires === null) return "";
  return expires < 1000n ? "1" : String(expires / 1000n);
}

/** Half of a surrogate pair has no UTF-8. */
function checkText(text: Raw): void {
  if (typeof text === "string" && /\p{Surrogate}/u.test(text))
    throw refused("a text contains half of a surrogate pair");
}

function refused(message: string): SinkError {
  return new SinkError("data", "", message);
}
