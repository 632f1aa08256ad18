/** A job whose primary key comes from the payload: `sale:{n:int}` into `sales` by `receipt`, owned by `redis_key`. */
import type { Job, Table } from "../../../runtime/job.ts";
import * as postgres from "../../../runtime/sinks/postgres/arrays.ts";
import { decodeInt, decodeText, required, sites, type Raw } from "../../../runtime/values/index.ts";
import { DELIVERY, hashScript } from "./customers-job.ts";

const at = sites("shop.rdi", { redis_key: 21, receipt: 22, amount: 23 });

interface SalesKey {
  readonly key: Raw;
}

interface SalesHash {
  readonly receipt: Raw | null;
  readonly amount: Raw | null;
}

interface SalesRow {
  readonly redis_key: string;
  readonly receipt: string;
  readonly amount: number | null;
}

interface SalesRows {
  readonly sales: readonly SalesRow[];
}

type SalesOwner = Pick<SalesRow, "redis_key">;

export const SALES_DDL = `create table sales (redis_key text not null collate "C", receipt text primary key collate "C", amount int); create index on sales (redis_key)`;

const columns = (rows: readonly SalesRow[]): readonly unknown[] => [
  postgres.text(rows.map(({ redis_key }) => redis_key)),
  postgres.text(rows.map(({ receipt }) => receipt)),
  postgres.int(rows.map(({ amount }) => amount)),
];

const INSERT = `INSERT INTO sales AS t (redis_key, receipt, amount) SELECT * FROM unnest($1::text[], $2::text[], $3::int4[])`;
const keyOf = ([key]: readonly (string | null)[]): string | undefined =>
  key === null || key === undefined ? undefined : Buffer.from(key, "utf8").toString("latin1");

const table: Table<SalesKey, SalesRows, SalesRow, SalesOwner> = {
  target: "warehouse",
  schema: undefined,
  table: "sales",
  site: "shop.rdi:20",
  mode: "upsert",
  columns: [
    { name: "redis_key", type: "text", notNull: true, sensitive: false },
    { name: "receipt", type: "text", notNull: true, sensitive: false },
    { name: "amount", type: "int", notNull: false, sensitive: false },
  ],
  filled: [],
  key: ["receipt"],
  owner: ["redis_key"],
  rowsOf: (rows) => rows.sales,
  ownerOf: (key) => ({ redis_key: required(decodeText(key.key, at.redis_key), at.redis_key) }),
  identityOf: (row) => row.receipt,
  contentOf: (row) => JSON.stringify(row),
  writes: [
    {
      name: "sales_upsert",
      text: `${INSERT} ON CONFLICT (receipt) DO UPDATE SET amount = excluded.amount
WHERE t.redis_key = excluded.redis_key AND t.amount IS DISTINCT FROM excluded.amount`,
      values: columns,
    },
  ],
  insert: { name: "sales_insert", text: INSERT, values: columns },
  removals: [
    {
      name: "sales_remove",
      text: "DELETE FROM sales AS t USING unnest($1::text[]) AS o (redis_key) WHERE t.redis_key = o.redis_key",
      values: (owners) => [postgres.text(owners.map(({ redis_key }) => redis_key))],
    },
  ],
  moved: [
    {
      name: "sales_remove_moved",
      text: `DELETE FROM sales AS t USING unnest($1::text[]) AS o (redis_key)
WHERE t.redis_key = o.redis_key AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS k (receipt) WHERE k.receipt = t.receipt)`,
      ownerValues: (owners) => [postgres.text(owners.map(({ redis_key }) => redis_key))],
      rowValues: (rows) => [postgres.text(rows.map(({ receipt }) => receipt))],
    },
  ],
  collisions: {
    name: "sales_collisions",
    text: `SELECT (i.n - 1)::text, t.redis_key FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i (redis_key, receipt, n)
JOIN sales AS t ON t.receipt = i.receipt WHERE t.redis_key <> i.redis_key`,
    values: (rows) => columns(rows).slice(0, 2),
    keyOf,
  },
  owners: {
    name: "sales_owners",
    first: "SELECT DISTINCT redis_key FROM sales ORDER BY redis_key LIMIT $1",
    next: "SELECT DISTINCT redis_key FROM sales WHERE redis_key > $2::text ORDER BY redis_key LIMIT $1",
    keyOf,
  },
};

export function salesJob(): Job {
  const job: Job<SalesKey, SalesHash, SalesRows> = {
    name: "sales",
    site: "shop.rdi:19",
    pattern: { text: "sale:{n:any}", regex: /^sale:([\s\S]+)$/, prefix: "sale:", glob: "sale:*" },
    captures: (capture) => ({ key: capture(0) }),
    read: { text: hashScript(["receipt", "amount"]), sensitive: [] },
    value: (part) => ({ receipt: part(0), amount: part(1) }),
    lookups: {},
    map: (key, hash) => ({
      sales: [
        {
          redis_key: required(decodeText(key.key, at.redis_key), at.redis_key),
          receipt: required(decodeText(hash.receipt, at.receipt), at.receipt),
          amount: decodeInt(hash.amount, at.amount),
        },
      ],
    }),
    tables: [table],
    delivery: DELIVERY,
  };
  return job as unknown as Job;
}
