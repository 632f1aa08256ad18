/** What samples/orders should have made of a Redis. */
import { keysOf, type Expectation, type Row, type Rows } from "./expectation.ts";
import { canonical, elements, member, numberOf, parse, requiredNumber, textOf, type Json } from "./json.ts";
import { documentOf } from "./read.ts";
import { decimal, numeric, times, total, whole, within } from "./values.ts";

export const ORDERS: Expectation = {
  tables: {
    "orders.orders": {
      keyOf: (row) => `order:${row["id"]}`,
      normal: (row) => ({ ...row, raw: canonical(parse(row["raw"] ?? "")) }),
    },
    "orders.shipments": { keyOf: (row) => `order:${row["order_id"]}` },
    "orders.parcels": { keyOf: (row) => `order:${row["order_id"]}` },
  },
  keys: [
    keysOf("order:*", {
      type: "string|ReJSON-RL",
      pattern: /^order:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      read: documentOf,
      rows: ([id = ""], document) => order(id, parse(document)),
    }),
  ],
};

function order(id: string, document: Json): Rows {
  if (textOf(member(document, "status")) === "draft") return {};
  const items = elements(member(document, "items"));
  const row = {
    id,
    customer_id: whole(requiredNumber(member(document, "customer", "id")), 64, "RDI5010"),
    skus: [...new Set(items.flatMap((item) => textOf(member(item, "sku")) ?? []))].join(", "),
    total: numeric(total(items.flatMap(amount)), 14, 2),
    rate: numeric(numberOf(member(document, "rate")) ?? decimal("1"), 24, 18),
    raw: canonical(document),
  };
  const below = elements(member(document, "shipments")).map((one, index) => shipment(id, one, index + 1));
  return {
    "orders.orders": [row],
    "orders.shipments": below.map(({ row }) => row),
    "orders.parcels": below.flatMap(({ parcels }) => parcels),
  };
}

function amount(item: Json): ReturnType<typeof decimal>[] {
  const price = numberOf(member(item, "price"));
  const qty = numberOf(member(item, "qty"));
  return price === null || qty === null ? [] : [times(price, qty)];
}

function shipment(order: string, document: Json, no: number): { readonly row: Row; readonly parcels: readonly Row[] } {
  const identity = { order_id: order, shipment_no: String(no) };
  const carrier = within(20, (textOf(member(document, "carrier")) ?? "none").toUpperCase());
  const list = elements(member(document, "parcels"));
  const kg = numeric(total(list.flatMap((parcel) => numberOf(member(parcel, "kg")) ?? [])), 12, 3);
  const parcels = list.flatMap((one, index): Row[] => {
    if (textOf(member(one, "state")) === "void") return [];
    const kg = numeric(requiredNumber(member(one, "kg")), 9, 3);
    const stops = member(one, "stops");
    const last = Array.isArray(stops) ? ((stops as readonly Json[]).at(-1) ?? null) : null;
    return [{ ...identity, parcel_no: String(index + 1), kg, last_seen: textOf(member(last, "city")) }];
  });
  return { row: { ...identity, carrier, kg }, parcels };
}
