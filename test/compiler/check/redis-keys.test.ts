/** The rules for Redis keys as destinations: each finding is a code and the text that is underlined. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkText, findings } from "./support.ts";

const FRAME = 'source redis { url: env("A") }\ntarget cache: redis { url: env("B") }\n';

function job(clauses: string, from = 'hash "t:{id:int}"', name = "j"): string {
  return `job ${name} {\n from ${from}\n${clauses}\n}\n`;
}

/** [rule, clauses of a job over the hashes `t:{id:int}`, findings]. */
const clauses: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "every kind",
    'into cache hash "a:{@id}" { x } into cache json "b:{@id}" { x } into cache set "c" { member: @id }',
    [],
  ],
  ["a kind that is no destination", 'into cache list "a" { x }', ["RDI2002 list"]],
  ["another tool's name of a kind", 'into cache sorted_set "a" { x }', ["RDI2002 sorted_set"]],
  ["an unknown target", 'into cahce hash "a:{@id}" { x }', ["RDI2006 cahce"]],
  ["a misspelled capture in the key", 'into cache hash "a:{@idd}" { x }', ["RDI2001 @idd"]],
  ["a stream without append", 'into cache stream "a" { x }', ["RDI2080 stream"]],
  ["append of another kind", 'append into cache json "a:{@id}" { x }', ["RDI2080 json"]],
  ["history of a key", 'history into cache hash "a:{@id}" { x }', ["RDI2080 hash"]],
  ["merge of a sorted set", 'into cache zset "a" merge { member: @id, score: x }', ['RDI2081 "a"']],
  ["now() in the key", 'let t = now() into cache hash "a:{@id}:{t}" { x }', ['RDI2045 "a:{@id}:{t}"']],
  ["random_uuid() as member", 'into cache set "a:{@id}" { member: random_uuid() }', ["RDI2045 random_uuid()"]],
  ["now() as a value, a score or an expiry", 'into cache hash "a:{@id}" expire now() + 1h { at: now() }', []],
  ["an expiry that is a field", 'into cache hash "a:{@id}" expire ttl { x }', ["RDI2020 ttl"]],
  ["an expiry that is a number", 'into cache hash "a:{@id}" expire 60 { x }', ["RDI2020 60"]],
  ["no member", 'into cache set "a:{@id}" { }', ["RDI2084 { }"]],
  ["no score", 'into cache zset "a" { member: @id }', ["RDI2084 { member: @id }"]],
  ["no value", 'into cache string "a:{@id}" { }', ["RDI2084 { }"]],
  ["a member too many", 'into cache string "a:{@id}" { value: x, y }', ["RDI2083 y"]],
  ["a spread where names are fixed", 'into cache set "a" { ...@value }', ['RDI2086 "a"', "RDI2083 ...@value"]],
  ["a field twice", 'into cache hash "a:{@id}" { x, x: y }', ["RDI2007 x"]],
  ["a spread of text", 'into cache hash "a:{@id}" { ...x }', ["RDI2020 x"]],
  ["`try` without a type", 'into cache hash "a:{@id}" { x: try(x) }', ["RDI2030 try(x)"]],
  ["a score that is text", 'into cache zset "a" { member: @id, score: upper(x) }', ["RDI2020 upper(x)"]],
  ["an exact number as score", 'into cache zset "a" { member: @id, score: x as int + 1 }', []],
  ["on delete keep", 'into cache hash "a:{@id}" { x } on delete keep', []],
  [
    "on delete set of a hash",
    'into cache hash "a:{@id}" { x } on delete set { x: 1 }',
    ["RDI2048 on delete set { x: 1 }"],
  ],
  ["on expire", 'into cache hash "a:{@id}" { x } on expire keep', ["RDI2048 on expire keep"]],
  ["on delete keep of a stream", 'append into cache stream "a" { x } on delete keep', ["RDI2048 on delete keep"]],
  ["on delete set of a stream", 'append into cache stream "a" { x, op: "a" } on delete set { op: "b" }', []],
  ["on delete set of an unknown field", 'append into cache stream "a" { x } on delete set { y: 1 }', ["RDI2019 y"]],
  ["on delete set with a field of the key", 'append into cache stream "a" { x } on delete set { x: y }', ["RDI2018 y"]],
  [
    "a removal whose stream is not known",
    'append into cache stream "a:{x}" { x } on delete set { x: 1 }',
    ['RDI2028 "a:{x}"'],
  ],
  ["a key without the capture", 'into cache hash "a:{x}" { x }', ['RDI2086 "a:{x}"']],
  ["a member with the capture", 'into cache set "a:{x}" { member: "m:{@id}" }', []],
  ["the whole key in the key", 'into cache hash "a:{@key}" { x }', []],
  ["a stream without the capture", 'append into cache stream "a" { x }', []],
  ["one key twice, alike", 'where p { into cache hash "a:{@id}" { x } } into cache hash "a:{@id}" { x }', []],
  [
    "one key as two kinds",
    'into cache hash "a:{@id}" { x } into cache string "a:{@id}" { value: x }',
    ['RDI2085 "a:{@id}"'],
  ],
  [
    "one key replaced and merged",
    'into cache hash "a:{x}:{@id}" { x } into cache hash "a:{y}:{@id}" merge { x }',
    ['RDI2085 "a:{y}:{@id}"'],
  ],
];

for (const [rule, text, expected] of clauses) {
  test(rule, () => {
    assert.equal(findings(FRAME + job(text)), expected);
  });
}

/** [rule, the `into` of the first job, that of the second one, findings]. */
const pairs: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["two jobs, one hash", 'hash "a:{@id}" { x }', 'hash "a:{@id}" { y }', ['RDI2085 "a:{@id}"']],
  ["two jobs, one hash, different fields", 'hash "a:{@id}" merge { x }', 'hash "a:{@id}" merge { y }', []],
  [
    "two jobs, one hash, one field",
    'hash "a:{@id}" merge { x, z }',
    'hash "a:{@id}" merge { z }',
    ['RDI2085 "a:{@id}"'],
  ],
  [
    "two jobs, one hash, unknown fields",
    'hash "a:{@id}" merge { x }',
    'hash "a:{@id}" merge { ...@value }',
    ['RDI2085 "a:{@id}"'],
  ],
  ["two jobs, one set", 'set "s" { member: @id }', 'set "s" { member: "b{@id}" }', ['RDI2085 "s"']],
  ["two jobs, different prefixes", 'hash "a:{@id}" { x }', 'hash "b:{@id}" { x }', []],
];

for (const [rule, first, second, expected] of pairs) {
  test(rule, () => {
    const text = job(`into cache ${first}`) + job(`into cache ${second}`, 'hash "u:{id:int}"', "k");
    assert.equal(findings(FRAME + text), expected);
  });
}

test("two jobs may append to one stream", () => {
  const one = 'append into cache stream "events" { x }';
  assert.equal(findings(FRAME + job(one) + job(one, 'hash "u:{id:int}"', "k")), []);
});

test("one key in two targets is two keys", () => {
  const text = job('into cache hash "a:{@id}" { x }\ninto near json "a:{@id}" { x }');
  assert.equal(findings(`target near: redis { url: env("C") }\n${FRAME}${text}`), []);
});

test("settings of a redis target", () => {
  const target = (settings: string): readonly string[] =>
    findings(FRAME.replace('url: env("B")', settings) + job('into cache hash "a:{@id}" { x }'));
  assert.equal(target('url: env("B"), schema: "x"'), ["RDI2005 schema"]);
  assert.equal(target('url: "postgres://x"'), ['RDI2011 "postgres://x"']);
  assert.equal(target(""), ["RDI2010 cache"]);
  assert.equal(target('url: env("B"), tls: true'), ["RDI2060 tls"]);
  assert.equal(
    target('url: "redis://:secret@x"').map((one) => one.slice(0, 7)),
    ["RDI2012"],
  );
});

test("what is read of the key is all that is used", () => {
  const { plan } = checkText(
    FRAME + job('where p is not null { into cache hash "a:{@id}" expire @expires_at { x: lower(y) } }'),
  );
  const [planned] = plan?.jobs ?? [];
  assert.equal([planned?.read.members, planned?.read.expiry], [[["p"], ["y"]], true]);
  assert.equal(
    planned?.keys.map(({ id, text, kind }) => [id, text, kind]),
    [["a", "a:{@id}", "hash"]],
  );
});

test.run();
