/** Lookups in compiled mappings: what is asked for, when it is not asked, and what an absent key means. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { declarations } from "../check/support.ts";
import { evaluate, mappingsOf, type Outcome, type Redis } from "./evaluate.ts";

const mappings = await mappingsOf(`${declarations}
job fields {
  from hash "f:{id:int}"
  lookup country = hash "country:{code}" cached 60s
  where country.blocked is null
  into db.fields key (id) { id: bigint = @id, name: text = country.name, tax: numeric(5,4) = country.tax ?? 0, known: boolean = country is not null }
}
job lazy {
  from hash "lazy:{id:int}"
  lookup c = json "config:{tenant}"
  where active
  into db.lazy key (id) { id: bigint = @id, v: int = c.limits.max, all: json = c }
}
job chained {
  from hash "chain:{id:int}"
  lookup user = hash "user:{owner}"
  let team = user.team
  lookup group = hash "team:{team}"
  into db.chained key (id) { id: bigint = @id, owner: text = user.name, team: text = group.name }
}
job membership {
  from hash "m:{id:int}"
  lookup vips = set "vips"
  lookup scores = zset "scores:{game}"
  lookup flags = hash "flags"
  into db.membership key (id) {
    id: bigint = @id
    vip: boolean = name in vips
    score: double = scores[name]
    best: double = scores["ada"]
    worst: int = scores.bob
    ranked: boolean = name in scores
    flag: boolean = flags["f:{name}"]
    listed: boolean = name not in flags
  }
}
job each {
  from json "e:{id:int}"
  for item, n in items {
    lookup product = hash "product:{item.sku}"
    let stock = product.stock
    where stock > 0
    into db.each key (id, n) { id: bigint = @id, n: int, title: text = product.title, stock: int }
  }
}
job whole {
  from hash "w:{id:int}"
  lookup list = list "list:{id}"
  lookup prices = hash "prices"
  lookup note = string "note:{@id}"
  lookup ranks = zset "ranks"
  into db.whole key (id) {
    id: bigint = @id
    n: int = count(list)
    head: text = list[0]
    prices: json = prices
    total: numeric = sum(values(prices))
    note: text = note
    best: text = first([m for m, s in ranks where s == 1])
  }
}
`);

function rows(name: string, key: string, redis: Redis): Outcome {
  const mapping = mappings.get(name);
  if (mapping === undefined) throw new Error(`there is no job ${name}`);
  return evaluate(mapping, key, redis);
}

test("fields of another hash", () => {
  const redis: Redis = { "f:1": { hash: { code: "nl" } }, "country:nl": { hash: { name: "Nederland", tax: "0.21" } } };
  assert.equal(rows("fields", "f:1", redis), { fields: [{ id: "1", name: "Nederland", tax: "0.21", known: "t" }] });
});

test("a key that is absent, of another kind or null is null", () => {
  const nothing = { fields: [{ id: "1", name: null, tax: "0", known: "f" }] };
  assert.equal(rows("fields", "f:1", { "f:1": { hash: { code: "xx" } } }), nothing);
  assert.equal(rows("fields", "f:1", { "f:1": { hash: {} } }), nothing);
  assert.equal(rows("fields", "f:1", { "f:1": { hash: { code: "s" } }, "country:s": { set: ["name"] } }), nothing);
});

test("what is looked up may leave the key out, or reject it at its place", () => {
  const key = { "f:1": { hash: { code: "nl" } } };
  assert.equal(rows("fields", "f:1", { ...key, "country:nl": { hash: { blocked: "" } } }), { fields: [] });
  assert.match(String(rows("fields", "f:1", { ...key, "country:nl": { hash: { tax: "x" } } })), /^RDI5010 .*:8 tax$/);
});

test("nothing is looked up under a condition that does not hold", () => {
  const config = { "config:a": { json: "{" } } as const;
  assert.equal(rows("lazy", "lazy:1", { "lazy:1": { hash: { tenant: "a" } }, ...config }), { lazy: [] });
  const on = { "lazy:1": { hash: { tenant: "a", active: "1" } } } as const;
  assert.match(String(rows("lazy", "lazy:1", { ...on, ...config })), /^RDI5023 shop\.rdi:12 c$/);
  assert.equal(rows("lazy", "lazy:1", { ...on, "config:a": { json: '{"limits":{"max":5}}' } }), {
    lazy: [{ id: "1", v: "5", all: '{"limits":{"max":5}}' }],
  });
});

test("a key may be made of what was looked up before", () => {
  const redis: Redis = {
    "chain:1": { hash: { owner: "7" } },
    "user:7": { hash: { name: "Ada", team: "x" } },
    "team:x": { hash: { name: "Engines" } },
  };
  assert.equal(rows("chained", "chain:1", redis), { chained: [{ id: "1", owner: "Ada", team: "Engines" }] });
  assert.equal(rows("chained", "chain:1", { "chain:1": { hash: { owner: "8" } } }), {
    chained: [{ id: "1", owner: null, team: null }],
  });
});

test("members of sets, sorted sets and hashes", () => {
  const redis: Redis = {
    "m:1": { hash: { name: "ada", game: "chess" } },
    vips: { set: ["ada", "bob"] },
    "scores:chess": { zset: { ada: "0.10000000000000001", bob: "-5" } },
    flags: { hash: { "f:ada": "yes", ada: "" } },
  };
  assert.equal(rows("membership", "m:1", redis), {
    membership: [{ id: "1", vip: "t", score: "0.1", best: "0.1", worst: "-5", ranked: "t", flag: "t", listed: "f" }],
  });
  assert.equal(rows("membership", "m:1", { ...redis, "m:1": { hash: { name: "eve", game: "go" } } }), {
    membership: [{ id: "1", vip: "f", score: null, best: null, worst: null, ranked: "f", flag: null, listed: "t" }],
  });
  assert.equal(rows("membership", "m:1", { ...redis, "m:1": { hash: {} } }), {
    membership: [{ id: "1", vip: null, score: null, best: null, worst: null, ranked: null, flag: null, listed: null }],
  });
});

test("each element has a lookup of its own", () => {
  const redis: Redis = {
    "e:1": { json: '{"items":[{"sku":"a"},{"sku":"gone"},{"sku":"b"},{}]}' },
    "product:a": { hash: { title: "Apple", stock: "3" } },
    "product:b": { hash: { title: "Bread", stock: "0" } },
  };
  assert.equal(rows("each", "e:1", redis), { each: [{ id: "1", n: "0", title: "Apple", stock: "3" }] });
});

test("whole values of every kind", () => {
  const redis: Redis = {
    "w:1": { hash: { id: "9" } },
    "list:9": { list: ["x", "y"] },
    prices: { hash: { a: "1.5", b: "2" } },
    "note:1": { string: "hello" },
    ranks: { zset: { ada: "1", bob: "2" } },
  };
  assert.equal(rows("whole", "w:1", redis), {
    whole: [{ id: "1", n: "2", head: "x", prices: '{"a":"1.5","b":"2"}', total: "3.5", note: "hello", best: "ada" }],
  });
  assert.equal(rows("whole", "w:1", { "w:1": { hash: {} } }), {
    whole: [{ id: "1", n: "0", head: null, prices: null, total: "0", note: null, best: null }],
  });
});

test("a plan says what of a looked-up key is read", () => {
  const read = (name: string): unknown =>
    mappings
      .get(name)
      ?.plan.lookups.map(({ name: lookup, members, probed, cached }) => [lookup, members, probed, cached]);
  assert.equal(read("fields"), [["country", [["blocked"], ["name"], ["tax"]], false, 60_000]]);
  assert.equal(read("lazy"), [["c", "all", false, undefined]]);
  assert.equal(read("chained"), [
    ["user", [["name"], ["team"]], false, undefined],
    ["group", [["name"]], false, undefined],
  ]);
  assert.equal(read("membership"), [
    ["vips", undefined, true, undefined],
    ["scores", undefined, true, undefined],
    ["flags", undefined, true, undefined],
  ]);
});

test.run();
