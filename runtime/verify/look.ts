import { partOfKeys } from "../apply/part.ts";
import type { MappedKey } from "../apply/map-keys.ts";
import { createPreparer } from "../apply/prepare.ts";
import type { Route } from "../apply/route.ts";
import type { ScriptRunner } from "../apply/lua.ts";
import type { Destination } from "../destination.ts";
import type { ColumnDifference, RowComparer } from "../sinks/row-comparer.ts";
import { differingRows } from "./differing-rows.ts";

/** One way in which the target differs from what a key yields. */
export type Difference =
  | {
      readonly kind: "column";
      readonly table: Destination;
      readonly column: ColumnDifference;
      readonly version: string;
    }
  | { readonly kind: "missing_row"; readonly table: Destination; readonly identity: string }
  /** `isGone`: its key is. */
  | {
      readonly kind: "stray_row";
      readonly table: Destination;
      readonly row: readonly (string | null)[];
      readonly version: string;
      readonly isGone: boolean;
    };

/** What was found of one key, at one moment. */
export interface KeyLook {
  /** `rejected`: its value does not fit. `frozen`: by `skip when`. */
  readonly kind: "equal" | "frozen" | "rejected" | "differs";
  readonly differences: readonly Difference[];
}

export interface Looks {
  readonly looks: ReadonlyMap<string, KeyLook>;
  /** Rows that were compared. */
  readonly rows: number;
}

/** Reads keys, maps them with the job's own mapping, and compares the rows with the target's. */
export type Looker = (keys: readonly string[]) => Promise<Looks>;

/** `route` holds the tables that are compared. */
export function createLooker(runner: ScriptRunner, route: Route, comparer: RowComparer): Looker {
  const prepare = createPreparer({ ...runner, lanes: 1 }, route);
  return async (keys) => {
    const looks = new Map<string, KeyLook>();
    let rows = 0;
    for (let part = partOfKeys(keys, Date.now()), next = part.keys.length > 0; next;) {
      const { mapped, rejected, gone, passedOver, rest } = await prepare(part);
      for (const { key } of rejected) looks.set(key, REJECTED);
      for (const key of gone) looks.set(key, EQUAL);
      for (const key of passedOver) looks.set(key, FROZEN);
      rows += await compare(route, comparer, mapped, looks);
      next = rest !== undefined;
      if (rest !== undefined) part = rest;
    }
    return { looks, rows };
  };
}

const EQUAL: KeyLook = { kind: "equal", differences: [] };
const FROZEN: KeyLook = { kind: "frozen", differences: [] };
const REJECTED: KeyLook = { kind: "rejected", differences: [] };

/** Returns how many rows were compared. */
async function compare(
  route: Route,
  comparer: RowComparer,
  items: readonly MappedKey[],
  looks: Map<string, KeyLook>,
): Promise<number> {
  let rows = 0;
  const found = new Map<MappedKey, Difference[]>(items.map((item) => [item, []]));
  const refused = new Set<MappedKey>();
  for (const [at, table] of route.tables.entries()) {
    const wanted = items.flatMap((item) => (item.rows[at] ?? []).map((row) => ({ item, row })));
    rows += wanted.length;
    const all = await differingRows(
      comparer,
      table,
      wanted.map(({ row }) => row),
    );
    for (const index of all.refused) for (const { item } of wanted.slice(index, index + 1)) refused.add(item);
    for (const difference of all.differing) {
      for (const { item, row } of wanted.slice(difference.index, difference.index + 1))
        found.get(item)?.push(...ofRow(table, row, shown(difference, route, table)));
    }
    for (const { item, difference } of await strays({ comparer, tables: route.tables, table, at }, items))
      found.get(item)?.push(difference);
  }
  for (const [item, differences] of found) {
    if (refused.has(item)) looks.set(item.key, REJECTED);
    else looks.set(item.key, differences.length === 0 ? EQUAL : { kind: "differs", differences });
  }
  return rows;
}

type Differing = Awaited<ReturnType<typeof differingRows>>["differing"][number];

/** What of a Redis key is made of what a sensitive column is made of is not known. */
function shown(difference: Differing, { job }: Route, { columns }: Destination): Differing {
  const hides = columns.length === 0 && job.read.sensitive.length > 0;
  if (!hides) return difference;
  return { ...difference, columns: difference.columns.map((column) => ({ ...column, sensitive: true })) };
}

function ofRow(table: Destination, row: object, { version, columns }: Differing): readonly Difference[] {
  if (version === undefined) return [{ kind: "missing_row", table, identity: table.identityOf(row) }];
  return columns.map((column) => ({ kind: "column", table, column, version }));
}

interface TablePlace {
  readonly comparer: RowComparer;
  readonly tables: readonly Destination[];
  readonly table: Destination;
  /** Among the route's tables. */
  readonly at: number;
}

async function strays({ comparer, tables, table, at }: TablePlace, items: readonly MappedKey[]) {
  const all: { readonly item: MappedKey; readonly difference: Difference }[] = [];
  for (const isGone of [false, true]) {
    const chosen = items.filter(({ value }) => (value === undefined) === isGone);
    const owners = chosen.map(({ owners: own }) => own[at] ?? {});
    const rows = chosen.flatMap(({ rows: own }) => own[at] ?? []);
    const everywhere = tables.map((one, place) => {
      return { table: one, rows: chosen.flatMap(({ rows: own }) => own[place] ?? []) };
    });
    const found = await comparer.strays(table, { owners, rows, everywhere, gone: isGone });
    for (const { index, version, key: row } of found) {
      for (const item of chosen.slice(index, index + 1))
        all.push({ item, difference: { kind: "stray_row", table, row, version, isGone } });
    }
  }
  return all;
}
