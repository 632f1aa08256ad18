import { test } from "uvu";
import * as assert from "uvu/assert";
import { matches, regex, regexExtract, regexReplace } from "../../../runtime/values/regex.ts";
import { random, type Random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";

test("matches searches, and is anchored only by the pattern", () => {
  assert.is(matches("order 17", regex("[0-9]+")), true);
  assert.is(matches("order 17", regex("^[0-9]+$")), false);
  assert.is(matches("17", regex("^[0-9]+$")), true);
  assert.is(matches("", regex("^$")), true);
  assert.is(matches("🦊", regex("^.$")), true);
  assert.is(matches("ORDER", regex("(?i)order")), true);
});

test("extract takes the first group, or the whole match of a pattern without groups", () => {
  assert.is(regexExtract("tel 030-12, 040-7", regex("([0-9]+)-([0-9]+)")), "030");
  assert.is(regexExtract("tel 030-12, 040-7", regex("([0-9]+)-([0-9]+)"), 2), "12");
  assert.is(regexExtract("tel 030-12, 040-7", regex("([0-9]+)-([0-9]+)"), 0), "030-12");
  assert.is(regexExtract("tel 030-12", regex("[0-9]+")), "030");
  assert.is(regexExtract("tel", regex("[0-9]+")), null);
  assert.is(regexExtract("b", regex("(a)|b")), null);
  assert.is(regexExtract("", regex("()")), "");
});

test("replace takes every match and puts groups in", () => {
  assert.is(regexReplace("a1b22", regex("[0-9]+"), "#"), "a#b#");
  assert.is(regexReplace("Ada Lovelace", regex("(\\w+) (\\w+)"), "$2, $1"), "Lovelace, Ada");
  assert.is(regexReplace("ab", regex("[ab]"), "<$0>"), "<a><b>");
  assert.is(regexReplace("ab", regex("(a)|b"), "[$1]"), "[a][]");
  assert.is(regexReplace("a", regex("a"), "$$1 $x $"), "$1 $x $");
  assert.is(regexReplace("a", regex("(a)"), "$12"), "a2");
  assert.is(regexReplace("🦊a🦊", regex("a"), "🐟"), "🦊🐟🦊");
});

test("a group that the pattern does not have is no reference", () => {
  assert.is(regexReplace("cheap", regex("cheap"), "$5"), "$5");
  assert.is(regexReplace("cheap", regex("(cheap)"), "$1 $2"), "cheap $2");
});

test("an empty match stands between characters, never inside one", () => {
  assert.is(regexReplace("a🦊", regex(""), "-"), "-a-🦊-");
  assert.is(regexReplace("baac", regex("a*"), "-"), "-b--c-");
});

/** Of what both engines read alike; nothing that may match the empty text is repeated. */
function randomPattern(r: Random): string {
  const atom = (): string =>
    r.pick(["a", "b", "c", "é", "🦊", ".", "[abé]", "[^a🦊]", "[a-z]", "\\d", "\\p{L}", "\\n", "\\$", "(?:ab|b)"]);
  const piece = (): string => atom() + r.pick(["", "", "", "+", "*", "?", "{2}", "{1,2}", "+?", "*?", "??"]);
  const pieces = (): string => Array.from({ length: r.int(1, 3) }, piece).join("");
  const branch = (): string => (r.chance(0.3) ? `${pieces()}(${pieces()})${piece()}` : pieces());
  const branches = Array.from({ length: r.int(1, 3) }, branch).join("|");
  return `${r.chance(0.1) ? "^" : ""}(${branches})${r.chance(0.1) ? "$" : ""}`;
}

test("all three do what JavaScript's engine does where the two share their syntax", () => {
  const r = random();
  for (let run = 0; run < 4000; run++) {
    const [source, text] = [randomPattern(r), randomText(r, 10, ["a", "b", "c", "é", "🦊", "1", "\n", "$"])];
    const [pattern, other] = [regex(source), new RegExp(source, "gu")];
    const why = JSON.stringify([source, text]);
    const found = new RegExp(source, "u").exec(text);
    assert.is(matches(text, pattern), found !== null, why);
    assert.is(regexExtract(text, pattern), found?.[1] ?? null, why);
    assert.is(regexExtract(text, pattern, 0), found?.[0] ?? null, why);
    const expected = text.replace(other, (whole: string, group: string | undefined) => `<${whole}:${group ?? ""}$1>`);
    assert.is(regexReplace(text, pattern, "<$0:$1$$1>"), expected, why);
  }
});

test("a pattern that makes backtracking engines hang takes no time", () => {
  const started = performance.now();
  assert.is(matches(`${"a".repeat(100_000)}b`, regex("^(a+)+$")), false);
  assert.ok(performance.now() - started < 2000);
});

test.run();
