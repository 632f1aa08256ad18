import { test } from "uvu";
import * as assert from "uvu/assert";
import type { StringLiteral } from "../../grammar/ast.ts";
import { describe, expression, jobOf, only, shape, show } from "./support.ts";

test("escapes are those of JSON, and braces", () => {
  assert.equal(texts(string(String.raw`"a\"\\\/\b\f\n\r\t\u0041\ud83d\ude00\{\}'"`)), ["a\"\\/\b\f\n\r\tA😀{}'"]);
});

test("a hole is a reference with steps", () => {
  const { parts } = string('"a {name} {item.sku}{items[0].x}{@id}{a[-1].`odd name`} z"');
  assert.equal(
    parts.map((part) => (part.kind === "hole" ? show(part.value) : part.kind === "text" ? part.text : "capture")),
    ["a ", "name", " ", "item.sku", "items[0].x", "@id", "a[(- 1)].odd name", " z"],
  );
});

test("parts know where they stand in the file", () => {
  const text = 'fn f() = "ab{c.d}e"';
  const parts = string('"ab{c.d}e"').parts;
  assert.equal(
    parts.map(({ span }) => text.slice(span.start, span.end)),
    ["ab", "{c.d}", "e"],
  );
});

test("holes of from are captures, with and without a type", () => {
  const declaration = only(String.raw`job j { from hash "t:{tenant}:\{{user:int}\}" }`);
  if (declaration.kind !== "job") throw new Error(declaration.kind);
  assert.equal(shape(declaration.from.pattern.parts), [
    { kind: "text", text: "t:" },
    { kind: "capture", name: { text: "tenant", quoted: false } },
    { kind: "text", text: ":{" },
    { kind: "capture", name: { text: "user", quoted: false }, type: { text: "int", quoted: false } },
    { kind: "text", text: "}" },
  ]);
});

test("a raw text has no escapes and no holes", () => {
  assert.equal(shape(expression(String.raw`r"^\d+\"{x}$"`)), { kind: "raw", text: String.raw`^\d+\"{x}$` });
});

test("an empty text has no parts", () => {
  assert.equal(string('""').parts, []);
});

test("holes that are no references are errors at the hole", () => {
  assert.equal(describe('fn f() = "{a + b}"'), ["1:11 RDI1201"]);
  assert.equal(describe('fn f() = "{lower(a)}"'), ["1:11 RDI1201"]);
  assert.equal(describe('fn f() = "{a.}"'), ["1:11 RDI1201"]);
  assert.equal(describe('fn f() = "{{a}"'), ["1:11 RDI1201"]);
  assert.equal(describe('fn f() = "{a[b]}"'), ["1:11 RDI1201"]);
  assert.equal(describe('fn f() = "{in}"'), ["1:11 RDI1201"]);
});

test("paths and at-names in a pattern are errors", () => {
  assert.equal(describe('job j { from hash "{a.b}:{@c}:{d:int:text}" }'), [
    "1:20 RDI1202",
    "1:26 RDI1202",
    "1:31 RDI1202",
  ]);
});

test("bad escapes are all reported, each at its place", () => {
  assert.equal(describe(String.raw`fn f() = "\d \u12 \ud800 \n"`), ["1:11 RDI1004", "1:14 RDI1004", "1:19 RDI1004"]);
});

test("control characters and halves of surrogate pairs in a text are invalid", () => {
  assert.equal(describe('fn f() = "a\u0000b"'), ["1:12 RDI1001"]);
  assert.equal(describe('fn f() = "a\ud800b"'), ["1:12 RDI1001"]);
  assert.equal(describe('fn f() = "tab\there"'), []);
});

test("a slash in a text begins no comment", () => {
  assert.equal(texts(string('"http://x" // behind')), ["http://x"]);
});

test("lookup keys and other texts of a job take references", () => {
  const [lookup] = jobOf('lookup c = hash "country:{code}" cached 60s').clauses;
  if (lookup?.kind !== "lookup") throw new Error("not a lookup");
  assert.equal(
    lookup.key.parts.map(({ kind }) => kind),
    ["text", "hole"],
  );
  assert.is(lookup.cached?.micros, 60_000_000n);
});

function string(text: string): StringLiteral {
  const literal = expression(text);
  if (literal.kind !== "string") throw new Error(literal.kind);
  return literal;
}

function texts(literal: StringLiteral): readonly string[] {
  return literal.parts.map((part) => (part.kind === "text" ? part.text : `<${part.kind}>`));
}

test.run();
