import type { Redis } from "ioredis";
import { createHash } from "node:crypto";
import { runScript } from "../../apply/lua.ts";
import type { TargetKeys } from "../../control/target-keys.ts";
import type { RedisTable } from "../../redis-table.ts";
import { bytesKey } from "../../values/redis-map.ts";
import type { OwnedRows, RowComparer, RowDifference, StrayRow } from "../row-comparer.ts";
import { unitsOfBatch, type Unit } from "./batch-units.ts";
import { sinkError } from "./error-classes.ts";
import { OWNED } from "./owned-script.ts";
import { partDifferences, storedParts, wantedParts, type Parts } from "./stored-unit.ts";
import { unitOfId } from "./units.ts";

export interface ComparerOptions {
  readonly redis: Redis;
  readonly keys: TargetKeys;
  /** What a document is. */
  readonly documents: "module" | "string";
  readonly tables: readonly RedisTable[];
}

/**
 * Compares units, and the records of who owns them. A key that may have ended by its `expire` is not missed, and expiries are not compared.
 * The version of what is stored is a digest of it, since a Redis counts no writes.
 */
export function createComparer({ redis, keys, documents, tables }: ComparerOptions): RowComparer<RedisTable> {
  // All of one target have one listing, which goes by the route's name; where everything is kept nothing is recorded that could go.
  const first = tables.find(({ owners }) => owners !== undefined);
  const route = first?.owners?.name;

  async function differing(table: RedisTable, rows: readonly object[]): Promise<readonly RowDifference[]> {
    if (table.volatile !== undefined || rows.length === 0) return [];
    const { groups } = unitsOfBatch([{ table, owners: [], absent: [], rows }]);
    const found = [...groups].flatMap(([source, group]) => [...group.values()].map((unit) => lookAt(unit, source)));
    const byRow = new Map<number, RowDifference>();
    for (const difference of await Promise.all(found)) {
      if (difference !== undefined) byRow.set(difference.index, merged(byRow.get(difference.index), difference));
    }
    return [...byRow.values()];
  }

  async function lookAt(unit: Unit, source: string): Promise<RowDifference | undefined> {
    const stored = await storedParts(redis, unit, documents);
    if (route === undefined) return differenceOf(unit, stored, undefined);
    const wanted = `${route}\n${source}`;
    const owner = await ownerOf(unit);
    return differenceOf(unit, stored, owner === wanted ? undefined : { wanted, stored: owner });
  }

  async function ownerOf({ id }: Unit): Promise<string | null> {
    try {
      return (await redis.hgetBuffer(keys.units, id))?.toString("latin1") ?? null;
    } catch (thrown) {
      throw sinkError(thrown, "units");
    }
  }

  async function strays(table: RedisTable, wanted: OwnedRows<RedisTable>): Promise<readonly StrayRow[]> {
    if (route === undefined || table !== first || wanted.owners.length === 0) return [];
    // What a lookup finds by now may be another key, and nothing says that it should be.
    if (!wanted.gone && tables.some(({ volatile }) => volatile === "lookup")) return [];
    const { groups } = unitsOfBatch(
      wanted.everywhere.map(({ table: one, rows }) => ({ table: one, owners: [], absent: [], rows })),
    );
    const yielded = new Set([...groups.values()].flatMap((group) => [...group.keys()]));
    const recorded = await ownedBy(route, wanted.owners.map(sourceOf));
    return recorded.flatMap((ids, index) =>
      ids.filter((id) => !yielded.has(id)).map((id) => ({ index, version: id, key: namesOf(id, table) })),
    );
  }

  async function ownedBy(name: string, sources: readonly Buffer[]): Promise<readonly (readonly string[])[]> {
    try {
      const reply = await runScript(redis, OWNED, [keys.owned(name), keys.units], [name, ...sources]);
      return Array.isArray(reply) ? reply.map((ids: unknown) => (Array.isArray(ids) ? ids.map(latin1) : [])) : [];
    } catch (thrown) {
      throw sinkError(thrown, "owned");
    }
  }

  return { differing, strays, close: async () => redis.disconnect() };
}

/** Of who owns it, as the records say. */
interface OwnerDifference {
  readonly stored: string | null;
  readonly wanted: string;
}

function differenceOf(unit: Unit, stored: Parts, owner: OwnerDifference | undefined): RowDifference | undefined {
  const wanted = wantedParts(unit);
  const { index } = unit.place;
  const isField = unit.kind === "h" || unit.kind === "j";
  const isThere = stored !== undefined || wanted === undefined || unit.expires !== null;
  if (!isThere && !isField) return { index, version: undefined, columns: [] };
  const parts = isThere && stored === undefined ? [] : partDifferences(unit, wanted, stored);
  const columns = [...parts, ...(owner === undefined ? [] : [ownerColumn(owner)])];
  if (columns.length === 0) return undefined;
  const version = createHash("sha1")
    .update(JSON.stringify([[...(stored ?? [])], owner]))
    .digest("hex");
  return { index, version, columns };
}

function ownerColumn({ stored, wanted }: OwnerDifference): RowDifference["columns"][number] {
  const shown = (owner: string): string => Buffer.from(owner.replace("\n", " "), "latin1").toString("utf8");
  return { name: "(owner)", stored: stored === null ? null : shown(stored), wanted: shown(wanted), sensitive: false };
}

/** Of a row that is several units: the fields of a shared hash or document, which have one kind. */
function merged(before: RowDifference | undefined, next: RowDifference): RowDifference {
  if (before === undefined) return next;
  const names = before.columns.map(({ name }) => name);
  const others = next.columns.filter(({ name }) => !names.includes(name));
  return { ...next, version: [before.version, next.version].join(), columns: [...before.columns, ...others] };
}

function sourceOf(owner: object): Buffer {
  const key: unknown = Reflect.get(owner, "key");
  return Buffer.isBuffer(key) ? key : Buffer.from(bytesKey(String(key)), "latin1");
}

function latin1(part: unknown): string {
  return Buffer.isBuffer(part) ? part.toString("latin1") : String(part);
}

/** As many as the table's `key` has names. */
function namesOf(id: string, { key: names }: RedisTable): readonly string[] {
  const { key, member } = unitOfId(id);
  const [one, other] = [key, member].map((text) => Buffer.from(text, "latin1").toString("utf8"));
  if (names.length > 1) return [one ?? "", other ?? ""];
  return [other === "" ? (one ?? "") : `${one} ${other}`];
}
