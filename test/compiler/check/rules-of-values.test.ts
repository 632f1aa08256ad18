/** §11 of the language, for values: each rule with a finding, and without one. */
import { test } from "uvu";
import { testRules } from "./rule-cases.ts";
import { declarations, jobOf, rowOf } from "./support.ts";

const ROW = "into db.t key (id) { id: bigint = @id }";

/** A row of a document, with this column. */
function fromDocument(column: string, clauses = ""): string {
  return rowOf(column, clauses).replace("from hash", "from json");
}

testRules("case", [
  ["arms of one type", rowOf('v: int = case a when "x" then 1 else 2 end'), []],
  ["arms of two types", rowOf('v: int = case a when "x" then 1 else "two" end'), ['RDI2020 "two"']],
  [
    "an arm that does not fit the column",
    rowOf('v: int = case a when "x" then trim(b) else 2 end'),
    ["RDI2020 trim(b)"],
  ],
  [
    "a pattern that does not fit the subject",
    rowOf('v: int = case length(a) when "x" then 1 else 2 end'),
    ['RDI2020 "x"'],
  ],
  ["a condition that is no boolean", rowOf("v: int = case when 5 then 1 else 2 end"), ["RDI2020 5"]],
  ["undecoded arms", rowOf('v: int = case a when "x" then b else c end'), []],
  ["undecoded arms in a let", rowOf("v: int", 'let v = case a when "x" then b else c end'), []],
  ["reject in an arm", rowOf('v: int = case a when "x" then b else reject("?") end'), []],
  ["null in an arm", rowOf('v: int = case a when "x" then b else null end'), []],
]);

testRules("matches", [
  ["a constant", rowOf('v: boolean = a matches r"^x"'), []],
  ["a constant with escapes", rowOf('v: boolean = a matches "^\\\\d"'), []],
  ["a field", rowOf("v: boolean = a matches b"), ["RDI2031 b"]],
  ["a hole", rowOf('v: boolean = a matches "{b}"'), ['RDI2031 "{b}"']],
  ["look-ahead", rowOf('v: boolean = a matches r"(?=x)"'), ['RDI2032 r"(?=x)"']],
  ["on a number", rowOf('v: boolean = length(a) matches r"x"'), ["RDI2020 length(a)"]],
  ["regex_extract with a group that is not there", rowOf('v: text = regex_extract(a, r"(x)", 2)'), ["RDI2032 2"]],
  ["regex_extract with a computed group", rowOf('v: text = regex_extract(a, r"(x)", n)'), ["RDI2031 n"]],
  ["regex_replace with a constant", rowOf('v: text = regex_replace(a, r"x", b)'), []],
]);

testRules("lists", [
  ["sum of numbers", fromDocument("v: int = sum([i.n for i in items])"), []],
  ["sum of text", fromDocument("v: int = sum([trim(i.n) for i in items])"), ["RDI2020 [trim(i.n) for i in items]"]],
  ["sum of a field", rowOf("v: int = sum(items)"), ["RDI2020 items"]],
  ["min without a type", rowOf('v: json = min(split(a, "|"))'), ['RDI2030 split(a, "|")']],
  ["min takes the column's type", rowOf('v: int = min(split(a, "|"))'), []],
  ["min in a comparison", jobOf(`where min(split(a, "|")) == "x"\n${ROW}`), ['RDI2030 split(a, "|")']],
  ["sort without a type", rowOf('v: json = sort(split(a, "|"))'), ['RDI2030 split(a, "|")']],
  ["an average into an exact column", fromDocument("v: int = avg(items)"), ["RDI2021 avg(items)"]],
  [
    "a sum of divisions",
    fromDocument("v: numeric = sum([i.n / 3 for i in items])"),
    ["RDI2021 sum([i.n / 3 for i in items])"],
  ],
  ["a sum of rounded divisions", fromDocument("v: numeric = sum([round(i.n / 3, 2) for i in items])"), []],
  ["the largest of divisions", fromDocument("v: numeric = max([a / 3, 1])"), ["RDI2021 max([a / 3, 1])"]],
  ["an element that is divided", fromDocument("v: numeric = [a / 3, 1][0]"), ["RDI2021 [a / 3, 1][0]"]],
  ["the number of divisions", fromDocument("v: int = count([a / 3])"), []],
  ["an average into a double column", fromDocument("v: double = avg(items)"), []],
  ["a list into text", fromDocument("v: text = [a, b]"), ["RDI2020 [a, b]"]],
  ["a list into json", fromDocument("v: json = [a, b]"), []],
  ["flatten of numbers", rowOf("v: json = flatten([1, 2])"), ["RDI2020 [1, 2]"]],
  ["in a list", rowOf("v: boolean = a in [1, 2]"), []],
  ["in a field", rowOf("v: boolean = a in b"), ["RDI2020 b"]],
  ["in the pieces of a field", rowOf('v: boolean = a in split(b, ",")'), []],
  ["in a map", rowOf("v: boolean = a in @value"), []],
  ["in a list of another type", rowOf('v: boolean = length(a) in ["x"]'), ['RDI2020 "x"']],
  ["a loop's names", fromDocument("v: json = [x for x, x in items]"), ["RDI2007 x"]],
  ["a loop's name of a let", fromDocument("v: json = [x for x in items]", "let x = 1\nwhere x == 1"), ["RDI2007 x"]],
  ["a loop over text", rowOf("v: json = [x for x in trim(a)]"), ["RDI2020 trim(a)"]],
  ["a computed step without a type", fromDocument("v: text = a[b]"), ["RDI2030 b"]],
  ["a computed step with a type", fromDocument("v: text = a[b as int]"), []],
  ["any of text", fromDocument('v: boolean = any(["x"])'), ['RDI2020 ["x"]']],
]);

testRules("objects", [
  ["an object into json", rowOf("v: json = { a, b: 1, ...@value }"), []],
  ["an object into text", rowOf("v: text = { a }"), ["RDI2020 { a }"]],
  ["bytes in an object", rowOf("v: json = { x: a as bytes }"), ["RDI2020 a as bytes"]],
  ["a spread of a number", rowOf("v: json = { ...length(a) }"), ["RDI2020 length(a)"]],
  ["a spread of a field", rowOf("v: json = { ...rest }"), ["RDI2020 rest"]],
  ["a spread of a field as json", rowOf("v: json = { ...(rest as json) }"), []],
  ["a member of an object", rowOf("v: text = { a }.a"), []],
  ["pick with computed names", fromDocument("v: json = pick(a, [b])"), ["RDI2031 b"]],
  ["keys of text", rowOf("v: json = keys(trim(a))"), ["RDI2020 trim(a)"]],
  ["entries of a field as json", rowOf("v: json = [k for k, x in entries(a as json)]"), []],
]);

testRules("times", [
  ["a zone that does not exist", rowOf('v: date = date_of(a, "Mars/Base")'), ['RDI2032 "Mars/Base"']],
  ["an instant without a zone", rowOf("v: date = date_of(a)"), ["RDI2030 date_of(a)"]],
  ["a timestamp with a zone", rowOf('v: date = date_of(a as timestamp, "UTC")'), ['RDI2020 "UTC"']],
  ["a format without letters", rowOf('v: timestamptz = parse_time(a, "QQQ", "UTC")'), ['RDI2032 "QQQ"']],
  ["a unit that does not exist", rowOf('v: timestamptz = start_of(a, "fortnight", "UTC")'), ['RDI2032 "fortnight"']],
  ["an hour of a date", rowOf('v: int = extract(a as date, "hour")'), ['RDI2032 "hour"']],
  ["date_of text", rowOf('v: date = date_of(trim(a), "UTC")'), ["RDI2020 trim(a)"]],
  ["a duration in a column", rowOf("v: int = 5m"), ["RDI2020 5m"]],
  ["a duration times a number", rowOf("v: timestamptz = a + 5m * 2"), []],
  ["two instants added", rowOf("v: timestamptz = now() + now()"), ["RDI2020 now()"]],
  [
    "a date compared with an instant",
    jobOf(`where (a as date) < (b as timestamptz)\n${ROW}`),
    ["RDI2020 b as timestamptz"],
  ],
]);

testRules("functions", [
  ["of one's own", `fn f(a: int) = a + 1\n${rowOf("v: int = f(a)")}`, []],
  ["with too few arguments", `fn f(a: int) = a\n${rowOf("v: int = f()")}`, ["RDI2025 f()"]],
  ["with an argument of another type", `fn f(a: int) = a\n${rowOf("v: int = f(trim(a))")}`, ["RDI2020 trim(a)"]],
  ["into a column of another type", `fn f(a: int) = a\n${rowOf("v: text = f(a)")}`, ["RDI2020 f(a)"]],
  ["that reads a field", `fn f(a: int) = b\n${rowOf("v: int = f(a)")}`, ["RDI2018 b"]],
  ["that reads a capture", `fn f(a: int) = @id\n${rowOf("v: int = f(a)")}`, ["RDI2018 @id"]],
  ["that reads the value", `fn f(a: int) = @value\n${rowOf("v: json = f(a)")}`, ["RDI2018 @value"]],
  ["that nothing calls", `fn f(a: int) = a\n${jobOf(ROW)}`, ["RDI2074 f"]],
  ["that only an unused one calls", `fn f(a: int) = a\nfn g(a: int) = f(a)\n${jobOf(ROW)}`, ["RDI2074 g"]],
  ["that call themselves", `fn f(a: int) = f(a)\n${rowOf("v: int = f(a)")}`, ["RDI2054 f"]],
  ["of one name", `fn f(a: int) = a\nfn f(b: int) = b\n${rowOf("v: int = f(a)")}`, ["RDI2007 f"]],
  ["with two parameters of one name", `fn f(a: int, a: int) = a\n${rowOf("v: int = f(a, b)")}`, ["RDI2007 a"]],
  ["with an unknown type", `fn f(a: itn) = a\n${rowOf("v: int = f(a)")}`, ["RDI2003 itn"]],
  ["with a mistake in the body", `fn f(a: int) = lowr(a)\n${rowOf("v: int = f(a)")}`, ["RDI2004 lowr"]],
  [
    "now() in a function decides nothing in a column",
    `fn f(a: timestamptz) = now() - a > 1h\n${rowOf("v: boolean = f(a)")}`,
    [],
  ],
  [
    "now() in a function decides membership",
    `fn f(a: timestamptz) = now() - a > 1h\n${jobOf(`where f(a)\n${ROW}`)}`,
    ["RDI2045 f(a)"],
  ],
  [
    "random_uuid() in a key",
    jobOf("into db.t key (id, u) { id: bigint = @id, u: uuid = random_uuid() }"),
    ["RDI2045 random_uuid()"],
  ],
  ["a rounding mode that does not exist", rowOf('v: int = round(a, 0, "half")'), ['RDI2032 "half"']],
  ["a hash algorithm that does not exist", rowOf('v: text = hash(a, "crc")'), ['RDI2032 "crc"']],
  ["a logarithm of powers is inexact", rowOf("v: int = sqrt(a)"), ["RDI2021 sqrt(a)"]],
]);

testRules("columns", [
  ["json", rowOf("v: json"), []],
  ["native", rowOf('v: native("inet")'), []],
  ["native with arguments and schema", rowOf('v: native("public.geometry(Point, 4326)")'), []],
  ["native in two words", rowOf('v: native("double precision")'), []],
  ["native of something else", rowOf('v: native("int; drop table x")'), ['RDI2027 native("int; drop table x")']],
  ["native without a name", rowOf("v: native"), ["RDI2027 native"]],
  ["a json key column", jobOf("into db.t key (id, v) { id: bigint = @id, v: json }"), ["RDI2043 v"]],
  ["a number into json", rowOf("v: json = 5"), ["RDI2020 5"]],
  ["a time into json", rowOf("v: json = now()"), ["RDI2020 now()"]],
  ["bytes into json", rowOf("v: json = a as bytes"), ["RDI2020 a as bytes"]],
  ["json into text", rowOf("v: text = (a as json)"), ["RDI2020 a as json"]],
  ["json as text", rowOf("v: text = (a as json) as text"), []],
  ["sensitive", rowOf("v: text sensitive"), []],
]);

testRules("several targets", [
  [
    "one job, two targets",
    jobOf(`${ROW}\ninto other.t key (id) { id: bigint = @id }`).replace(
      "job j",
      'target other: postgres { url: env("O") }\njob j',
    ),
    [],
  ],
  [
    "two jobs, one table name, two targets",
    `${declarations}target other: postgres { url: env("O") }\njob a { from hash "a:{id:bigint}" ${ROW} }\njob b { from hash "b:{id:bigint}" into other.t key (id) { id: bigint = @id } }\n`,
    [],
  ],
]);

test.run();
