import type { Argument } from "../../apply/lua.ts";
import type { RedisTable } from "../../redis-table.ts";
import type { Instant } from "../../values/instant.ts";
import type { TableWrite } from "../sink.ts";
import { refused, unitsOfBatch, type BatchUnits, type Place, type Unit } from "./batch-units.ts";

export interface EncodedBatch {
  readonly args: readonly Argument[];
  /** Of each unit and stream entry, in the order in which the script counts them from 1. */
  readonly places: readonly Place[];
}

/** Servers before 7.0 take 1024 * 1024 of them in one command, and the script has some more. */
const MOST_ARGUMENTS = 1_000_000;

/**
 * The batch as the script takes it: the number of source keys, then for each its bytes, the number of its units and those; then the
 * number of stream entries and those. A unit is its kind, id, `1` where it is kept, the time of its expiry in ms or nothing, its key, the
 * number of further arguments and those. Throws a `SinkError` of the class data for what no Redis takes.
 */
export function encodeBatch(tables: readonly TableWrite<RedisTable>[]): EncodedBatch {
  return laidOut(unitsOfBatch(tables));
}

/** One by one: a batch may have more of them than a call can have arguments. */
function laidOut({ groups, entries }: BatchUnits): EncodedBatch {
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

function unitArguments({ place, keep, kind, id, expires, payload }: Unit): readonly Argument[] {
  return [kind, id, keep ? "1" : "", expiryText(expires), place.key, payload.length, ...payload];
}

/** In ms; a time before 1970 is as good as any other that has passed. */
function expiryText(expires: Instant | null): string {
  if (expires === null) return "";
  return expires < 1000n ? "1" : String(expires / 1000n);
}
