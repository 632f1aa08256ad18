/** Tables as generated code has them. The double knows no SQL, so their texts are only names. */
import type { Table } from "../../../../runtime/job.ts";
import * as sqlserver from "../../../../runtime/sinks/sqlserver/index.ts";

export interface Sale {
  readonly receipt: string;
  readonly redis_key: string;
  readonly amount: bigint | null;
}

type Owner = Pick<Sale, "redis_key">;

const column = (name: string, type: string) => ({ name, type, notNull: false, sensitive: false });

/** `key` comes from the payload: rows move, and two keys can claim one row. */
export const sales: Table<object, object, Sale, Owner> = {
  target: "db",
  schema: undefined,
  table: "sales",
  site: "sales.rdi:1",
  mode: "upsert",
  columns: [column("receipt", "text"), column("redis_key", "text"), column("amount", "bigint")],
  filled: [],
  key: ["receipt"],
  owner: ["redis_key"],
  rowsOf: () => [],
  ownerOf: () => ({ redis_key: "" }),
  identityOf: ({ receipt }) => receipt,
  contentOf: (row) => Object.values(row).join(),
  writes: [{ name: "sales.upsert", text: "UPSERT SALES", values: rowValues }],
  insert: { name: "sales.insert", text: "INSERT SALES", values: rowValues },
  removals: [{ name: "sales.remove", text: "REMOVE SALES", values: ownerValues }],
  moved: [{ name: "sales.moved", text: "MOVE SALES", ownerValues, rowValues: kept }],
  collisions: {
    name: "sales.collisions",
    text: "COLLISIONS OF SALES",
    values: kept,
    keyOf: ([key]) => key ?? undefined,
  },
  owners: { name: "sales.owners", first: "FIRST OWNERS", next: "NEXT OWNERS", keyOf: ([key]) => key ?? undefined },
};

function rowValues(rows: readonly Sale[]): readonly unknown[] {
  return [
    sqlserver.keyText(rows.map(({ receipt }) => receipt)),
    sqlserver.keyText(rows.map(({ redis_key }) => redis_key)),
    sqlserver.bigint(rows.map(({ amount }) => amount)),
  ];
}

function ownerValues(owners: readonly Owner[]): readonly unknown[] {
  return [sqlserver.text(owners.map(({ redis_key }) => redis_key))];
}

function kept(rows: readonly Sale[]): readonly unknown[] {
  return [sqlserver.text(rows.map(({ receipt }) => receipt)), sqlserver.text(rows.map(({ redis_key }) => redis_key))];
}

/** The same without a check and without rows that move; a column is sensitive. */
export const customers: Table = {
  ...(sales as Table),
  table: "customers",
  site: "customers.rdi:1",
  columns: [column("id", "text"), { ...column("name", "text"), sensitive: true }],
  key: ["id"],
  owner: ["id"],
  writes: [{ name: "customers.upsert", text: "UPSERT CUSTOMERS", values: () => [["7"], ["Ada"]] }],
  insert: undefined,
  removals: [{ name: "customers.remove", text: "REMOVE CUSTOMERS", values: () => [["8"]] }],
  moved: [],
  collisions: undefined,
};
