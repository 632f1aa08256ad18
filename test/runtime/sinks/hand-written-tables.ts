/** Tables as generated code has them, written by hand, so that the sink is tested without the compiler. */
import type { TableColumn } from "../../../runtime/destination.ts";
import type { MovedStatement, Statement, Table, TableOwnersPage } from "../../../runtime/job.ts";
import * as postgres from "../../../runtime/sinks/postgres/arrays.ts";
import type { TableWrite } from "../../../runtime/sinks/sink.ts";

export interface Customer {
  readonly id: bigint;
  readonly name: string | null;
  readonly email: string | null;
}

export interface Sale {
  readonly receipt: string;
  readonly redis_key: string;
  readonly note: string | null;
}

export interface Item {
  readonly customer_id: bigint;
  readonly line: number;
  readonly sku: string | null;
}

export const CUSTOMERS_SQL =
  "CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(20) CHECK (name <> 'forbidden'), email text UNIQUE);";
export const SALES_SQL =
  "CREATE TABLE sales (receipt text PRIMARY KEY, redis_key text NOT NULL, note text); CREATE INDEX ON sales (redis_key);";
export const ITEMS_SQL =
  "CREATE TABLE items (customer_id bigint NOT NULL REFERENCES customers, line int NOT NULL, sku text, PRIMARY KEY (customer_id, line));";

const columns = { id: "bigint", name: "varchar(20)", email: "text" };

/** `key` is the owner column: no check for collisions, and rows can't move. */
export const customers = table<Customer>({
  table: "customers",
  columns,
  key: ["id"],
  owner: ["id"],
  insert: statement(
    "customers_insert",
    `INSERT INTO "customers" AS t ("id", "name", "email") SELECT i.* FROM unnest($1::int8[], $2::text[], $3::text[]) AS i("id", "name", "email")`,
    (rows: readonly Customer[]) => [bigints(rows, "id"), texts(rows, "name"), texts(rows, "email")],
  ),
  changes: `ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "email" = excluded."email"
WHERE (t."name" COLLATE "C", t."email" COLLATE "C") IS DISTINCT FROM (excluded."name" COLLATE "C", excluded."email" COLLATE "C")`,
  remove: statement(
    "customers_remove",
    `DELETE FROM "customers" AS t WHERE t."id" = ANY($1::int8[])`,
    (owners: readonly Customer[]) => [bigints(owners, "id")],
  ),
});

/** `key` comes from the payload: rows move, and two keys can claim one row. */
export const sales = table<Sale>({
  table: "sales",
  columns: { receipt: "text", redis_key: "text", note: "text" },
  key: ["receipt"],
  owner: ["redis_key"],
  insert: statement(
    "sales_insert",
    `INSERT INTO "sales" AS t ("receipt", "redis_key", "note") SELECT i.* FROM unnest($1::text[], $2::text[], $3::text[]) AS i("receipt", "redis_key", "note")`,
    (rows: readonly Sale[]) => [texts(rows, "receipt"), texts(rows, "redis_key"), texts(rows, "note")],
  ),
  changes: `ON CONFLICT ("receipt") DO UPDATE SET "note" = excluded."note"
WHERE t."redis_key" COLLATE "C" = excluded."redis_key" COLLATE "C" AND t."note" COLLATE "C" IS DISTINCT FROM excluded."note" COLLATE "C"`,
  remove: statement(
    "sales_remove",
    `DELETE FROM "sales" AS t WHERE t."redis_key" = ANY($1::text[])`,
    (owners: readonly Sale[]) => [texts(owners, "redis_key")],
  ),
  removeMoved: {
    name: "sales_remove_moved",
    text: `DELETE FROM "sales" AS t USING unnest($1::text[]) AS o("redis_key") WHERE t."redis_key" = o."redis_key"
AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[]) AS k("receipt", "redis_key") WHERE k."receipt" = t."receipt" AND k."redis_key" = t."redis_key")`,
    ownerValues: (owners: readonly Sale[]) => [texts(owners, "redis_key")],
    rowValues: (rows: readonly Sale[]) => [texts(rows, "receipt"), texts(rows, "redis_key")],
  },
  collisions: {
    ...statement(
      "sales_collisions",
      `SELECT (i."rdi position" - 1)::text, t."redis_key"::text FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i("receipt", "redis_key", "rdi position")
JOIN "sales" AS t ON t."receipt" = i."receipt" WHERE t."redis_key" COLLATE "C" IS DISTINCT FROM i."redis_key" COLLATE "C"`,
      (rows: readonly Sale[]) => [texts(rows, "receipt"), texts(rows, "redis_key")],
    ),
    keyOf: ([owner]) => owner ?? undefined,
  },
});

/** A child of customers, with several rows an owner. */
export const items = table<Item>({
  table: "items",
  columns: { customer_id: "bigint", line: "int", sku: "text" },
  key: ["customer_id", "line"],
  owner: ["customer_id"],
  insert: statement(
    "items_insert",
    `INSERT INTO "items" AS t ("customer_id", "line", "sku") SELECT i.* FROM unnest($1::int8[], $2::int4[], $3::text[]) AS i("customer_id", "line", "sku")`,
    (rows: readonly Item[]) => [
      bigints(rows, "customer_id"),
      postgres.int(rows.map(({ line }) => line)),
      texts(rows, "sku"),
    ],
  ),
  changes: `ON CONFLICT ("customer_id", "line") DO UPDATE SET "sku" = excluded."sku" WHERE t."sku" COLLATE "C" IS DISTINCT FROM excluded."sku" COLLATE "C"`,
  remove: statement(
    "items_remove",
    `DELETE FROM "items" AS t WHERE t."customer_id" = ANY($1::int8[])`,
    (owners: readonly Item[]) => [bigints(owners, "customer_id")],
  ),
  removeMoved: {
    name: "items_remove_moved",
    text: `DELETE FROM "items" AS t USING unnest($1::int8[]) AS o("customer_id") WHERE t."customer_id" = o."customer_id"
AND NOT EXISTS (SELECT FROM unnest($2::int8[], $3::int4[]) AS k("customer_id", "line") WHERE k."customer_id" = t."customer_id" AND k."line" = t."line")`,
    ownerValues: (owners: readonly Item[]) => [bigints(owners, "customer_id")],
    rowValues: (rows: readonly Item[]) => [bigints(rows, "customer_id"), postgres.int(rows.map(({ line }) => line))],
  },
});

interface TableParts<Row extends object> extends Partial<
  Pick<Table<object, object, Row, Row>, "collisions" | "schema">
> {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  readonly owner: readonly string[];
  readonly insert: Statement<Row>;
  /** What makes the insert an upsert. */
  readonly changes: string;
  readonly remove?: Statement<Row>;
  readonly removeMoved?: MovedStatement<Row, Row>;
}

export function table<Row extends object>(parts: TableParts<Row>): Table & { readonly owners: TableOwnersPage } {
  const { insert, changes, columns, remove, removeMoved, ...rest } = parts;
  const by = parts.owner.map((name) => `t."${name}"`).join(", ");
  const page = (where: string): string =>
    `SELECT o.* FROM (SELECT DISTINCT ${by} FROM "${parts.table}" AS t ${where} ORDER BY ${by} LIMIT $1::int8) AS o`;
  const made: Table<object, object, Row, Row> & { readonly owners: TableOwnersPage } = {
    target: "db",
    schema: undefined,
    site: "shop.rdi:11",
    rowsOf: () => [],
    ownerOf: () => unused(),
    identityOf: () => unused(),
    contentOf: () => unused(),
    mode: "upsert",
    filled: [],
    writes: [{ ...insert, name: insert.name.replace("insert", "upsert"), text: `${insert.text}\n${changes}` }],
    removals: remove === undefined ? [] : [remove],
    moved: removeMoved === undefined ? [] : [removeMoved],
    collisions: undefined,
    ...rest,
    insert,
    columns: Object.entries(columns).map(([name, type]): TableColumn => ({
      name,
      type,
      notNull: false,
      sensitive: false,
    })),
    owners: {
      name: `${parts.table}_owners`,
      first: page(""),
      next: page(`WHERE ${by} > $2`),
      keyOf: ([owner]) => owner ?? undefined,
    },
  };
  return made;
}

/** Rows of one table; by default every row's owner is a key of the batch. */
export function write<Row extends object>(
  of: Table,
  rows: readonly Row[],
  absent: readonly object[] = [],
  owners: readonly object[] = [...rows, ...absent],
): TableWrite<Table> {
  return { table: of, owners, absent, rows };
}

export function statement<Input extends object>(
  name: string,
  text: string,
  values: (inputs: readonly Input[]) => readonly unknown[],
): Statement<Input> {
  return { name, text, values };
}

export function texts<Name extends string>(
  rows: readonly { readonly [name in Name]: string | null }[],
  name: Name,
): string {
  return postgres.text(rows.map((row) => row[name]));
}

export function bigints<Name extends string>(
  rows: readonly { readonly [name in Name]: bigint | null }[],
  name: Name,
): string {
  return postgres.bigint(rows.map((row) => row[name]));
}

function unused(): never {
  throw new Error("the sink does not call this");
}
