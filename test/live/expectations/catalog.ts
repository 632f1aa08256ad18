/** What samples/catalog should make of a Redis when every product is looked at anew. */
import type { Redis } from "ioredis";
import { keysOf, type Expectation, type Row, type Rows } from "./expectation.ts";
import { hashOf } from "./read.ts";
import { decimal, numeric, Refused, required, rounded, text, times, within } from "./values.ts";

type Fields = ReadonlyMap<string, Buffer>;

const keyOf = (row: Row): string => `product:${row["sku"]}`;

export const CATALOG: Expectation = {
  tables: {
    "catalog.products": { keyOf, normal: ({ written_at: _, ...row }) => row },
    "storefront.products": { keyOf },
  },
  keys: [
    keysOf("product:*", {
      type: "hash",
      pattern: /^product:([^:]+)$/,
      read: async (redis, key) => withLookups(redis, await hashOf(redis, key)),
      rows: ([sku = ""], product) => rowsOf(sku, product),
    }),
  ],
};

interface Product {
  readonly fields: Fields;
  readonly brand: Fields;
  readonly rate: Buffer | null;
  readonly recalled: ReadonlySet<string>;
}

async function withLookups(redis: Redis, fields: Fields): Promise<Product> {
  const brand = fields.get("brand");
  const currency = fields.get("currency");
  return {
    fields,
    brand: brand ? await hashIfAny(redis, Buffer.concat([Buffer.from("brand:"), brand])) : new Map(),
    rate: currency ? await redis.getBuffer(Buffer.concat([Buffer.from("exchange:"), currency])) : null,
    recalled: new Set(await redis.smembers("recalled")),
  };
}

async function hashIfAny(redis: Redis, key: Buffer): Promise<Fields> {
  return (await redis.type(key)) === "hash" ? hashOf(redis, key) : new Map();
}

function rowsOf(sku: string, { fields, brand, rate, recalled }: Product): Rows {
  // Its rows stay as they were.
  if (field(fields, "state") === "editing") throw new Refused();
  const title = required(within(80, field(fields, "title")));
  const row = { sku, title, brand: field(brand, "name") ?? "unknown", price_eur: euros(field(fields, "price"), rate) };
  const shown = { sku, title, country: field(brand, "country") };
  return { "catalog.products": [row], "storefront.products": recalled.has(sku) ? [] : [shown] };
}

function euros(price: string | null, rate: Buffer | null): string | null {
  const amount = price === null ? null : decimal(price);
  const factor = decimal(rate === null ? "1" : text(rate));
  return amount === null ? null : numeric(rounded(times(amount, factor), 2), 12, 2);
}

function field(fields: Fields, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : text(bytes);
}
