import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  between,
  equal,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  oneOf,
  same,
} from "../../../runtime/values/comparison.ts";
import type { Comparable } from "../../../runtime/values/ordering.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { property } from "./support.ts";

/** Each row in rising order. */
const ASCENDING: readonly (readonly Comparable[])[] = [
  ["", "\u0001", "A", "Z", "a", "aa", "ab", "é", "\ud7ff", "\ue000", "\uffff", "🦊", "🦊a", "\u{10ffff}"],
  [
    exact("-1e30"),
    exact("-1.5"),
    exact("-1"),
    exact("0"),
    exact("0.000000000001"),
    exact("9007199254740992"),
    exact("9007199254740993"),
  ],
  [-Infinity, -1.5, 0, 5e-324, 1, Infinity, NaN],
  [-(2n ** 70n), -1n, 0n, 1n, 2n ** 63n],
  [false, true],
  [Buffer.from([]), Buffer.from([0]), Buffer.from([0, 0]), Buffer.from([1]), Buffer.from([0x80]), Buffer.from([0xff])],
];

test("every pair of every type compares as its place in the rising order says", () => {
  for (const row of ASCENDING) {
    row.forEach((left, i) =>
      row.forEach((right, j) => {
        const why = `${String(left)} and ${String(right)}`;
        assert.is(equal(left, right), i === j, why);
        assert.is(same(left, right), i === j, why);
        assert.is(less(left, right), i < j, why);
        assert.is(lessOrEqual(left, right), i <= j, why);
        assert.is(greater(left, right), i > j, why);
        assert.is(greaterOrEqual(left, right), i >= j, why);
      }),
    );
  }
});

test("exact numbers compare by value, whatever their spelling", () => {
  assert.is(equal(exact("12.50"), exact("12.5")), true);
  assert.is(equal(exact("-0"), exact("0")), true);
  assert.is(less(exact("-0"), exact("0")), false);
  assert.is(equal(-0, 0), true);
  assert.is(equal(Buffer.from("ab"), Buffer.from("ab")), true);
});

test("a null side makes a comparison null, and is a value for same", () => {
  for (const compare of [equal, less, lessOrEqual, greater, greaterOrEqual]) {
    assert.is(compare("a", null), null);
    assert.is(compare(null, "a"), null);
    assert.is(compare(null, null), null);
  }
  assert.is(same(null, null), true);
  assert.is(same("a", null), false);
  assert.is(same(null, exact("0")), false);
});

test("between includes both ends and is null when any part is null", () => {
  assert.is(between(exact("1"), exact("1"), exact("2")), true);
  assert.is(between(exact("2"), exact("1"), exact("2")), true);
  assert.is(between(exact("2.01"), exact("1"), exact("2")), false);
  assert.is(between("m", "z", "a"), false);
  assert.is(between(null, 1, 2), null);
  assert.is(between(9, null, 2), null);
  assert.is(between(9, 1, null), null);
});

test("oneOf is true for an equal element, null when only a null could be one", () => {
  assert.is(oneOf("b", ["a", "b"]), true);
  assert.is(oneOf("c", ["a", "b"]), false);
  assert.is(oneOf("b", [null, "b"]), true);
  assert.is(oneOf("c", ["a", null]), null);
  assert.is(oneOf("c", []), false);
  assert.is(oneOf(null, ["a"]), null);
  assert.is(oneOf<string>("a", null), null);
});

test("text is ordered by code points, as its UTF-8 bytes are", () => {
  const letters = ["a", "b", "é", "\ud7ff", "\ue000", "\uffff", "🦊", "\u{10000}"] as const;
  property(3000, (random) => {
    const word = (): string => Array.from({ length: random.below(4) }, () => random.pick(letters)).join("");
    const [left, right] = [word(), word()];
    const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
    assert.is(less(left, right), order < 0, JSON.stringify([left, right]));
    assert.is(equal(left, right), order === 0, JSON.stringify([left, right]));
  });
});

test("two sides of different types are a mistake of the caller's", () => {
  const mixed: readonly Comparable[] = ["1", 1];
  assert.throws(() => equal(mixed[0] ?? null, mixed[1] ?? null), /different types/);
});

test.run();
