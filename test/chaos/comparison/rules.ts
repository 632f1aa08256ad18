/** Which rows a key of Redis stands for, worked out by hand from model/chaos.rdi. */
import { keysOf, type KeyRule } from "../../live/expectations/expectation.ts";
import { elements, member, numberOf, parse, textOf, type Json } from "../../live/expectations/json.ts";
import { documentOf, hashOf, membersOf, stringOf } from "../../live/expectations/read.ts";
import * as value from "../../live/expectations/values.ts";
import type { Redis } from "ioredis";

type Fields = ReadonlyMap<string, Buffer>;

const ID = String.raw`(0|-?[1-9][0-9]*)`;

export const RULES: readonly KeyRule[] = [
  keysOf("person:*", { type: "hash", pattern: pattern("person"), read: hashOf, rows: ([id = ""], f) => person(id, f) }),
  keysOf("seat:*", { type: "hash", pattern: pattern("seat"), read: hashOf, rows: ([id = ""], f) => seat(id, f) }),
  keysOf("order:*", {
    type: "string",
    pattern: pattern("order"),
    read: documentOf,
    rows: ([id = ""], text) => order(id, parse(text)),
  }),
  keysOf("board:*", {
    type: "zset",
    pattern: pattern("board"),
    read: membersOf,
    rows: ([game = ""], members) => ({
      boards: [{ game, players: String(members.length) }],
      scores: value.each(members, ([name, score]) => ({
        game,
        player: value.text(name),
        score: String(Number(score.toString().replace("inf", "Infinity"))),
      })),
    }),
  }),
  keysOf("tags:*", {
    type: "set",
    pattern: pattern("tags"),
    read: setOf,
    rows: ([id = ""], tags) => ({
      tags: value.each(tags, (tag) => ({ id, tag: value.within(20, value.text(tag)) })),
    }),
  }),
  keysOf("queue:*", {
    type: "list",
    pattern: pattern("queue"),
    read: listOf,
    rows: ([id = ""], items) => ({
      queues: [{ id, waiting: String(items.length) }],
      queue_items: items.map((item, place) => ({ id, place: String(place), item: value.text(item) })),
    }),
  }),
  keysOf("price:*", {
    type: "hash",
    pattern: pattern("price"),
    read: hashOf,
    rows: ([sku = ""], fields) => ({
      prices: [{ sku, price: money(value.required(field(fields, "price")), 10), valid_to: null }],
    }),
  }),
  keysOf("beat:*", {
    type: "string",
    pattern: pattern("beat"),
    read: stringOf,
    rows: ([id = ""], at) => ({ beats: [{ id, at: value.bigint(value.text(at)) }] }),
  }),
];

function pattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}:${ID}$`);
}

function person(id: string, fields: Fields) {
  if (field(fields, "region") === "test") return {};
  const row = {
    id,
    name: value.required(value.within(40, field(fields, "name"))),
    balance: money(field(fields, "balance") ?? "0", 12),
    visits: value.int(field(fields, "visits") ?? "0"),
    deleted_at: null,
  };
  return { people: [row] };
}

function seat(id: string, fields: Fields) {
  const place = value.required(field(fields, "place"));
  return { seats: [{ redis_key: `seat:${id}`, place, holder: field(fields, "holder") }] };
}

function order(id: string, document: Json) {
  const items = elements(member(document, "items"));
  const amounts = items.flatMap((item) => {
    const price = numberOf(member(item, "price"));
    const qty = numberOf(member(item, "qty"));
    return price === null || qty === null ? [] : [value.times(price, qty)];
  });
  return {
    orders: [{ id, customer: textOf(member(document, "customer")), total: value.numeric(value.total(amounts), 14, 2) }],
    order_items: items.map((item, n) => ({
      order_id: id,
      line_no: String(n + 1),
      sku: textOf(member(item, "sku")),
      qty: value.whole(value.required(numberOf(member(item, "qty"))), 32, "RDI5010"),
    })),
  };
}

function money(spelled: string, precision: number): string {
  return value.numeric(value.decimal(spelled), precision, 2);
}

function field(fields: Fields, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : value.text(bytes);
}

async function setOf(redis: Redis, key: Buffer): Promise<readonly Buffer[]> {
  return redis.smembersBuffer(key);
}

async function listOf(redis: Redis, key: Buffer): Promise<readonly Buffer[]> {
  return redis.lrangeBuffer(key, 0, -1);
}
