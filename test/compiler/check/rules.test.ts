import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkTexts, declarations, findings, jobOf, rowOf } from "./support.ts";

/** [rule, source, findings]: each finding is a code and the text that is underlined. */
type Case = readonly [string, string, readonly string[]];

const row = "into db.t key (id) { id: bigint = @id }";

function twoJobs(first: string, second: string): string {
  return `${declarations}job a { from hash "a:{id:bigint}" ${first} }\njob b { from hash "b:{id:bigint}" ${second} }\n`;
}

const names: readonly Case[] = [
  ["a capture that the pattern does not have", rowOf("v: int = @od"), ["RDI2001 @od"]],
  ["a misspelled function", rowOf("v: text = lowr(a)"), ["RDI2004 lowr"]],
  ["a misspelled type", rowOf("v: strng"), ["RDI2003 strng"]],
  ["an unknown target", jobOf("into bd.t key (id) { id: bigint = @id }"), ["RDI2006 bd"]],
  ["a table in a Redis is reported once", jobOf(row).replace("db: postgres", "db: redis"), ["RDI2082 db"]],
  ["an unknown kind of key", jobOf(row).replace("from hash", "from hsh"), ["RDI2002 hsh"]],
  ["two lets of one name", jobOf(`let a = x\nlet a = y\nwhere a is null\n${row}`), ["RDI2007 a"]],
  [
    "an inner let of an outer one's name",
    jobOf(`let a = x\nwhere a is null { let a = y\nwhere a is null\n${row} }`),
    ["RDI2007 a"],
  ],
  [
    "lets of one name in two blocks are fine",
    jobOf(
      `where p { let a = x\nwhere a is null\n${row} }\nwhere q { let a = y\nwhere a is null\ninto db.u key (id) { id: bigint = @id } }`,
    ),
    [],
  ],
  ["a let may hide a field and read it", rowOf("v: text", "let v = trim(v)"), []],
  ["a name above its let", jobOf(`where a is null\nlet a = x\nwhere a is null\n${row}`), ["RDI2008 a"]],
  [
    "a name above its let, in an inner block",
    jobOf(`where b { where a is null\n${row} }\nlet a = x\nwhere a\ninto db.u key (id) { id: bigint = @id }`),
    ["RDI2008 a"],
  ],
  ["two lets that use each other", jobOf(`let a = b\nlet b = a\nwhere b\n${row}`), ["RDI2008 b"]],
  ["an unused let", jobOf(`let a = x\n${row}`), ["RDI2074 a"]],
  ["two columns of one name", rowOf("v: text\nv: text = b"), ["RDI2007 v"]],
  ["two key columns of one name", jobOf("into db.t key (id, id) { id: bigint = @id }"), ["RDI2007 id"]],
  [
    "two jobs of one name",
    `${declarations}job a { from hash "a:{id:int}" ${row} }\njob a { from hash "b:{id:int}" into db.u key (id) { id: int = @id } }`,
    ["RDI2007 a"],
  ],
  [
    "two targets of one name",
    jobOf(row).replace("target", 'target db: postgres { url: env("X") }\ntarget'),
    ["RDI2007 db"],
  ],
  ["two sources", `source redis { url: env("A") }\n${jobOf(row)}`, ["RDI2007 redis"]],
  ["two deliveries", `delivery { batch: 1 }\ndelivery { batch: 2 }\n${jobOf(row)}`, ["RDI2007 delivery { batch: 2 }"]],
  [
    "a delivery below the top of its job",
    jobOf(`where a { delivery { batch: 1 }\n${row} }`),
    ["RDI2015 delivery { batch: 1 }"],
  ],
  ["a built-in function is not redefined", `fn lower(a: text) = a\n${jobOf(row)}`, ["RDI2009 lower"]],
  [
    "functions that call each other",
    `fn f(a: int) = g(a)\nfn g(a: int) = f(a)\n${jobOf(row)}`,
    ["RDI2054 f", "RDI2054 g"],
  ],
];

const settings: readonly Case[] = [
  ["a misspelled setting", `delivery { btch: 1 }\n${jobOf(row)}`, ["RDI2005 btch"]],
  ["a number where a duration is due", `delivery { wait: 20 }\n${jobOf(row)}`, ["RDI2011 20"]],
  ["a misspelled word", `delivery { on_reject: hlat }\n${jobOf(row)}`, ["RDI2011 hlat"]],
  ["a batch of nothing", `delivery { batch: 0 }\n${jobOf(row)}`, ["RDI2011 0"]],
  ["a shortest delay above the longest", `delivery { retry_min: 1m }\n${jobOf(row)}`, ["RDI2011 retry_min: 1m"]],
  ["a setting twice", `delivery { batch: 1, batch: 2 }\n${jobOf(row)}`, ["RDI2007 batch"]],
  ["a rate without a number", `delivery { rate: fast }\n${jobOf(row)}`, ["RDI2011 fast"]],
  ["a time to settle without a unit", `delivery { settle: 5 }\n${jobOf(row)}`, ["RDI2011 5"]],
  [
    "a setting that is not compiled yet",
    jobOf(row).replace('env("REDIS_URL")', 'env("REDIS_URL"), tls: true'),
    ["RDI2060 tls"],
  ],
  [
    "a capture mode that is not compiled yet",
    jobOf(row).replace('env("REDIS_URL")', 'env("REDIS_URL"), capture: tracking'),
    ["RDI2060 tracking"],
  ],
  ["a password in a URL", jobOf(row).replace('env("REDIS_URL")', '"redis://:pw@h"'), ['RDI2012 "redis://:pw@h"']],
  [
    "a password in a default",
    jobOf(row).replace('env("REDIS_URL")', 'env("U", "redis://a:pw@h")'),
    ['RDI2012 "redis://a:pw@h"'],
  ],
  [
    "a password in a query",
    jobOf(row).replace('env("DB_URL")', '"postgres://h/d?password=pw"'),
    ['RDI2012 "postgres://h/d?password=pw"'],
  ],
  ["a URL without a password is fine", jobOf(row).replace('env("REDIS_URL")', '"redis://localhost:6379/2"'), []],
  [
    "a URL of another system",
    jobOf(row).replace('env("REDIS_URL")', '"http://localhost"'),
    ['RDI2011 "http://localhost"'],
  ],
  ["a source without a URL", jobOf(row).replace('url: env("REDIS_URL")', "capture: auto"), ["RDI2010 redis"]],
  ["a target without a URL", jobOf(row).replace('url: env("DB_URL")', 'schema: "s"'), ["RDI2010 db"]],
  ["a hole in a setting", jobOf(row).replace('env("DB_URL")', 'env("DB_URL"), schema: "{a}"'), ["RDI2017 {a}"]],
  ["no source", jobOf(row).replace(/source.*\n/, ""), ["RDI2013 j"]],
  ["no job", declarations, ["RDI2014 "]],
  ["a job that writes nothing", jobOf("where a"), ["RDI2014 j"]],
  ["env outside of settings", rowOf('v: text = env("A")'), ['RDI2016 env("A")']],
];

const types: readonly Case[] = [
  ["text into a number", rowOf("v: int = trim(a)"), ["RDI2020 trim(a)"]],
  ["a number into text", rowOf("v: text = a + 1"), ["RDI2020 a + 1"]],
  ["a text capture into a number", jobOf("into db.t key (id) { id: bigint = @id }", "t:{id}"), ["RDI2020 @id"]],
  ["a number capture into text", jobOf("into db.t key (id) { id: text = @id }"), ["RDI2020 @id"]],
  ["a number as a condition", jobOf(`where a + 1\n${row}`), ["RDI2020 a + 1"]],
  ["text in arithmetic", rowOf("v: int = trim(a) + 1"), ["RDI2020 trim(a)"]],
  ["bytes in text", rowOf('v: text = "{x}"', "let x = a as bytes"), ["RDI2020 x"]],
  ["text compared with a number", jobOf(`where trim(a) == 1\n${row}`), ["RDI2020 1"]],
  ["a quotient into an exact column", rowOf("v: numeric(9,2) = a / 3"), ["RDI2021 a / 3"]],
  ["a quotient in a sum, through a let", rowOf("v: int = x + 1", "let x = a / 3"), ["RDI2021 x + 1"]],
  ["a quotient into a double needs as", rowOf("v: double = a / 3"), ["RDI2020 a / 3"]],
  ["a rounded quotient is fine", rowOf("v: int = round(a / 3)"), []],
  ["an exact number and a double", rowOf("v: double = (a as double) + length(b)"), ["RDI2022 +"]],
  ["an exact number and a double, compared", jobOf(`where (a as double) < length(b)\n${row}`), ["RDI2022 <"]],
  ["a literal adapts to a double", rowOf("v: double = (a as double) + 1"), []],
  ["an order between undecoded values", jobOf(`where a < b\n${row}`), ["RDI2023 <"]],
  ["a range of undecoded values", jobOf(`where a between b and c\n${row}`), ["RDI2023 between"]],
  ["an order of booleans", jobOf(`where a < true\n${row}`), ["RDI2020 a"]],
  ["?? beside arithmetic", rowOf("v: int = a ?? 0 + 1"), ["RDI2024 +"]],
  ["?? behind ++", rowOf('v: text = a ++ b ?? "x"'), ["RDI2024 ++"]],
  ["?? in parentheses is fine", rowOf("v: int = (a ?? 0) + 1"), []],
  ["too few arguments", rowOf("v: text = left(a)"), ["RDI2025 left(a)"]],
  ["too many arguments", rowOf("v: text = lower(a, b)"), ["RDI2025 lower(a, b)"]],
  ["a constant out of range", rowOf("v: smallint = a ?? -32769"), ["RDI2026 -32769"]],
  ["a constant with a fraction", rowOf("v: int = 1.5"), ["RDI2026 1.5"]],
  ["a constant that is too long", rowOf('v: varchar(2) = a ?? "abc"'), ['RDI2026 "abc"']],
  ["a constant of two code points fits two", rowOf('v: varchar(2) = a ?? "😀😀"'), []],
  ["varchar without a length", rowOf("v: varchar"), ["RDI2027 varchar"]],
  ["text with a length", rowOf("v: text(5)"), ["RDI2027 text(5)"]],
  ["a scale above the precision", rowOf("v: numeric(2,3)"), ["RDI2027 numeric(2,3)"]],
  ["null for not null", rowOf("v: text not null = null"), ["RDI2028 null"]],
  ["NUL in text", rowOf('v: text = "\\u0000"'), ["RDI2029 \\u0000"]],
  ["try of a bare field in a let", rowOf("v: int", "let v = try(v)"), ["RDI2030 try(v)"]],
  [
    "one mistake is reported once, though the column uses it twice",
    rowOf("v: int = (lowr(a) ?? 0) + lowr(a) * 2"),
    ["RDI2004 lowr", "RDI2004 lowr"],
  ],
];

const ownership: readonly Case[] = [
  ["no column holds the captures", jobOf("into db.t key (a) { a: text }"), ["RDI2040 db.t"]],
  ["one capture is missing", jobOf("into db.t key (a) { a: int = @a }", "t:{a:int}:{b}"), ["RDI2040 db.t"]],
  ["a computed capture owns nothing", jobOf("into db.t key (a) { a: bigint = @id + 0 }"), ["RDI2040 db.t"]],
  ["a cast capture owns nothing", jobOf("into db.t key (a) { a: bigint = @id as int }"), ["RDI2040 db.t"]],
  ["a capture in parentheses does", jobOf("into db.t key (a) { a: bigint = (@id) }"), []],
  ["@key does", jobOf("into db.t key (k) { k: text = @key }", "t:{a}:{b}"), []],
  ["no captures and no constant", jobOf("into db.t key (a) { a: text }", "t"), ["RDI2040 db.t"]],
  ["no captures and a constant in key", jobOf('into db.t key (a) { a: text = "x" }', "t"), []],
  [
    "an owner column of an unknown type is one mistake",
    jobOf("into db.t key (id) { id: bigin = @id }"),
    ["RDI2003 bigin"],
  ],
  ["a char owner column", jobOf("into db.t key (id) { id: char(9) = @id }", "t:{id}"), ["RDI2041 char(9)"]],
  ["a key column that is not there", jobOf("into db.t key (ix) { id: bigint = @id }"), ["RDI2042 ix"]],
  ["a double key column", jobOf("into db.t key (id, d) { id: bigint = @id, d: double }"), ["RDI2043 d"]],
  ["no key", jobOf("into db.t { id: bigint = @id }"), ["RDI2044 db.t"]],
  ["now() in where", jobOf(`where now() > a\n${row}`), ["RDI2045 now() > a"]],
  ["now() in where, through a let", jobOf(`let n = now() - 1h\nwhere a < n\n${row}`), ["RDI2045 a < n"]],
  [
    "now() in a key column",
    jobOf("into db.t key (id, n) { id: bigint = @id, n: timestamptz = now() }"),
    ["RDI2045 now()"],
  ],
  ["now() in another column is fine", rowOf("v: timestamptz = now()"), []],
  ["two jobs on one table", twoJobs(row, row), ["RDI2046 db.t"]],
  [
    "two jobs on one table with different constants",
    twoJobs(
      'into db.t key (k, id) { k: text = "a", id: bigint = @id }',
      'into db.t key (k, id) { k: text = "b", id: bigint = @id }',
    ),
    [],
  ],
  [
    "two jobs on one table with equal constants",
    twoJobs(
      'into db.t key (k, id) { k: text = "a", id: bigint = @id }',
      'into db.t key (k, id) { k: text = "a", id: bigint = @id }',
    ),
    ["RDI2046 db.t"],
  ],
  [
    "two jobs on tables of two schemas",
    twoJobs("into db.x.t key (id) { id: bigint = @id }", "into db.y.t key (id) { id: bigint = @id }"),
    [],
  ],
  [
    "two intos of other columns",
    jobOf(
      "into db.t key (k, id) { k: int = 1, id: bigint = @id }\ninto db.t key (k, id) { k: int = 2, id: bigint = @id, v: text }",
    ),
    ["RDI2047 db.t"],
  ],
  [
    "two intos of another key",
    jobOf(
      "into db.t key (k, id) { k: int = 1, id: bigint = @id }\ninto db.t key (id) { k: int = 2, id: bigint = @id }",
    ),
    ["RDI2071 (id)", "RDI2047 db.t"].reverse(),
  ],
  [
    "two intos that a constant tells apart",
    jobOf(
      "into db.t key (k, id) { k: int = 1, id: bigint = @id }\ninto db.t key (k, id) { k: int = 2, id: bigint = @id }",
    ),
    [],
  ],
  ["two intos that nothing tells apart are one table", jobOf(`where a { ${row} }\nwhere b { ${row} }`), []],
  [
    "a key that lacks an owner column",
    jobOf("into db.t key (b) { a: text = @a, b: text = @b }", "t:{a}:{b}"),
    ["RDI2071 (b)"],
  ],
  [
    "a key of all captures need not hold @key too",
    jobOf("into db.t key (id) { id: bigint = @id, k: text = @key }"),
    [],
  ],
];

const patterns: readonly Case[] = [
  ["captures that touch", jobOf("into db.t key (k) { k: text = @key }", "t:{a}{b}"), ["RDI2050 {b}"]],
  ["any before the end", jobOf("into db.t key (k) { k: text = @key }", "t:{a:any}:x"), ["RDI2051 {a:any}"]],
  ["an unknown capture type", jobOf("into db.t key (k) { k: text = @key }", "t:{a:long}"), ["RDI2052 long"]],
  ["a capture twice", jobOf("into db.t key (k) { k: text = @key }", "t:{a}:{a}"), ["RDI2007 a"]],
  ["a capture called value", jobOf("into db.t key (k) { k: text = @key }", "t:{value}"), ["RDI2009 value"]],
  ["an empty pattern", jobOf("into db.t key (k) { k: text = @key }", ""), ['RDI2053 ""']],
  ["a wildcard", jobOf("into db.t key (k) { k: text = @key }", "t:*:{a}"), ["RDI2073 t:*:"]],
  ["a hash tag", jobOf("into db.t key (a) { a: int = @a }", "t:\\\\{{a:int}\\\\}".replaceAll("\\\\", "\\")), []],
];

const warnings: readonly Case[] = [
  ["!= on a field", jobOf(`where a != "x"\n${row}`), ["RDI2070 !="]],
  ["not in on a field", jobOf(`where b and a not in ["x"]\n${row}`), ["RDI2070 not in"]],
  ["!= on a value that is never null", jobOf(`where (a ?? "") != "x"\n${row}`), []],
  ["!= with a default for null", jobOf(`where (a != "x") ?? true\n${row}`), []],
  ["is not", jobOf(`where a is not "x"\n${row}`), []],
  ["!= on a capture", jobOf(`where @id != 0\n${row}`), []],
  ["!= in a column", rowOf('v: boolean = a != "x"'), []],
];

const later: readonly Case[] = [
  ["a target of another kind is reported once", jobOf(row).replace("db: postgres", "db: oracle"), ["RDI2060 oracle"]],
  ["a Redis key in a database", jobOf('into db hash "a:{x}" { x }'), ["RDI2082 db"]],
];

for (const [group, cases] of Object.entries({ names, settings, types, ownership, patterns, warnings, later })) {
  for (const [rule, source, expected] of cases) {
    test(`${group}: ${rule}`, () => {
      assert.equal(findings(source), expected);
    });
  }
}

test("a duplicate in another file shows the first one there", () => {
  const { plan, diagnostics } = checkTexts({
    "a.rdi": jobOf(row),
    "b.rdi": 'job j { from hash "u:{id:int}" into db.u key (id) { id: int = @id } }',
  });
  assert.is(plan, undefined);
  const [duplicate] = diagnostics;
  assert.is(duplicate?.span.file.path, "b.rdi");
  assert.equal(
    duplicate?.related.map(({ span, label }) => `${span.file.path} ${label}`),
    ["a.rdi first declared here"],
  );
});

test("jobs, source and targets may stand in different files", () => {
  const { plan, diagnostics } = checkTexts({
    "a.rdi": `job j { from hash "u:{id:int}" ${row} }`,
    "b.rdi": declarations,
  });
  assert.equal(diagnostics, []);
  assert.is(plan?.jobs[0]?.place.file, "a.rdi");
});

test("constants tell two jobs apart by every digit, and by nothing but their value", () => {
  const job = (name: string, constant: string): string =>
    `job ${name} { from hash "${name}:{id:int}" into db.t key (k, id) { k: numeric = ${constant}, id: int = @id } }`;
  const codes = (one: string, other: string): readonly string[] =>
    findings(`${declarations}${job("a", one)}\n${job("b", other)}`);
  assert.equal(codes("9007199254740992", "9007199254740993"), []);
  assert.equal(codes("1.0", "1"), ["RDI2046 db.t"]);
});

test("a warning leaves the plan", () => {
  const { plan } = checkTexts({ "a.rdi": jobOf(`let a = x\n${row}`) });
  assert.ok(plan);
});

test.run();
