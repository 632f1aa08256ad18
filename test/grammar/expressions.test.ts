import { test } from "uvu";
import * as assert from "uvu/assert";
import { describe, expression, shape, show } from "./support.ts";

const precedences: readonly (readonly [string, string])[] = [
  ["a or b and c", "(a or (b and c))"],
  ["a and b or c and d", "((a and b) or (c and d))"],
  ["not a == b and c", "((not (a == b)) and c)"],
  ["not not a", "(not (not a))"],
  ["a ?? b ++ c", "(a ?? (b ++ c))"],
  ["a ++ b + c", "(a ++ (b + c))"],
  ["a - b - c", "((a - b) - c)"],
  ["a + b * c % d", "(a + ((b * c) % d))"],
  ["-a * b", "((- a) * b)"],
  ["- - a", "(- (- a))"],
  ["-a as int", "(- (a as int))"],
  ["a as int as text", "((a as int) as text)"],
  ["a.b[0].c as int ?? 0", "((a.b[0].c as int) ?? 0)"],
  ["a is null", "(a is null)"],
  ["a is not null or b", "((a is not null) or b)"],
  ["a between 1 and 2 and b", "((a between 1 and 2) and b)"],
  ["a not between 1 and 2", "(a not between 1 and 2)"],
  ["not a in b", "(not (a in b))"],
  ["a not in b", "(a not in b)"],
  ["a not matches b", "(a not matches b)"],
  ["a <= b ++ c", "(a <= (b ++ c))"],
  ["a[-1].end", "a[(- 1)].end"],
  ["f(a, g(),) + @id", "(f(a, g()) + @id)"],
  ["(a - b) - (c)", "((a - b) - c)"],
];

for (const [text, expected] of precedences) {
  test(`\`${text}\` means \`${expected}\``, () => assert.is(show(expression(text)), expected));
}

test("literals carry their values", () => {
  assert.equal(shape(expression("[12, 0.5, 1e3, 20ms, 7d, 64kb, true, null, @key]")), {
    kind: "list",
    items: [
      { kind: "number", text: "12" },
      { kind: "number", text: "0.5" },
      { kind: "number", text: "1e3" },
      { kind: "duration", text: "20ms", micros: 20_000n },
      { kind: "duration", text: "7d", micros: 604_800_000_000n },
      { kind: "size", text: "64kb", bytes: 65_536 },
      { kind: "boolean", value: true },
      { kind: "null" },
      { kind: "at", name: "key" },
    ],
  });
});

test("a loop has an item, binders, a list and a condition", () => {
  const loop = expression("[l.x for l, i in lines where l.qty > 0]");
  assert.is(loop.kind, "loop");
  if (loop.kind !== "loop") return;
  assert.is(show(loop.item), "l.x");
  assert.equal(
    loop.binders.map(({ text }) => text),
    ["l", "i"],
  );
  assert.is(show(loop.list), "lines");
  assert.is(loop.where === undefined ? "" : show(loop.where), "(l.qty > 0)");
});

test("a case has a subject, arms with several tests and an else", () => {
  const cases = expression("case x when 1, 2 then a when 3 then end else c end");
  if (cases.kind !== "case") throw new Error(cases.kind);
  assert.is(cases.subject === undefined ? "" : show(cases.subject), "x");
  assert.equal(
    cases.arms.map(({ tests, result }) => `${tests.map(show).join("|")} → ${show(result)}`),
    ["1|2 → a", "3 → end"],
  );
  assert.is(cases.otherwise === undefined ? "" : show(cases.otherwise), "c");
});

test("an object has entries, short entries, quoted keys and spreads", () => {
  assert.equal(shape(expression('{ a: 1, b, "c d": 2, ...rest, `e f`, }')), {
    kind: "object",
    entries: [
      { kind: "entry", name: name("a"), quotedKey: false, value: { kind: "number", text: "1" } },
      { kind: "entry", name: name("b"), quotedKey: false },
      { kind: "entry", name: name("c d", true), quotedKey: true, value: { kind: "number", text: "2" } },
      { kind: "spread", value: { kind: "name", name: name("rest") } },
      { kind: "entry", name: name("e f", true), quotedKey: false },
    ],
  });
});

test("a word before a colon or after a dot is a name, whatever the word", () => {
  assert.is(show(expression("period.end.null.case.`odd ``name`")), "period.end.null.case.odd `name");
  const entries = expression("{ in: 1, null: 2, not: 3, job: 4 }");
  if (entries.kind !== "object") throw new Error(entries.kind);
  assert.equal(
    entries.entries.map((entry) => (entry.kind === "entry" ? entry.name.text : "")),
    ["in", "null", "not", "job"],
  );
});

test("contextual keywords are names of fields", () => {
  for (const word of ["import", "job", "from", "let", "where", "for", "into", "key", "set", "at", "end", "expire"]) {
    assert.is(show(expression(`${word} + ${word}(${word})`)), `(${word} + ${word}(${word}))`);
  }
});

test("a keyword is a name even where its clause could begin", () => {
  assert.is(show(expression("skip + where + let + target")), "(((skip + where) + let) + target)");
  for (const text of [
    'case a == skip when "x" then 1 end',
    "case skip when 1 then 2 end",
    "[x for x in where where x > 1]",
  ]) {
    assert.equal(describe(`fn f() = ${text}`), [], text);
  }
  assert.equal(describe("fn f() = target target db: redis { }"), []);
  assert.equal(describe('job a { from hash "a" let x = where where z let y = let let q = into into d.t { } }'), []);
});

test("spans are those of the text", () => {
  const text = "fn f() = a + trim( b ) ";
  const sum = expression(text.slice("fn f() = ".length));
  assert.is(text.slice(sum.span.start, sum.span.end), "a + trim( b )");
  if (sum.kind !== "binary") throw new Error(sum.kind);
  assert.is(text.slice(sum.operatorSpan.start, sum.operatorSpan.end), "+");
});

test("a minus between a name and a number needs no spaces, one between two names does", () => {
  assert.equal(describe("fn f() = a-1"), []);
  assert.equal(describe("fn f() = f(a)-b"), []);
  assert.equal(describe("fn f() = a-b-c"), ["1:10 RDI1009"]);
  assert.equal(describe("fn f() = a -b"), ["1:10 RDI1009"]);
  assert.equal(describe("fn f() = a.b- c.d"), ["1:10 RDI1009"]);
});

test("commas in parentheses and brackets separate, and a last one is allowed", () => {
  assert.equal(describe("fn f(a: int, b: text,) = [a, b,]"), []);
  assert.equal(describe("fn f() = [,]"), ["1:11 RDI1101"]);
});

function name(text: string, quoted = false): unknown {
  return { text, quoted };
}

test.run();
