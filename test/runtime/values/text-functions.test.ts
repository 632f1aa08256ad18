import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import type { Exact } from "../../../runtime/values/exact.ts";
import {
  capitalize,
  concat,
  contains,
  endsWith,
  indexOf,
  left,
  length,
  lower,
  ltrim,
  mid,
  replace,
  reverse,
  right,
  rtrim,
  startsWith,
  trim,
  upper,
} from "../../../runtime/values/text-functions.ts";
import { property } from "./support.ts";

const n = (value: number): Exact => exact(String(value));

test("letters and white space", () => {
  assert.is(lower("ÀB🦊İ"), "àb🦊i̇");
  assert.is(upper("straße"), "STRASSE");
  assert.is(trim(" \t\u00a0a b\r\n"), "a b");
  assert.is(ltrim("  a "), "a ");
  assert.is(rtrim("  a "), "  a");
});

test("length counts code points", () => {
  for (const [text, count] of [
    ["", "0"],
    ["abc", "3"],
    ["é", "1"],
    ["🦊🦊", "2"],
    ["a🦊", "2"],
    ["e\u0301", "2"],
  ] as const) {
    assert.is(length(text)?.toFixed(), count);
  }
});

test("left, right and mid never cut a character in two", () => {
  assert.is(left("🦊a🦊", n(1)), "🦊");
  assert.is(right("🦊a🦊", n(1)), "🦊");
  assert.is(mid("🦊a🦊", n(1), n(1)), "a");
  assert.is(mid("🦊a🦊", n(2), n(9)), "🦊");
});

test("counts beyond the text, below zero and with a fraction", () => {
  assert.is(left("abc", n(9)), "abc");
  assert.is(left("abc", n(0)), "");
  assert.is(left("abc", n(-1)), "");
  assert.is(left("abc", exact("1.9")), "a");
  assert.is(left("abc", exact("1e400")), "abc");
  assert.is(right("abc", exact("1e400")), "abc");
  assert.is(right("abc", exact("-1e400")), "");
  assert.is(mid("abc", n(-1), n(2)), "a");
  assert.is(mid("abc", n(5), n(1)), "");
  assert.is(mid("abc", n(1), n(-1)), "");
});

test("left, right and mid take what a list of code points has there", () => {
  property(3000, (random) => {
    const points = Array.from({ length: random.below(6) }, () => random.pick(["a", "b", "é", "🦊", "\u{10ffff}"]));
    const text = points.join("");
    const [from, count] = [random.below(9) - 2, random.below(9) - 2];
    const why = `${text} ${from} ${count}`;
    assert.is(mid(text, n(from), n(count)), points.filter((_, at) => at >= from && at < from + count).join(""), why);
    assert.is(left(text, n(count)), points.filter((_, at) => at < count).join(""), why);
    assert.is(right(text, n(count)), points.filter((_, at) => at >= points.length - count).join(""), why);
    assert.is(length(text)?.toFixed(), String(points.length), why);
  });
});

test("replace takes every occurrence, literally", () => {
  assert.is(replace("a.b.c", ".", "$&"), "a$&b$&c");
  assert.is(replace("aaa", "aa", "b"), "ba");
  assert.is(replace("abc", "", "x"), "abc");
  assert.is(replace("abc", "b", ""), "ac");
});

test("starts, ends and parts", () => {
  assert.is(startsWith("🦊abc", "🦊"), true);
  assert.is(startsWith("abc", "b"), false);
  assert.is(endsWith("abc", "bc"), true);
  assert.is(contains("abc", "b"), true);
  assert.is(contains("abc", ""), true);
  assert.is(contains("abc", "B"), false);
});

test("a word begins with a capital and goes on in lower case", () => {
  assert.is(capitalize("john DOE"), "John Doe");
  assert.is(capitalize("  o'neil-smith, 2nd"), "  O'Neil-Smith, 2nd");
  assert.is(capitalize("élan e\u0301LAN ÎLE"), "Élan E\u0301lan Île");
  assert.is(capitalize("ΟΔΥΣΣΕΥΣ"), "Οδυσσευς");
  assert.is(capitalize("\u{10428}\u{10400} İZMİR"), "\u{10400}\u{10428} İzmi\u0307r");
  assert.is(capitalize("a_b 美B"), "A_B 美b");
  assert.is(capitalize(""), "");
});

test("index_of counts code points from 0", () => {
  assert.is(indexOf("🦊ab", "b")?.toFixed(), "2");
  assert.is(indexOf("abab", "ab")?.toFixed(), "0");
  assert.is(indexOf("abc", "")?.toFixed(), "0");
  assert.is(indexOf("abc", "B"), null);
  assert.is(indexOf("", "a"), null);
});

test("reverse keeps code points whole", () => {
  assert.is(reverse("a🦊b"), "b🦊a");
  assert.is(reverse("e\u0301x"), "x\u0301e");
  assert.is(reverse(""), "");
});

test("concat joins, and a null makes it null", () => {
  assert.is(concat("a", "", "🦊"), "a🦊");
  assert.is(concat(), "");
  assert.is(concat("a", null, "b"), null);
});

test.run();
