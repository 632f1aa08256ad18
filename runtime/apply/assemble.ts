import type { TableWrite, WriteBatch } from "../sinks/sink.ts";
import type { MappedKey } from "./map-keys.ts";
import type { Route } from "./route.ts";

export interface Assembled {
  readonly tables: readonly TableWrite[];
  /** For each table, the item of each row. */
  readonly itemOfRow: readonly (readonly MappedKey[])[];
  /** The keys that are written. */
  readonly items: readonly MappedKey[];
  /** Keys that want a row which a key before them, in the stream, takes in the same batch. */
  readonly losers: readonly Loser[];
}

export interface Loser {
  readonly item: MappedKey;
  readonly winner: string;
}

export type ReadAt = WriteBatch["readAt"];

/** Puts the keys' rows together, table by table. */
export function assemble(route: Route, candidates: readonly MappedKey[]): Assembled {
  const { items, losers } = settleClaims(route, candidates);
  const writes = route.tables.map((table, at) => {
    const owners: object[] = [];
    const absent: object[] = [];
    const rows: object[] = [];
    const left: object[] = [];
    const itemOfRow: MappedKey[] = [];
    for (const item of items) {
      const owner = item.owners[at];
      const own = item.rows[at];
      if (owner === undefined || own === undefined) continue;
      if (item.left === undefined) {
        owners.push(owner);
        if (own.length === 0) absent.push(owner);
      } else left.push(...(item.left[at] ?? []));
      for (const row of own) {
        rows.push(row);
        itemOfRow.push(item);
      }
    }
    return { write: { table, owners, absent, rows, left }, itemOfRow };
  });
  return {
    tables: writes.map(({ write }) => write),
    itemOfRow: writes.map(({ itemOfRow }) => itemOfRow),
    items,
    losers,
  };
}

/** Two keys can only claim one row where `key` lacks owner columns; elsewhere nothing is compared. */
function settleClaims(
  route: Route,
  candidates: readonly MappedKey[],
): { items: readonly MappedKey[]; losers: readonly Loser[] } {
  const contested = route.tables.flatMap((table, at) => (table.collisions === undefined ? [] : [{ table, at }]));
  if (contested.length === 0) return { items: candidates, losers: [] };
  const claims = new Map<string, string>();
  const losers: Loser[] = [];
  const items = candidates.filter((item) => {
    const wanted = contested.flatMap(({ table, at }) =>
      (item.rows[at] ?? []).map((row) => `${at}:${table.identityOf(row)}`),
    );
    const winner = wanted.map((claim) => claims.get(claim)).find((key) => key !== undefined);
    if (winner !== undefined) {
      losers.push({ item, winner });
      return false;
    }
    for (const claim of wanted) claims.set(claim, item.key);
    return true;
  });
  return { items, losers };
}
