import { test } from "uvu";
import * as assert from "uvu/assert";
import { RUNTIME_CODES, explainCode } from "../../../runtime/codes.ts";
import type { CodeEntry } from "../../../runtime/codes.ts";

const entries = Object.entries<CodeEntry>(RUNTIME_CODES);

test("codes are in order and have the shape RDI5nnn", () => {
  const codes = entries.map(([code]) => code);
  assert.equal(codes, [...codes].sort());
  assert.is(new Set(codes).size, codes.length);
  for (const code of codes) assert.match(code, /^RDI5\d{3}$/);
});

test("a title has at most five words and is no other code's title", () => {
  const titles = entries.map(([, entry]) => entry.title);
  for (const title of titles) assert.ok(title.split(" ").length <= 5, title);
  assert.is(new Set(titles).size, titles.length);
});

test("an explanation has two to five whole sentences", () => {
  for (const [code, entry] of entries) {
    const sentences = entry.explanation.split(/(?<=[.?!])\s+(?=[A-Z])/);
    assert.ok(sentences.length >= 2 && sentences.length <= 5, `${code}: ${sentences.length}`);
    assert.match(entry.explanation, /\.$/);
    assert.not.match(entry.explanation, / {2}|\n/);
  }
});

test("an action is one sentence that begins with a verb", () => {
  const verbs =
    /^(Add|Check|Correct|Create|Cure|Delete|Exclude|Find|Grant|Leave|Let|Remove|Run|Set|Store|Wait|Widen|Write)\b/;
  for (const [code, { action }] of entries) {
    assert.match(action, verbs, code);
    assert.match(action, /^[^\n]{20,120}\.$/, code);
    assert.not.match(action, /[.?!] [A-Z]/, code);
  }
});

test("exactly the codes that stop the start have an exit code", () => {
  for (const [code, entry] of entries) assert.is(entry.exit !== undefined, entry.kind === "startup", code);
});

test("a code that does not exist has no explanation", () => {
  assert.is(explainCode("RDI5010")?.title, "value does not decode");
  assert.is(explainCode("RDI5999"), undefined);
  assert.is(explainCode("toString"), undefined);
});

test.run();
