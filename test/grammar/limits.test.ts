import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/parse.ts";
import { describe, source } from "./support.ts";

const openers: Readonly<Record<string, string>> = {
  parentheses: "fn f() = " + "(".repeat(20_000),
  brackets: "fn f() = " + "[".repeat(20_000),
  objects: "source redis " + "{ a: ".repeat(20_000),
  calls: "fn f() = " + "f(".repeat(20_000),
  blocks: 'job a { from hash "a" ' + "where x { ".repeat(20_000),
  cases: "fn f() = " + "case ".repeat(20_000),
  "cases that end early": "fn f() = " + "case end when ".repeat(20_000),
  nots: "fn f() = " + "not ".repeat(20_000) + "a",
  signs: "fn f() = " + "- ".repeat(20_000) + "a",
  sums: "fn f() = a" + " + a".repeat(20_000),
  steps: "fn f() = a" + ".a".repeat(20_000),
  casts: "fn f() = a" + " as int".repeat(20_000),
  "sums in parentheses": "fn f() = " + "(".repeat(59) + "a" + " + a + a + a + a + a + a + a + a + a)".repeat(59),
};

for (const [what, text] of Object.entries(openers)) {
  test(`too many ${what} are one diagnostic and no overflow`, () => {
    assert.equal(
      describe(text).map((place) => place.replace(/.* /, "")),
      ["RDI1006"],
    );
  });
}

test("sixty levels and five hundred operators are allowed", () => {
  assert.equal(describe(`fn f() = ${"(".repeat(60)}1${")".repeat(60)}`), []);
  assert.equal(describe(`fn f() = ${"case when a then ".repeat(59)}1${" end".repeat(59)}`), []);
  assert.equal(describe(`fn f() = a${" or a".repeat(500)}`), []);
});

test("a megabyte of correct text is read", () => {
  const text = readFileSync(new URL("./fixtures/08_values.rdi", import.meta.url), "utf8");
  const { diagnostics, file } = parse(source(text.repeat(Math.ceil(1_000_000 / text.length))));
  assert.is(diagnostics.length, 0);
  assert.ok(file.declarations.length > 1000);
});

const rubbish: readonly string[] = [
  '"',
  "'",
  "`",
  "€ ",
  "\0",
  "}",
  "; a: int\n",
  "{",
  '"{ ',
  "@",
  "\ud800",
  "<<<<<<< a\n",
  "/* ",
  "\\",
  "let x = \n",
  "a-",
  "\r",
];

test("a quarter of a megabyte of rubbish neither throws nor hangs, and gives at most a hundred diagnostics", () => {
  for (const piece of rubbish) {
    const { diagnostics } = parse(source(piece.repeat(250_000 / piece.length)));
    assert.ok(diagnostics.length <= 100, JSON.stringify(piece));
  }
});

test("an empty file and a file of comments have no declarations and no diagnostics", () => {
  for (const text of ["", "\uFEFF", "// nothing", "/// nothing\n\n"]) {
    assert.is(parse(source(text)).diagnostics.length, 0);
    assert.is(parse(source(text)).file.declarations.length, 0);
  }
});

test.run();
