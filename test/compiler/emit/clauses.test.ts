/** Clauses in compiled mappings: which rows a key stands for. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { declarations } from "../check/support.ts";
import { evaluate, goneRow, mappingsOf, type Outcome, type Redis } from "./evaluate.ts";

const ORDERS = `
job orders {
  from json "order:{id:int}"
  where state is not "draft"
  let currency = upper(currency ?? "eur")
  into db.orders key (id) { id: bigint = @id, currency: text, lines: int = count(items) }
  for item, n in items {
    where item.qty > 0
    let price = item.price * item.qty
    into db.lines key (id, line) { id: bigint = @id, line: int = n + 1, sku: text = item.sku, price: numeric(9,2), currency: text }
    for tag in item.tags {
      into db.tags key (id, line, tag) { id: bigint = @id, line: int = n, tag: text = tag }
    }
  }
}
`;

const TEXT = `${declarations}${ORDERS}
job deep {
  from json "deep:{id:int}"
  for name, group in entries(groups) {
    for row, i in group {
      where row is not null
      for x, j in row {
        let twice = x * 2
        where twice > 2
        into db.cells key (id, name, i, j) { id: bigint = @id, name: text, i: int, j: int, v: int = twice }
      }
    }
  }
}
job members { from set "set:{id:int}" for m in @value { where m is not "skip" into db.members key (id, m) { id: bigint = @id, m: text } } }
job ranks {
  from zset "z:{game}"
  into db.boards key (game) { game: text = @game, players: int = count(@value), best: double = max([s as double for m, s in @value]) }
  for m, s in @value { into db.ranks key (game, m) { game: text = @game, m: text, s: double } }
}
job queue { from list "l:{id:int}" for item, i in @value { into db.queue key (id, i) { id: bigint = @id, i: int, item: text } } into db.ends key (id) { id: bigint = @id, head: text = @value[0], tail: text = @value[-1], n: int = count(@value) } }
job fields { from hash "h:{id:int}" for f, v in @value { into db.fields key (id, f) { id: bigint = @id, f: text, v: text } } }
job plain { from string "s:{id:int}" into db.plain key (id) { id: bigint = @id, t: text = @value, n: int = try(@value as int), size: int = length(@value) } }
job raw { from string "raw:{id:int}" into db.raw key (id) { id: bigint = @id, b: bytes = @value } }
job there { from hash "there:{id:int}" into db.there key (id) { id: bigint = @id, until: timestamptz = @expires_at } }
job united {
  from json "united:{id:int}"
  where first is not null { into db.w key (id, v) { id: bigint = @id, v: text = first } }
  for x in others { into db.w key (id, v) { id: bigint = @id, v: text = x } }
}
job apart {
  from json "apart:{id:int}"
  into db.u key (id, kind, v) { id: bigint = @id, kind: text = "one", v: text = first }
  for x in others { into db.u key (id, kind, v) { id: bigint = @id, kind: text = "more", v: text = x } }
}
job frozen {
  from hash "f:{id:int}"
  skip when state == "moving"
  where state is not "gone"
  into db.frozen key (id) { id: bigint = @id, n: int }
}
job log {
  from hash "log:{id:int}"
  let name = trim(name)
  lookup owner = hash "owner:{owner}"
  append into db.log { id: bigint = @id, k: text = @key, seen: timestamptz = now(), op: text = "changed", name: text, owner: text = owner.name, n: int not null = n ?? 0 }
  on delete set { op: "deleted" }
}
`;

const mappings = await mappingsOf(TEXT);

function rows(name: string, key: string, redis: Redis): Outcome {
  const mapping = mappings.get(name);
  if (mapping === undefined) throw new Error(`there is no job ${name}`);
  return evaluate(mapping, key, redis);
}

function ofDocument(name: string, key: string, json: string): Outcome {
  return rows(name, key, { [key]: { json } });
}

test("a document becomes a row, one a line, and one a tag", () => {
  const json = `{"state":"sent","currency":"usd","items":[
    {"sku":"a","price":"1.50","qty":2,"tags":["x","y"]},
    {"sku":"left out","price":"no number","qty":0,"tags":{}},
    {"sku":"b","price":9.99,"qty":1}]}`;
  assert.equal(ofDocument("orders", "order:7", json), {
    orders: [{ id: "7", currency: "USD", lines: "3" }],
    lines: [
      { id: "7", line: "1", sku: "a", price: "3", currency: "USD" },
      { id: "7", line: "3", sku: "b", price: "9.99", currency: "USD" },
    ],
    tags: [
      { id: "7", line: "0", tag: "x" },
      { id: "7", line: "0", tag: "y" },
    ],
  });
});

test("what excludes a document looks at nothing below it", () => {
  const json = '{"state":"draft","currency":{},"items":"none"}';
  assert.equal(ofDocument("orders", "order:7", json), { orders: [], lines: [], tags: [] });
});

test("a rejection names the line and the column", () => {
  const line = TEXT.split("\n").findIndex((text) => text.includes("into db.lines")) + 1;
  assert.is(
    ofDocument("orders", "order:7", '{"items":[{"price":"1","qty":1,"sku":{}}]}'),
    `RDI5010 shop.rdi:${line} sku`,
  );
  assert.is(ofDocument("orders", "order:7", '{"items":[{"price":"x","qty":1}]}'), `RDI5010 shop.rdi:${line - 1} price`);
  assert.is(ofDocument("orders", "order:7", '{"items":3}'), `RDI5010 shop.rdi:${line - 4} lines`);
  assert.is(ofDocument("orders", "order:7", "{"), `RDI5023 shop.rdi:${line - 8} value`);
});

test("a document that is no object has no members", () => {
  assert.equal(ofDocument("orders", "order:7", "[1]"), {
    orders: [{ id: "7", currency: "EUR", lines: "0" }],
    lines: [],
    tags: [],
  });
});

test("loops nest three deep, over maps and lists, with conditions and lets of their own", () => {
  const json = '{"groups":{"g":[[1,2],null,[3]],"":[[5]]}}';
  assert.equal(ofDocument("deep", "deep:1", json), {
    cells: [
      { id: "1", name: "g", i: "0", j: "1", v: "4" },
      { id: "1", name: "g", i: "2", j: "0", v: "6" },
      { id: "1", name: "", i: "0", j: "0", v: "10" },
    ],
  });
  assert.equal(ofDocument("deep", "deep:1", "{}"), { cells: [] });
});

test("a set becomes a row a member", () => {
  assert.equal(rows("members", "set:1", { "set:1": { set: ["a", "skip", ""] } }), {
    members: [
      { id: "1", m: "a" },
      { id: "1", m: "" },
    ],
  });
  const invalid = rows("members", "set:1", { "set:1": { set: [Buffer.from([0xff])] } });
  assert.match(String(invalid), /^RDI5014 shop\.rdi:\d+ /);
});

test("a sorted set becomes a summary and a row a member", () => {
  assert.equal(rows("ranks", "z:chess", { "z:chess": { zset: { ada: "10", bob: "9.5", low: "-inf" } } }), {
    boards: [{ game: "chess", players: "3", best: "10" }],
    ranks: [
      { game: "chess", m: "ada", s: "10" },
      { game: "chess", m: "bob", s: "9.5" },
      { game: "chess", m: "low", s: "-Infinity" },
    ],
  });
});

test("a list becomes a row an element, equal ones too", () => {
  assert.equal(rows("queue", "l:1", { "l:1": { list: ["a", "b", "a"] } }), {
    queue: ["a", "b", "a"].map((item, i) => ({ id: "1", i: String(i), item })),
    ends: [{ id: "1", head: "a", tail: "a", n: "3" }],
  });
});

test("a hash becomes a row a field", () => {
  assert.equal(rows("fields", "h:1", { "h:1": { hash: { item: "x", "": "" } } }), {
    fields: [
      { id: "1", f: "item", v: "x" },
      { id: "1", f: "", v: "" },
    ],
  });
});

test("a string is text or bytes", () => {
  const number = rows("plain", "s:1", { "s:1": { string: "42" } });
  assert.equal(number, { plain: [{ id: "1", t: "42", n: "42", size: "2" }] });
  const empty = rows("plain", "s:1", { "s:1": { string: "" } });
  assert.equal(empty, { plain: [{ id: "1", t: "", n: null, size: "0" }] });
  const bytes = rows("raw", "raw:1", { "raw:1": { string: Buffer.from([0, 0xff]) } });
  assert.equal(bytes, { raw: [{ id: "1", b: "\\x00ff" }] });
});

test("of a key without members that are read only the expiry counts", () => {
  assert.equal(rows("there", "there:1", { "there:1": { hash: {}, expires: 1500 } }), {
    there: [{ id: "1", until: "1970-01-01 00:00:01.5+00" }],
  });
  assert.equal(rows("there", "there:1", { "there:1": { hash: { a: "b" } } }), { there: [{ id: "1", until: null }] });
});

test("intos of one table that a constant tells apart are two sets of rows", () => {
  assert.equal(ofDocument("apart", "apart:1", '{"first":"a","others":["b","c"]}'), {
    u: [{ id: "1", kind: "one", v: "a" }],
    u2: [
      { id: "1", kind: "more", v: "b" },
      { id: "1", kind: "more", v: "c" },
    ],
  });
  assert.match(String(ofDocument("apart", "apart:1", '{"others":[]}')), /^RDI5012 shop\.rdi:\d+ v$/);
});

test("rows of two intos of one table are united where nothing tells them apart", () => {
  assert.equal(ofDocument("united", "united:1", '{"first":"a","others":["b","a"]}'), {
    w: ["a", "b", "a"].map((v) => ({ id: "1", v })),
  });
});

test("while `skip when` holds the key is frozen, whatever else it is", () => {
  assert.is(rows("frozen", "f:1", { "f:1": { hash: { state: "moving", n: "x" } } }), "frozen");
  assert.equal(rows("frozen", "f:1", { "f:1": { hash: { n: "1" } } }), { frozen: [{ id: "1", n: "1" }] });
  assert.equal(rows("frozen", "f:1", { "f:1": { hash: { state: "gone", n: "x" } } }), { frozen: [] });
});

test("a removal appends a row from the key alone", () => {
  const log = mappings.get("log");
  if (log === undefined) throw new Error("there is no job log");
  const seen = "2024-02-29 12:34:56.789012+00";
  assert.equal(
    evaluate(log, "log:5", { "log:5": { hash: { name: " x ", owner: "7" } }, "owner:7": { hash: { name: "Ada" } } }),
    { log: [{ id: "5", k: "log:5", seen, op: "changed", name: "x", owner: "Ada", n: "0" }] },
  );
  assert.equal(goneRow(log, "log:5"), { id: "5", k: "log:5", seen, op: "deleted", name: null, owner: null, n: "0" });
});

test("a let may be called like a constant of the module, and loops beside one another like one another", async () => {
  const mapping = (
    await mappingsOf(`${declarations}
job j {
  from json "j:{id:int}"
  let matcher = lower(a)
  where matcher matches r"^x"
  into db.t key (id) { id: bigint = @id, m: text = matcher, n: int = count([i for i in items where any([i > (k as int) for k in other])]), o: int = sum([i for i in other]) }
}`)
  ).get("j");
  assert.ok(mapping);
  const rows = evaluate(mapping, "j:1", { "j:1": { json: '{"a":"XY","items":[1,5],"other":[3,4]}' } });
  assert.equal(rows, { t: [{ id: "1", m: "xy", n: "1", o: "7" }] });
});

test.run();
