/** Equality by content of JSON, lists and maps, and the key that finds equals among many. */
import { isDeepStrictEqual } from "node:util";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { equal, oneOf, same } from "../../../runtime/values/comparison.ts";
import type { Equatable } from "../../../runtime/values/content.ts";
import { contentKey } from "../../../runtime/values/content-key.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { JsonNumber } from "../../../runtime/values/json.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { nullIf } from "../../../runtime/values/logic.ts";
import { hashMap } from "../../../runtime/values/redis-map.ts";
import { random } from "../../support/random.ts";
import { jsonOfPlain, randomPlain, spelled } from "./plain-json.ts";
import { site } from "./support.ts";

const r = random();

test("random documents are equal exactly where JavaScript's values are, however they are spelled", () => {
  let equals = 0;
  for (let run = 0; run < 20_000; run++) {
    const [a, b] = [randomPlain(r, 2), randomPlain(r, 2)];
    const expected = isDeepStrictEqual(a, b);
    const [left, right] = [parseJson(spelled(r, a), site), parseJson(spelled(r, b), site)];
    const why = JSON.stringify([a, b]);
    assert.is(same(left, right), expected, why);
    assert.is(equal(left, right), a === null || b === null ? null : expected, why);
    assert.is(contentKey(left) === contentKey(right), expected, why);
    assert.is(oneOf(left, [right]), a === null || b === null ? null : expected, why);
    assert.is(nullIf(left, right, same), expected ? null : left, why);
    assert.ok(same(left, jsonOfPlain(a)), why);
    assert.is(contentKey(left), contentKey(jsonOfPlain(a)), why);
    if (expected) equals++;
  }
  assert.ok(equals > 300);
});

/** The value as a whole number of 10^-60. */
function scaled(text: string): bigint {
  const [digits = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(60 + Number(exponent) - fraction.length);
}

test("JSON numbers are equal by value, beyond the digits of a double", () => {
  for (let run = 0; run < 20_000; run++) {
    const number = (): string =>
      r.pick(["", "-"]) +
      r.pick(["0", "1", "10", "100", "9007199254740993", "9007199254740992"]) +
      r.pick(["", "", ".0", ".5", ".10", ".1"]) +
      r.pick(["", "", "e0", "e1", "E+2", "e-1", "e-20"]);
    const [left, right] = [number(), number()];
    const expected = scaled(left) === scaled(right);
    assert.is(equal(new JsonNumber(left), new JsonNumber(right)), expected, `${left} and ${right}`);
    assert.is(contentKey(new JsonNumber(left)) === contentKey(new JsonNumber(right)), expected, `${left} and ${right}`);
  }
});

test("huge exponents are compared without being written out", () => {
  assert.is(equal(new JsonNumber("1e999999999999999999999"), new JsonNumber("10e999999999999999999998")), true);
  assert.is(equal(new JsonNumber("1e999999999999999999999"), new JsonNumber("1e999999999999999999998")), false);
  assert.is(equal(new JsonNumber("0e999999999999"), new JsonNumber("-0")), true);
});

test("values of different kinds differ in JSON, and are a mistake elsewhere", () => {
  assert.is(equal<Equatable>("1", new JsonNumber("1")), false);
  assert.is(equal<Equatable>("true", true), false);
  assert.is(equal<Equatable>([], new Map()), false);
  assert.throws(() => equal<Equatable>("1", 1), /different types/);
  assert.throws(() => equal<Equatable>(exact("1"), new JsonNumber("1")), /different types/);
  assert.throws(() => equal<Equatable>(hashMap([]), new Map()), /different types/);
});

test("lists and maps of other values are equal by content too", () => {
  assert.is(equal([exact("1.0"), null], [exact("1"), null]), true);
  assert.is(equal([exact("1"), null], [exact("1"), exact("2")]), false);
  assert.is(equal([1n], [1n, 2n]), false);
  const map = (...parts: readonly string[]) => hashMap(parts.map((part) => Buffer.from(part)));
  assert.is(equal(map("a", "1", "b", "2"), map("b", "2", "a", "1")), true);
  assert.is(equal(map("a", "1"), map("a", "2")), false);
  assert.is(equal(map("a", "1"), map("b", "1")), false);
});

test("bytes equal text that they are the UTF-8 of, and never a text of replacement characters", () => {
  assert.is(equal<Equatable>(Buffer.from("é"), "é"), true);
  assert.is(equal<Equatable>("é", Buffer.from("é")), true);
  assert.is(equal<Equatable>(Buffer.from([0xff]), "\ufffd"), false);
  assert.is(equal<Equatable>("\ud800", Buffer.from("\ufffd")), false);
  assert.is(contentKey(Buffer.from("é")), contentKey("é"));
  assert.is.not(contentKey(Buffer.from([0xff])), contentKey("\ufffd"));
  assert.is.not(contentKey("\ud800"), contentKey("\ufffd"));
});

test("keys of scalars are equal where the scalars are", () => {
  assert.is(contentKey(exact("12.50")), contentKey(exact("12.5")));
  assert.is(contentKey(exact("-0")), contentKey(exact("0")));
  assert.is(contentKey(-0), contentKey(0));
  assert.is(contentKey(NaN), contentKey(NaN));
  const different = [
    1,
    1n,
    exact("1"),
    "1",
    new JsonNumber("1"),
    true,
    null,
    [1],
    [[1]],
    [1, null],
    "null",
    ["a", "b"],
    ["a,b"],
  ];
  assert.is(new Set(different.map(contentKey)).size, different.length);
});

test.run();
