/** Hand-written Redis destinations for tests of the sink: a row is what it writes. */
import type { OwnersPage } from "../../runtime/destination.ts";
import type { RedisTable, RedisWrite } from "../../runtime/redis-table.ts";
import type { OwnerColumns, Sink, TableWrite, WriteBatch } from "../../runtime/sinks/sink.ts";

const LISTING: OwnersPage = { name: "job.cache", keyOf: ([key]) => key ?? undefined };

export const keysTable: RedisTable<object, object, RedisWrite> = {
  target: "cache",
  table: "x:{id}",
  site: "test.rdi:1",
  mode: "upsert",
  columns: [],
  key: ["key"],
  keep: false,
  rowsOf: () => [],
  ownerOf: () => ({ key: "" }),
  identityOf: ({ key }) => key,
  contentOf: (row) => JSON.stringify(row),
  writeOf: (row) => row,
  owners: LISTING,
};

export const keptTable: RedisTable<object, object, RedisWrite> = { ...keysTable, keep: true, owners: undefined };

export const streamTable: RedisTable<object, object, RedisWrite> = {
  ...keysTable,
  mode: "append",
  keep: true,
  owners: undefined,
};

type Bare<Write> = Write extends RedisWrite ? Omit<Write, "owner" | "expires"> : never;

/** What each source key yields now. */
export type Yields = Readonly<Record<string, readonly (Bare<RedisWrite> & { readonly expires?: bigint })[]>>;

export function batchOf(yields: Yields, more: Partial<WriteBatch<RedisTable>> = {}): WriteBatch<RedisTable> {
  return { tables: [writeOf(keysTable, yields)], mode: "upsert", readAt: undefined, ...more };
}

export function writeOf(table: RedisTable, yields: Yields): TableWrite<RedisTable> {
  const owners = Object.keys(yields).map((key) => ({ key: Buffer.from(key) }));
  const rows = Object.entries(yields).flatMap(([owner, writes]) =>
    writes.map((write) => ({ owner, expires: null, ...write })),
  );
  const absent = owners.filter(({ key }) => yields[key.toString()]?.length === 0);
  return { table, owners, absent, rows };
}

/** The source keys that own something, read in pages of ten. */
export async function ownersIn(sink: Sink<RedisTable>): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after: OwnerColumns | undefined; ; after = [found.at(-1) ?? ""]) {
    const page = await sink.pageOwners(LISTING, after, 10);
    found.push(...page.map(([key]) => key ?? ""));
    if (page.length < 10) return found;
  }
}
