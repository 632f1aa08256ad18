import { test } from "uvu";
import * as assert from "uvu/assert";
import { regexGroupCount, regexProblem } from "../../../compiler/check/regex.ts";

test("a pattern of RE2's syntax has no problem", () => {
  for (const source of [
    "",
    "^a+$",
    "(?i)x",
    "\\p{Greek}",
    "(?P<year>\\d{4})",
    "(?<year>\\d{4})",
    "[^\\n🦊]",
    "\\bA\\z",
  ]) {
    assert.is(regexProblem(source), undefined, source);
  }
});

test("a pattern that is none says where and why", () => {
  assert.is(regexProblem("a("), "missing closing ): `a(`");
  assert.is(regexProblem("[b-a]"), "invalid character class range: `b-a`");
  assert.is(regexProblem("*a"), "missing argument to repetition operator: `*`");
  assert.is(regexProblem("a\\"), "trailing backslash at end of expression");
});

test("what takes more than linear time is refused", () => {
  for (const source of ["(?=a)", "(?<!a)b", "(a)\\1", "a{1001}", "((a{100}){100}){100}"]) {
    assert.type(regexProblem(source), "string", source);
  }
});

test("half of a surrogate pair is refused", () => {
  assert.is(regexProblem("a\ud83e"), "half of a surrogate pair");
});

test("groups are counted", () => {
  assert.is(regexGroupCount("a(b)(?:c)(?P<d>e)"), 2);
  assert.is(regexGroupCount("a"), 0);
  assert.is(regexGroupCount("("), undefined);
});

test.run();
