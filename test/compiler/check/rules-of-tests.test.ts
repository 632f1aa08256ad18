import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../../grammar/parse.ts";
import { check } from "../../../compiler/check/check.ts";
import { declarations } from "./support.ts";
import { testRules, type Rule } from "./rule-cases.ts";

const jobs = `${declarations}
target cache: redis { url: env("CACHE_URL") }
job cards {
  from hash "card:{number:int}"
  lookup shop = hash "shop:{shop}"
  into db.cards key (number) {
    number: int = @number
    holder: varchar(5) not null
    points: numeric(6,2) = points ?? 0
    vip: boolean = vip
    born: date = born
    seen: timestamptz = seen
    ref: uuid = ref
    shop: text = shop.name
    raw: json = @value
  }
}
job boards { from zset "board:{name}" into db.boards key (name) { name: text = @name, players: int = count(@value) } }
job tags { from set "tags:{id:int}" for tag in @value { into db.tags key (id, tag) { id: int = @id, tag: text } } }
job documents { from json "doc:{id:int}" into db.docs key (id) { id: int = @id, city: text = address.city, skus: text = join([i.sku for i in items], ",") } }
job shelves {
  from hash "shelf:{id:int}"
  into cache hash "shelf-of:{@id}" { name, rank }
  into cache json "shelf-doc:{@id}" { name }
  into cache string "shelf-name:{@id}" { value: name }
  into cache set "ranks" { member: @id }
  into cache zset "by-rank" { member: @id, score: rank }
  append into cache stream "shelf-log" { id: @id, name }
}
job tagged { from set "shelf:{a}:{b}" for tag in @value { into cache set "tag:\\{{@b}\\}:{tag}" { member: @a } } }
job pages { from string "page:{id:int}" history into db.pages key (id) period (since, until) { id: int = @id, text: text = @value } }
`;
const all = "note: 1, holder: null, points: null, vip: null, born: null, seen: null, ref: null, shop: null";
const given = `given hash "card:7" { ${all} }`;

/** A test with these steps, which expects something at its end. */
function steps(text: string): string {
  return `${jobs}test "a" {\n${text}\nexpect db.cards []\n}\n`;
}

const row = (columns: string): string => steps(`${given}\nexpect db.cards [{ ${columns} }]`);

const values: readonly Rule[] = [
  [
    "a hash of text, numbers and booleans",
    steps(`given hash "card:7" { ${all.replace("points: null", "points: -1.5")} }`),
    [],
  ],
  ["a hash that is a list", steps(`${given} given hash "card:8" [1]`), ["RDI2102 [1]"]],
  ["a hash of a list", steps(`${given} given hash "card:8" { holder: [1] }`), ["RDI2102 [1]"]],
  ["a hash without any field", steps(`${given} given hash "card:8" { holder: null }`), ["RDI2102 { holder: null }"]],
  ["a sorted set of scores", steps('given zset "board:a" { x: 1, y: "inf" }'), []],
  ["a sorted set of text", steps('given zset "board:a" { x: "high" }'), ['RDI2102 "high"']],
  ["a set that is an object", steps('given set "tags:1" { a: 1 }'), ["RDI2102 { a: 1 }"]],
  ["an empty set", steps('given set "tags:1" []'), ["RDI2102 []"]],
  ["a string that is a list", steps('given string "page:1" [1]'), ["RDI2102 [1]"]],
  ["a document may be anything", steps('given json "doc:1" { address: { city: null }, items: [{ sku: 1 }] }'), []],
  ["a kind that there is not", steps(`${given} given hsah "card:8" {}`), ["RDI2002 hsah"]],
  ["a name is no constant", steps(`${given} given string "page:1" x`), ["RDI2101 x"]],
  ["nor is a capture", row("number: @number"), ["RDI2101 @number"]],
  ["nor is a function", row("holder: lower(x)"), ["RDI2101 lower(x)"]],
  ["nor is a calculation", row("number: 1 + 1"), ["RDI2101 1 + 1"]],
  ["now() is one, and some time before it", row("seen: now() - 7d"), []],
  ["but not twice now()", row("seen: now() * 2"), ["RDI2101 now() * 2"]],
  ["a name twice", steps(`${given} given hash "card:8" { holder: 1, holder: 2 }`), ["RDI2007 holder"]],
  ["a hole in a value", row('holder: "{x}"'), ['RDI2017 "{x}"']],
  ["a hole in a key", steps(`${given} delete "card:{x}"`), ['RDI2017 "card:{x}"']],
];

const rows: readonly Rule[] = [
  ["a number for a number", row("number: 7, points: 12.50"), []],
  ["text for a number", row('number: "7"'), ['RDI2020 "7"']],
  ["a number for text", row("holder: 7"), ["RDI2020 7"]],
  ["a fraction for an int", row("number: 7.5"), ["RDI2026 7.5"]],
  ["too many digits", row("points: 1.234"), ["RDI2026 1.234"]],
  ["text that is too long", row('holder: "Adaline"'), ['RDI2026 "Adaline"']],
  ["null where it is never null", row("holder: null"), ["RDI2026 null"]],
  ["null where it may be", row("vip: null"), []],
  ["a boolean", row("vip: true"), []],
  ["a number for a boolean", row("vip: 1"), ["RDI2020 1"]],
  ["a date", row('born: "1815-12-10"'), []],
  ["a date that there was not", row('born: "1815-02-30"'), ['RDI2026 "1815-02-30"']],
  ["a timestamptz without offset", row('seen: "2026-01-01T00:00:00"'), ['RDI2026 "2026-01-01T00:00:00"']],
  ["now() for a date", row("born: now()"), ["RDI2020 now()"]],
  ["a uuid", row('ref: "0b0e7c1a-0000-4000-8000-000000000001"'), []],
  ["text that is none", row('ref: "7"'), ['RDI2026 "7"']],
  ["anything for json", row('raw: { a: [1, "b", null, true] }'), []],
  ["a misspelled column", row("numbr: 7"), ["RDI2106 numbr"]],
  ["a column twice", row("number: 7, number: 7"), ["RDI2007 number"]],
  ["a misspelled table", steps(`${given} expect db.crads []`), ["RDI2105 db.crads"]],
  ["a table of another schema", steps(`${given} expect db.other.cards []`), ["RDI2105 db.other.cards"]],
  ["an unknown target", steps(`${given} expect bd.cards []`), ["RDI2006 bd"]],
  ["rows that are no list", steps(`${given} expect db.cards { number: 7 }`), ["RDI2102 { number: 7 }"]],
  ["a row that is no object", steps(`${given} expect db.cards [7]`), ["RDI2102 7"]],
  ["the columns of a period", steps('given string "page:1" "a" expect db.pages [{ since: now(), until: null }]'), []],
  [
    "the beginning of a version is never null",
    steps('given string "page:1" "a" expect db.pages [{ since: null }]'),
    ["RDI2026 null"],
  ],
  ["a Redis key of a database", steps(`${given} expect db hash "a:1" { b: 1 }`), ["RDI2082 db"]],
  ["a table of a Redis", steps(`${given} expect cache.cards []`), ["RDI2082 cache"]],
];

const cached = (text: string): string =>
  steps(`given hash "shelf:1" { name: "A", rank: 1 } given set "shelf:a:b" ["x"] expect cache ${text}`);

const redisKeys: readonly Rule[] = [
  ["a hash, a field that is not there, and none of it", cached('hash "shelf-of:1" { name: "A", rank: null }'), []],
  ["a key that is absent", cached('hash "shelf-of:1" null'), []],
  ["a hash without any field", cached('hash "shelf-of:1" {}'), ["RDI2102 {}"]],
  ["a hash that is a list", cached('hash "shelf-of:1" [1]'), ["RDI2102 [1]"]],
  ["a document may be anything", cached('json "shelf-doc:1" [{ a: null }]'), []],
  ["a set", cached('set "ranks" ["a"]'), []],
  ["a set of lists", cached('set "ranks" [[1]]'), ["RDI2102 [1]"]],
  ["a sorted set of text", cached('zset "by-rank" { "1": "high" }'), ['RDI2102 "high"']],
  ["a string", cached('string "shelf-name:1" "A"'), []],
  ["a string that is an object", cached('string "shelf-name:1" { a: 1 }'), ["RDI2102 { a: 1 }"]],
  ["a stream of entries", cached('stream "shelf-log" [{ id: 1, name: null, at: now() }]'), []],
  ["a stream that is an entry", cached('stream "shelf-log" { id: 1 }'), ["RDI2102 { id: 1 }"]],
  ["an entry that is text", cached('stream "shelf-log" ["a"]'), ['RDI2102 "a"']],
  ["an empty stream", cached('stream "shelf-log" []'), ["RDI2102 []"]],
  ["a kind that is never written", cached('list "ranks" [1]'), ["RDI2002 list"]],
  ["a target that there is not", steps(`${given} expect cahce hash "shelf-of:1" null`), ["RDI2006 cahce"]],
  ["a key that nobody writes", cached('hash "shelves-of:1" null'), ['RDI2113 "shelves-of:1"']],
  ["a key that is written as another kind", cached('set "shelf-of:1" null'), ['RDI2113 "shelf-of:1"']],
  ["a key of a name with braces", cached('set "tag:{b}:x" null'), ['RDI2017 "tag:{b}:x"']],
  ["a key that an element makes", cached('set "tag:\\{b\\}:x" ["a"]'), []],
  ["a hole in a value", cached('hash "shelf-of:1" { name: "{x}" }'), ['RDI2017 "{x}"']],
];

const keys: readonly Rule[] = [
  ["a key of no job", steps(`${given} given hash "crad:7" { a: 1 }`), ['RDI2103 "crad:7"']],
  ["a number with zeros in front", steps(`${given} given hash "card:07" { a: 1 }`), ['RDI2103 "card:07"']],
  ["a key that is looked up", steps(`${given} given hash "shop:x" { name: "X" }`), []],
  ["a key of no job that is to be rejected", steps(`${given} expect rejected "crad:7" RDI5010`), ['RDI2103 "crad:7"']],
  ["a key of another kind", steps(`${given} given string "card:8" 1`), ["RDI2104 string"]],
  ["a document that is a string", steps('given string "doc:1" "oops"'), []],
  ["a key that is not there", steps(`${given} delete "card:8"`), ['RDI2111 "card:8"']],
  ["a key that is deleted twice", steps(`${given} delete "card:7" delete "card:7"`), ['RDI2111 "card:7"']],
  [
    "a key that has expired",
    steps(`${given} expire 1h at "2026-01-01T01:00:00Z" delete "card:7"`),
    ['RDI2111 "card:7"'],
  ],
  ["a code of a dead letter", steps(`${given} expect rejected "card:7" RDI5012`), []],
  ["a code of a parked key", steps(`${given} expect rejected "card:7" RDI5031`), []],
  ["a code of the compiler", steps(`${given} expect rejected "card:7" RDI2010`), ["RDI2107 RDI2010"]],
  ["a code of a start", steps(`${given} expect rejected "card:7" RDI5001`), ["RDI2107 RDI5001"]],
];

const time: readonly Rule[] = [
  ["the clock moves on", steps(`${given} at "2026-01-02T00:00:00+02:00" at "2026-01-02T00:00:00Z"`), []],
  ["the first time may be long ago", steps(`at "1999-01-01T00:00:00Z" ${given}`), []],
  ["it does not move back", steps(`${given} at "2025-12-31T23:59:59Z"`), ['RDI2109 "2025-12-31T23:59:59Z"']],
  ["a time without offset", steps(`${given} at "2026-01-02T00:00:00"`), ['RDI2108 "2026-01-02T00:00:00"']],
  ["a day that there is not", steps(`${given} at "2026-02-29T00:00:00Z"`), ['RDI2108 "2026-02-29T00:00:00Z"']],
];

const tests: readonly Rule[] = [
  [
    "two tests of one name",
    `${jobs}test "a" { ${given} expect db.cards [] }\ntest "a" { ${given} expect db.cards [] }`,
    ['RDI2007 "a"'],
  ],
  ["a test that expects nothing", `${jobs}test "a" { ${given} }`, ['RDI2110 "a"']],
  [
    "a step that nothing looks at",
    `${jobs}test "a" { ${given} expect db.cards [] delete "card:7" }`,
    ['RDI2110 delete "card:7"'],
  ],
  ["a field that no test gives", steps(`given hash "card:7" { ${all.replace("born", "bron")} }`), ["RDI2112 born"]],
  [
    "a member that no test gives",
    steps('given json "doc:1" { address: { town: "X" }, items: [{ sku: 1 }] }'),
    ["RDI2112 city"],
  ],
  [
    "a member of elements",
    steps('given json "doc:1" { address: { city: "X" }, items: [{ suk: 1 }] }'),
    ["RDI2112 sku"],
  ],
  ["a job that no test touches may read what it likes", steps('given string "page:1" "x"'), []],
  [
    "tests of jobs with errors wait for those",
    `${jobs.replace("varchar(5)", "varchr(5)")}test "a" { expect db.nothing [] }`,
    ["RDI2003 varchr"],
  ],
];

for (const [group, rules] of Object.entries({ values, rows, redisKeys, keys, time, tests })) testRules(group, rules);

test("the jobs of an imported file are tested, by a file that has no other", () => {
  const imported = parse({ path: "cards.rdi", text: jobs }).file;
  const text = `import "./cards.rdi"\ntest "a" { ${given} expect db.cards [] }\n`;
  const own = parse({ path: "cards.test.rdi", text }).file;
  const { diagnostics, plan, tests } = check([own], { project: "cards", imported: [imported] });
  assert.equal(diagnostics, []);
  assert.is(plan, undefined);
  assert.equal(
    tests?.jobs.map(({ name }) => name),
    ["cards", "boards", "tags", "documents", "shelves", "tagged", "pages"],
  );
  assert.is(tests?.stories.length, 1);
});

test("what a test says becomes plain data", () => {
  const text = `${jobs}test "a" {
  at "2026-01-31T12:00:00+01:00"
  given hash "card:7" { ${all.replace("holder: null", "holder: true").replace("seen: null", "seen: now()")} } expire 90s
  expect db.cards [{ seen: now(), raw: { a: 1 } }]
}`;
  const { tests } = check([parse({ path: "a.rdi", text }).file], { project: "a" });
  const line = text.slice(0, text.indexOf('at "')).split("\n").length;
  assert.equal(tests?.stories[0]?.steps, [
    { kind: "at", instant: 1_769_857_200_000_000n, place: { file: "a.rdi", line } },
    {
      kind: "given",
      key: "card:7",
      value: {
        kind: "hash",
        fields: [
          ["note", "1"],
          ["holder", "true"],
          ["seen", "2026-01-31T11:00:00Z"],
        ],
      },
      expire: 90_000_000n,
      place: { file: "a.rdi", line: line + 1 },
    },
    {
      kind: "expect",
      what: "rows",
      name: "db.cards",
      target: "db",
      schema: undefined,
      table: "cards",
      rows: [
        {
          place: { file: "a.rdi", line: line + 2 },
          values: [
            { column: "seen", text: "2026-01-31T11:00:00Z" },
            { column: "raw", text: '{"a":1}' },
          ],
        },
      ],
      place: { file: "a.rdi", line: line + 2 },
    },
  ]);
});

test.run();
