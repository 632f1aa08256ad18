/** The tables of model/schema.sql as they should be: what tells a row from others, and whose it is. */
import type { Row } from "../../live/expectations/expectation.ts";

export interface TableRule {
  /** Columns that are unique among the rows that are compared. */
  readonly identity: readonly string[];
  readonly keyOf: (row: Row) => string;
  /** Rows that are left out: they outlive their key. */
  readonly isPast?: (row: Row) => boolean;
  readonly normal?: (row: Row) => Row;
}

export const TABLES: Readonly<Record<string, TableRule>> = {
  people: { identity: ["id"], keyOf: (row) => `person:${row["id"]}`, isPast: (row) => row["deleted_at"] !== null },
  seats: { identity: ["place"], keyOf: (row) => row["redis_key"] ?? "" },
  orders: { identity: ["id"], keyOf: (row) => `order:${row["id"]}` },
  order_items: { identity: ["order_id", "line_no"], keyOf: (row) => `order:${row["order_id"]}` },
  boards: { identity: ["game"], keyOf: (row) => `board:${row["game"]}` },
  scores: { identity: ["game", "player"], keyOf: (row) => `board:${row["game"]}`, normal: numbered },
  tags: { identity: ["id", "tag"], keyOf: (row) => `tags:${row["id"]}` },
  queues: { identity: ["id"], keyOf: (row) => `queue:${row["id"]}` },
  queue_items: { identity: ["id", "place"], keyOf: (row) => `queue:${row["id"]}` },
  prices: {
    identity: ["sku"],
    keyOf: (row) => `price:${row["sku"]}`,
    isPast: (row) => row["valid_to"] !== null,
    normal: ({ valid_from: _, ...row }) => row,
  },
  beats: { identity: ["id"], keyOf: (row) => `beat:${row["id"]}` },
};

/** The same double may be spelled with an exponent or without. */
function numbered(row: Row): Row {
  return { ...row, score: String(Number(row["score"])) };
}
