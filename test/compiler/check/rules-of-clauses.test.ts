/** §11 of the language, for clauses: each rule with a finding, and without one. */
import { test } from "uvu";
import { testRules } from "./rule-cases.ts";
import { declarations, jobOf, rowOf } from "./support.ts";

const ROW = "into db.t key (id) { id: bigint = @id }";

/** A job over a document. */
function documentOf(clauses: string): string {
  return jobOf(clauses).replace("from hash", "from json");
}

function kindOf(kind: string, clauses: string): string {
  return jobOf(clauses).replace("from hash", `from ${kind}`);
}

testRules("for", [
  [
    "over a list of a document",
    documentOf("for x in items { into db.t key (id, x) { id: bigint = @id, x: text } }"),
    [],
  ],
  ["over a hash", jobOf("for f, v in @value { into db.t key (id, f) { id: bigint = @id, f: text, v: text } }"), []],
  ["over a field without a type", jobOf(`for x in items { ${ROW} }`), ["RDI2020 items"]],
  ["over text", jobOf(`for x in trim(items) { ${ROW} }`), ["RDI2020 trim(items)"]],
  ["over a number", jobOf(`for x in 5 { ${ROW} }`), ["RDI2020 5"]],
  [
    "over pieces of text",
    jobOf('for x in split(items, ",") { into db.t key (id, x) { id: bigint = @id, x: text } }'),
    [],
  ],
  ["over the string of a key", kindOf("string", `for x in @value { ${ROW} }`), ["RDI2020 @value"]],
  ["over null", jobOf(`for x in null { ${ROW} }`), ["RDI2020 null"]],
  ["two binders of one name", documentOf(`for x, x in items { ${ROW} }`), ["RDI2007 x"]],
  ["a binder of a let's name", documentOf(`let x = a\nfor x in items { ${ROW} }\nwhere x is null`), ["RDI2007 x"]],
  ["a binder of an outer binder's name", documentOf(`for x in items { for x in x.more { ${ROW} } }`), ["RDI2007 x"]],
  [
    "a binder may hide a field",
    documentOf("for items in items { into db.t key (id, items) { id: bigint = @id, items: text } }"),
    [],
  ],
  ["a let of a binder's name", documentOf(`for x in items { let x = x\nwhere x is null\n${ROW} }`), ["RDI2007 x"]],
  [
    "a binder is not visible behind its block",
    documentOf(`for x in items { ${ROW} }\ninto db.u key (id) { id: bigint = @id, x: text }`),
    [],
  ],
  [
    "an unused binder is fine",
    documentOf(`for x, n in items { into db.t key (id, n) { id: bigint = @id, n: int } }`),
    [],
  ],
  [
    "now() decides what is walked",
    documentOf(`for x in [y for y in items where now() > y.at] { ${ROW} }`),
    ["RDI2045 [y for y in items where now() > y.at]"],
  ],
  [
    "a key column of one element is no owner column",
    documentOf("for x in items { into db.t key (x) { x: text } }"),
    ["RDI2040 db.t"],
  ],
  [
    "a key that only an element tells apart",
    documentOf("for x in items { into db.t key (id) { id: bigint = @id, x: text = x.a } }"),
    [],
  ],
]);

testRules("kinds", [
  ["a bare name in a set", kindOf("set", "into db.t key (id) { id: bigint = @id, x: text }"), ["RDI2018 x"]],
  ["a bare name in a list", kindOf("list", `where a is null\n${ROW}`), ["RDI2018 a"]],
  ["a bare name in a sorted set", kindOf("zset", `let a = b\nwhere a is null\n${ROW}`), ["RDI2018 b"]],
  [
    "a bare name in a string",
    kindOf("string", 'into db.t key (id) { id: bigint = @id, x: text = "{a}" }'),
    ["RDI2018 a"],
  ],
  [
    "@value of a string",
    kindOf("string", "into db.t key (id) { id: bigint = @id, x: text = @value, b: bytes = @value }"),
    [],
  ],
  [
    "@value of a set is a list",
    kindOf("set", "into db.t key (id) { id: bigint = @id, x: json = @value, n: int = count(@value) }"),
    [],
  ],
  [
    "@value of a sorted set is a map",
    kindOf("zset", 'into db.t key (id) { id: bigint = @id, x: double = @value["ada"], all: json = @value }'),
    [],
  ],
  ["@value of a hash into text", rowOf("v: text = @value"), ["RDI2020 @value"]],
  ["@value of a hash into json", rowOf("v: json = @value"), []],
  ["a member of @value is a field", rowOf("v: int = @value.v"), []],
  ["a step into a field", rowOf("v: int = a.b"), ["RDI2033 a.b"]],
  ["a step into a field as json", rowOf("v: int = (a as json).b"), []],
  ["@expires_at is an instant", rowOf("v: timestamptz = @expires_at"), []],
  ["@expires_at is no text", rowOf("v: text = @expires_at"), ["RDI2020 @expires_at"]],
]);

testRules("lookup", [
  ["a field of another hash", rowOf("v: text = c.name", 'lookup c = hash "c:{code}"'), []],
  ["an unused one", jobOf(`lookup c = hash "c:{code}"\n${ROW}`), ["RDI2074 c"]],
  ["of an unknown kind", rowOf("v: text = c.name", 'lookup c = hsh "c:{code}"'), ["RDI2002 hsh"]],
  ["of a name that is bound", rowOf("v: text = c", 'let c = a\nlookup c = hash "c:{code}"'), ["RDI2007 c"]],
  ["used above it", rowOf("v: text = c.name", 'where c.name is null\nlookup c = hash "c:{code}"'), ["RDI2008 c"]],
  [
    "by the clock",
    rowOf("v: text = c.name", 'let day = format_time(now(), "yyyy-MM-dd", "UTC")\nlookup c = hash "c:{day}"'),
    ['RDI2045 "c:{day}"'],
  ],
  [
    "by a random name",
    rowOf("v: text = c.name", 'let any = random_uuid()\nlookup c = hash "c:{any}"'),
    ['RDI2045 "c:{any}"'],
  ],
  ["a member of a set is asked for", rowOf("v: boolean = name in c", 'lookup c = set "c"'), []],
  ["a step into a set", rowOf("v: text = c.name", 'lookup c = set "c"'), ["RDI2033 c.name"]],
  ["a step into a string", rowOf("v: text = c.name", 'lookup c = string "c"'), ["RDI2033 c.name"]],
  ["`*` in the key of a lookup", rowOf("v: text = c.name", 'lookup c = hash "c:*"'), []],
  ["a hole of an unknown capture", rowOf("v: text = c.name", 'lookup c = hash "c:{@code}"'), ["RDI2001 @code"]],
  ["a list in a hole", documentOf('let l = [1]\nlookup c = hash "c:{l}"\nwhere c is null\n' + ROW), ["RDI2020 l"]],
]);

testRules("skip when", [
  ["at the top", jobOf(`skip when a\n${ROW}`), []],
  ["below the top", jobOf(`where b { skip when a\n${ROW} }`), ["RDI2015 skip when a"]],
  ["in a for", documentOf(`for x in items { skip when a\n${ROW} }`), ["RDI2015 skip when a"]],
  ["by the clock", jobOf(`skip when now() > a\n${ROW}`), ["RDI2045 now() > a"]],
  ["a number", jobOf(`skip when 5\n${ROW}`), ["RDI2020 5"]],
]);

testRules("append", [
  ["without a key", jobOf("append into db.t { id: bigint = @id, at: timestamptz = now() }"), []],
  ["with a key", jobOf("append into db.t key (id) { id: bigint = @id }"), ["RDI2056 (id)"]],
  ["without owner columns", jobOf("append into db.t { a: text }"), []],
  ["on delete set", jobOf('append into db.t { id: bigint = @id, op: text = "x" } on delete set { op: "y" }'), []],
  [
    "on delete set of an unknown column",
    jobOf('append into db.t { id: bigint = @id } on delete set { op: "y" }'),
    ["RDI2019 op"],
  ],
  ["on delete keep", jobOf("append into db.t { id: bigint = @id } on delete keep"), ["RDI2048 on delete keep"]],
  ["on expire", jobOf("append into db.t { id: bigint = @id } on expire keep"), ["RDI2048 on expire keep"]],
  [
    "a not null column that a removal leaves null",
    jobOf("append into db.t { id: bigint = @id, a: text not null } on delete set { id: 0 }"),
    ["RDI2028 a"],
  ],
  [
    "a removal in a for, where the element is null",
    documentOf(
      'for x in items { append into db.t { id: bigint = @id, x: text = x.a, n: text = "x" } on delete set { n: "y" } }',
    ),
    [],
  ],
  ["in a for", documentOf("for x in items { append into db.t { id: bigint = @id, x: text = x } }"), []],
  ["and a plain into of one table", jobOf(`append into db.t { id: bigint = @id }\n${ROW}`), ["RDI2047 db.t"]],
]);

testRules("history", [
  ["with key and period", jobOf("history into db.t key (id) period (f, u) { id: bigint = @id, v: int }"), []],
  ["with a flag", jobOf("history into db.t key (id) period (f, u, c) { id: bigint = @id, v: int }"), []],
  ["without a period", jobOf("history into db.t key (id) { id: bigint = @id }"), ["RDI2056 db.t"]],
  ["without a key", jobOf("history into db.t period (f, u) { id: bigint = @id }"), ["RDI2044 db.t"]],
  ["a period of one column", jobOf("history into db.t key (id) period (f) { id: bigint = @id }"), ["RDI2056 (f)"]],
  [
    "a period column that is listed",
    jobOf("history into db.t key (id) period (f, u) { id: bigint = @id, u: date }"),
    ["RDI2056 u"],
  ],
  ["a period column twice", jobOf("history into db.t key (id) period (f, f) { id: bigint = @id }"), ["RDI2007 f"]],
  [
    "a key column in the period",
    jobOf("history into db.t key (id, f) period (f, u) { id: bigint = @id }"),
    ["RDI2042 f"],
  ],
  ["a period without history", jobOf("into db.t key (id) period (f, u) { id: bigint = @id }"), ["RDI2056 (f, u)"]],
  ["on delete keep", jobOf("history into db.t key (id) period (f, u) { id: bigint = @id } on delete keep"), []],
  [
    "on delete remove closes the version",
    jobOf("history into db.t key (id) period (f, u) { id: bigint = @id } on delete remove"),
    [],
  ],
  [
    "on delete set",
    jobOf("history into db.t key (id) period (f, u) { id: bigint = @id } on delete set { id: 1 }"),
    ["RDI2048 on delete set { id: 1 }"],
  ],
  [
    "on expire",
    jobOf("history into db.t key (id) period (f, u) { id: bigint = @id, e: timestamptz = @expires_at } on expire keep"),
    ["RDI2048 on expire keep"],
  ],
]);

testRules("outcomes", [
  [
    "a soft delete by an instant",
    rowOf("d: timestamptz = null").replace("\n  }\n}", "\n  } on delete set { d: now() }\n}"),
    [],
  ],
  [
    "a soft delete by a flag",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true } on delete set { on: false }"),
    [],
  ],
  [
    "no mark",
    jobOf('into db.t key (id) { id: bigint = @id, s: text } on delete set { s: "x" }'),
    ['RDI2049 on delete set { s: "x" }'],
  ],
  [
    "a mark of the same value",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true } on delete set { on: true }"),
    ["RDI2049 on delete set { on: true }"],
  ],
  [
    "a mark that stays null",
    jobOf("into db.t key (id) { id: bigint = @id, d: date = null } on delete set { d: null }"),
    ["RDI2049 on delete set { d: null }"],
  ],
  [
    "an unknown column",
    jobOf("into db.t key (id) { id: bigint = @id, d: date = null } on delete set { e: null }"),
    ["RDI2019 e"],
  ],
  [
    "a column twice",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true } on delete set { on: false, on: false }"),
    ["RDI2007 on"],
  ],
  [
    "a field in set",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true, s: text } on delete set { on: false, s: name }"),
    ["RDI2018 name"],
  ],
  [
    "a capture in set",
    jobOf(
      'into db.t key (id) { id: bigint = @id, on: boolean = true, s: text } on delete set { on: false, s: "{@id}" }',
    ),
    [],
  ],
  [
    "a let in set",
    jobOf(
      "let n = a\nwhere n is null\ninto db.t key (id) { id: bigint = @id, on: boolean = true, s: text } on delete set { on: false, s: n }",
    ),
    ["RDI2018 n"],
  ],
  [
    "a type that does not fit in set",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true } on delete set { on: 5 }"),
    ["RDI2020 5"],
  ],
  [
    "a key column in set",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean = true } on delete set { on: false, id: 0 }"),
    ["RDI2048 id"],
  ],
  [
    "null for not null in set",
    jobOf("into db.t key (id) { id: bigint = @id, on: boolean not null = true } on delete set { on: null }"),
    ["RDI2028 null"],
  ],
  [
    "two on delete",
    jobOf("into db.t key (id) { id: bigint = @id } on delete keep on delete remove"),
    ["RDI2007 on delete remove"],
  ],
  [
    "on expire with its column",
    jobOf("into db.t key (id) { id: bigint = @id, e: timestamptz = @expires_at } on expire keep"),
    [],
  ],
  [
    "on expire without its column",
    jobOf("into db.t key (id) { id: bigint = @id } on expire keep"),
    ["RDI2055 on expire keep"],
  ],
  [
    "on expire with a computed column",
    jobOf("into db.t key (id) { id: bigint = @id, e: timestamptz = @expires_at + 1h } on expire keep"),
    ["RDI2055 on expire keep"],
  ],
  [
    "on expire set without a mark",
    jobOf('into db.t key (id) { id: bigint = @id, e: timestamptz = @expires_at, s: text } on expire set { s: "x" }'),
    ['RDI2049 on expire set { s: "x" }'],
  ],
  [
    "two jobs of other outcomes",
    `${declarations}job a { from hash "a:{id:bigint}" into db.t key (k, id) { k: int = 1, id: bigint = @id } on delete keep }\njob b { from hash "b:{id:bigint}" into db.t key (k, id) { k: int = 2, id: bigint = @id } }\n`,
    [],
  ],
  ["two intos of other outcomes", jobOf(`where a { ${ROW} on delete keep }\nwhere b { ${ROW} }`), ["RDI2047 db.t"]],
]);

test.run();
