/** What samples/crm should have made of a Redis. */
import { keysOf, type Expectation, type Row, type Rows } from "./expectation.ts";
import { hashOf } from "./read.ts";
import { date, decimal, int, numeric, Refused, required, text, within } from "./values.ts";

type Fields = ReadonlyMap<string, Buffer>;

export const CRM: Expectation = {
  tables: {
    "crm.customers": {
      keyOf: (row) => `crm:customer:${row["id"]}`,
      isKept: (row) => row["deleted_at"] !== null,
    },
    "crm.vips": { keyOf: (row) => `crm:customer:${row["customer_id"]}` },
  },
  keys: [
    keysOf("crm:customer:*", {
      type: "hash",
      pattern: /^crm:customer:(0|-?[1-9][0-9]*)$/,
      read: hashOf,
      rows: ([id = ""], fields) => customer(id, fields),
    }),
  ],
};

function customer(id: string, fields: Fields): Rows {
  if (field(fields, "status") === "test") return {};
  const row: Row = {
    id: int(id),
    name: required(within(60, fullName(fields))),
    email: spaceless(field(fields, "email"))?.toLowerCase() ?? null,
    phone: within(20, spaceless(field(fields, "phone")) || null),
    birthday: birthday(field(fields, "birthday")),
    deleted_at: null,
  };
  return { "crm.customers": [row], "crm.vips": field(fields, "tier") === "vip" ? [vip(id, fields)] : [] };
}

function vip(id: string, fields: Fields): Row {
  const row = {
    customer_id: id,
    manager: required(within(60, field(fields, "manager"))),
    credit: numeric(decimal(field(fields, "credit") ?? "0"), 12, 2),
  };
  if (row.credit.startsWith("-")) throw new Refused("RDI5020");
  return row;
}

function fullName(fields: Fields): string | null {
  const parts = ["title", "fname", "lname"].flatMap((name) => field(fields, name) ?? []);
  return spaceless(parts.join(" ")) || null;
}

function birthday(spelled: string | null): string | null {
  return spelled === null || spelled === "" ? null : date(spelled);
}

function spaceless(value: string | null): string | null {
  return value === null ? null : value.trim();
}

function field(fields: Fields, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : text(bytes);
}
