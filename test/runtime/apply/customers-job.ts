/** A job as generated code would state it, written by hand: `customer:{id:int}` into `customers` by `id`. */
import type { Delivery, Job, Project, Table } from "../../../runtime/job.ts";
import * as postgres from "../../../runtime/sinks/postgres/index.ts";
import {
  concat,
  decodeBigint,
  decodeNumeric,
  decodeText,
  required,
  sites,
  storeText,
  type Exact,
  type Raw,
} from "../../../runtime/values/index.ts";

const at = sites("shop.rdi", { id: 3, name: 4, email: 5, balance: 6, region: 2 });

interface CustomersKey {
  readonly key: Raw;
  readonly id: Raw;
}

interface CustomersHash {
  readonly name: Raw | null;
  readonly email: Raw | null;
  readonly balance: Raw | null;
  readonly region: Raw | null;
}

interface CustomersRow {
  readonly id: bigint;
  readonly name: string;
  readonly email: string | null;
  readonly balance: Exact | null;
}

interface CustomersRows {
  readonly customers: readonly CustomersRow[];
}

type CustomersOwner = Pick<CustomersRow, "id">;

export const CUSTOMERS_DDL = `create table customers (
  id bigint primary key,
  name text not null check (name <> 'forbidden'),
  email text unique,
  balance numeric(12,2)
)`;

const columns = (rows: readonly CustomersRow[]): readonly unknown[] => [
  postgres.bigint(rows.map(({ id }) => id)),
  postgres.text(rows.map(({ name }) => name)),
  postgres.text(rows.map(({ email }) => email)),
  postgres.numeric(rows.map(({ balance }) => balance)),
];

const INSERT = `INSERT INTO customers AS t (id, name, email, balance)
SELECT * FROM unnest($1::int8[], $2::text[], $3::text[], $4::numeric[])`;

const table: Table<CustomersKey, CustomersRows, CustomersRow, CustomersOwner> = {
  target: "warehouse",
  schema: undefined,
  table: "customers",
  site: "shop.rdi:2",
  mode: "upsert",
  columns: [
    { name: "id", type: "bigint", notNull: true, sensitive: false },
    { name: "name", type: "text", notNull: true, sensitive: false },
    { name: "email", type: "text", notNull: false, sensitive: true },
    { name: "balance", type: "numeric(12,2)", notNull: false, sensitive: false },
  ],
  filled: [],
  key: ["id"],
  owner: ["id"],
  rowsOf: (rows) => rows.customers,
  ownerOf: (key) => ({ id: required(decodeBigint(key.id, at.id), at.id) }),
  identityOf: (row) => String(row.id),
  contentOf: (row) => JSON.stringify([String(row.id), row.name, row.email, row.balance]),
  writes: [
    {
      name: "customers_upsert",
      text: `${INSERT}
ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, balance = excluded.balance
WHERE (t.name, t.email, t.balance) IS DISTINCT FROM (excluded.name, excluded.email, excluded.balance)`,
      values: columns,
    },
  ],
  insert: { name: "customers_insert", text: INSERT, values: columns },
  removals: [
    {
      name: "customers_remove",
      text: "DELETE FROM customers AS t USING unnest($1::int8[]) AS o (id) WHERE t.id = o.id",
      values: (owners) => [postgres.bigint(owners.map(({ id }) => id))],
    },
  ],
  moved: [],
  collisions: undefined,
  owners: {
    name: "customers_owners",
    first: "SELECT id::text FROM customers ORDER BY id LIMIT $1",
    next: "SELECT id::text FROM customers WHERE id > $2::int8 ORDER BY id LIMIT $1",
    keyOf: ([id]) => (id === null || id === undefined ? undefined : `customer:${id}`),
  },
};

/** Lua that reads the given fields of hashes, as the compiler writes it. */
export function hashScript(fields: readonly string[]): string {
  return `
local info = redis.call('INFO', 'replication')
local out = {cmsgpack.pack(string.match(info, 'master_replid:(%w+)'), string.match(info, 'master_repl_offset:(%d+)'))}
local left = tonumber(ARGV[1])
for i = 1, #KEYS do
  local values = false
  if redis.call('TYPE', KEYS[i]).ok == 'hash' then
    values = redis.call('HMGET', KEYS[i], ${fields.map((field) => `'${field}'`).join(", ")})
    for j = 1, ${fields.length} do left = left - (values[j] and #values[j] or 0) end
    if left < 0 and i > 1 then break end
  end
  out[#out + 1] = cmsgpack.pack(values)
end
return table.concat(out)`;
}

export const DELIVERY: Delivery = {
  batch: 500,
  wait: 5,
  retryMin: 50,
  retryMax: 1000,
  onReject: "dead_letter",
  deadLetters: 10_000,
  deadLettersFull: "halt",
  maxValue: 16 * 1024 * 1024,
};

export function customersJob(delivery: Partial<Delivery> = {}): Job {
  const job: Job<CustomersKey, CustomersHash, CustomersRows> = {
    name: "customers",
    site: "shop.rdi:1",
    pattern: { text: "customer:{id:int}", regex: /^customer:(0|-?[1-9]\d*)$/, prefix: "customer:", glob: "customer:*" },
    captures: (capture) => ({ key: capture(0), id: capture(1) }),
    read: { text: hashScript(["name", "email", "balance", "region"]), sensitive: ["email"] },
    value: (part) => ({ name: part(0), email: part(1), balance: part(2), region: part(3) }),
    lookups: {},
    map: (key, hash) => {
      if (decodeText(hash.region, at.region) === "test") return { customers: [] };
      const name = storeText(required(concat(decodeText(hash.name, at.name)), at.name), at.name) ?? "";
      return {
        customers: [
          {
            id: required(decodeBigint(key.id, at.id), at.id),
            name,
            email: decodeText(hash.email, at.email),
            balance: decodeNumeric(hash.balance, 12, 2, at.balance),
          },
        ],
      };
    },
    tables: [table],
    delivery: { ...DELIVERY, ...delivery },
  };
  return job as unknown as Job;
}

export function shopProject(
  overrides: Partial<Project> & { readonly redis: string; readonly warehouse: string },
): Project {
  const { redis, warehouse, ...rest } = overrides;
  return {
    name: "shop",
    release: "0123456789abcdef",
    source: {
      url: { kind: "constant", value: redis },
      capture: "auto",
      guarantee: undefined,
      evictions: "refuse",
      lanes: 2,
      streamBudget: 256 * 1024 * 1024,
    },
    targets: [postgres.target({ name: "warehouse", url: { kind: "constant", value: warehouse }, schema: "public" })],
    jobs: [customersJob()],
    ...rest,
  };
}
