/** What samples/pricing should say is valid now, for a Redis. */
import { keysOf, type Expectation, type Row } from "./expectation.ts";
import { hashOf, stringOf } from "./read.ts";
import { decimal, numeric, Refused, required, text } from "./values.ts";

const timeless = ({ valid_from: _, valid_to, since: __, until, ...row }: Row): Row =>
  until === undefined ? { ...row, valid_to: valid_to ?? null } : { ...row, until };

export const PRICING: Expectation = {
  tables: {
    "pricing.prices": {
      keyOf: (row) => `price:${row["shop"]}:${row["sku"]}`,
      isKept: (row) => row["valid_to"] !== null,
      normal: timeless,
    },
    "pricing.rates": {
      keyOf: (row) => `rate:${row["currency"]}`,
      isKept: (row) => row["until"] !== null,
      normal: timeless,
    },
  },
  keys: [
    keysOf("price:*", {
      type: "hash",
      pattern: /^price:([^:]+):([^:]+)$/,
      read: hashOf,
      rows: ([shop = "", sku = ""], fields) => {
        if (field(fields, "state") === "planned") return {};
        const price = numeric(decimal(required(field(fields, "price"))), 10, 2);
        const currency = field(fields, "currency") ?? "EUR";
        if (currency.trimEnd().length > 3) throw new Refused("RDI5013");
        return {
          "pricing.prices": [{ shop, sku, price, currency: currency.padEnd(3), valid_to: null, is_current: "t" }],
        };
      },
    }),
    keysOf("rate:*", {
      type: "string",
      pattern: /^rate:([^:]+)$/,
      read: stringOf,
      rows: ([currency = ""], value) => ({
        "pricing.rates": [{ currency, rate: numeric(decimal(text(value)), 18, 8), until: null }],
      }),
    }),
  ],
};

function field(fields: ReadonlyMap<string, Buffer>, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : text(bytes);
}
