/** What samples/inventory should have made of a Redis. */
import { keysOf, type Expectation, type Row } from "./expectation.ts";
import { elements, member, numberOf, parse, requiredNumber, textOf } from "./json.ts";
import { fieldsOf } from "./read.ts";
import { date, decimal, each, int, plus, Refused, required, text, times, total, whole, within } from "./values.ts";

export const INVENTORY: Expectation = {
  tables: {
    "inventory.stock": { keyOf: (row) => `stock:${row["site"]}` },
    "inventory.bins": { keyOf: (row) => `bins:${row["site"]}` },
    "inventory.lots": { keyOf: (row) => `bins:${row["site"]}` },
  },
  keys: [
    keysOf("stock:*", {
      type: "hash",
      pattern: /^stock:([^:]+)$/,
      read: fieldsOf,
      rows: ([site = ""], fields) => ({
        "inventory.stock": each(
          fields.filter(([sku]) => text(sku) !== "_updated"),
          ([sku, cell]) => stock(site, sku, text(cell)),
        ),
      }),
    }),
    keysOf("bins:*", {
      type: "hash",
      pattern: /^bins:([^:]+)$/,
      read: fieldsOf,
      rows: ([site = ""], fields) => {
        const bins = each(fields, ([bin, content]) => binAndLots(site, bin, content));
        if (bins.some(({ lots }) => hasTwins(lots))) throw new Refused("RDI5019");
        const lots = bins.flatMap((bin) => bin.lots);
        if (lots.some(({ qty }) => Number(qty) < 0)) throw new Refused("RDI5020");
        return { "inventory.bins": bins.map(({ bin }) => bin), "inventory.lots": lots };
      },
    }),
  ],
};

function stock(site: string, sku: Buffer, cell: string): Row {
  const [first = "", second] = cell.split("|");
  const name = within(40, text(sku));
  const qty = int(first);
  const reserved = second === undefined ? "0" : int(second);
  const free = whole(plus(decimal(qty), times(decimal("-1"), decimal(reserved))), 32);
  return { site, sku: name, qty, reserved, free };
}

function binAndLots(
  site: string,
  field: Buffer,
  content: Buffer,
): { readonly bin: Row; readonly lots: readonly Row[] } {
  const bin = within(20, text(field));
  const json = parse(text(content));
  const list = elements(member(json, "lots"));
  const pieces = total(list.flatMap((lot) => numberOf(member(lot, "qty")) ?? []));
  return {
    bin: { site, bin, aisle: textOf(member(json, "aisle")), pieces: whole(pieces, 32) },
    lots: list.map((lot) => {
      const bestBefore = textOf(member(lot, "best_before"));
      return {
        site,
        bin,
        lot: required(within(20, textOf(member(lot, "no")))),
        best_before: bestBefore === null ? null : date(bestBefore),
        qty: whole(requiredNumber(member(lot, "qty")), 32, "RDI5010"),
      };
    }),
  };
}

/** Two different lots of one number; equal ones are one. */
function hasTwins(lots: readonly Row[]): boolean {
  const spelled = new Map(lots.map((lot) => [lot["lot"], JSON.stringify(lot)]));
  return lots.some((lot) => spelled.get(lot["lot"] ?? "") !== JSON.stringify(lot));
}
