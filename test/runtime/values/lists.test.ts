/** Lists and their aggregates, compared with SQLite's over json_each and with plain JavaScript. */
import { isDeepStrictEqual } from "node:util";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  all,
  any,
  avg,
  avgDouble,
  count,
  first,
  last,
  max,
  min,
  sum,
  sumDouble,
} from "../../../runtime/values/aggregates.ts";
import { exact, exactOfNumber } from "../../../runtime/values/exact.ts";
import type { Exact } from "../../../runtime/values/exact.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { listOf } from "../../../runtime/values/json-shapes.ts";
import { jsonText, toJson } from "../../../runtime/values/json-text.ts";
import { distinct, flatten, loop, loopMap, sort } from "../../../runtime/values/lists.ts";
import type { Bool } from "../../../runtime/values/logic.ts";
import { hashMap } from "../../../runtime/values/redis-map.ts";
import { random } from "../../support/random.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
import { plainOf, randomPlain, spelled } from "./plain-json.ts";
import { site } from "./support.ts";

const r = random();
const sqlite = sqliteCalculator();
const RUNS = 600;

test.after(() => sqlite.close());

function many<T>(make: () => T): readonly T[] {
  return Array.from({ length: r.int(0, 6) }, make);
}

function maybe<T>(value: T): T | null {
  return r.chance(0.25) ? null : value;
}

function aggregate(expression: string, list: readonly unknown[]): unknown {
  return sqlite.value(`(SELECT ${expression} FROM json_each(?1))`, JSON.stringify(list));
}

const SHORT_WORDS = ["", "a", "B", "b", "ab", "é", "\uffff", "🦊"];

test("sum, count, min, max, first and last of numbers are what SQLite says", () => {
  for (let run = 0; run < RUNS; run++) {
    const numbers = many(() => maybe(r.int(-50, 50)));
    const exacts = numbers.map((value) => (value === null ? null : exactOfNumber(value)));
    const why = JSON.stringify(numbers);
    assert.is(sum(exacts).toNumber(), aggregate("coalesce(sum(value), 0)", numbers), why);
    assert.is(sumDouble(numbers), aggregate("coalesce(sum(value), 0)", numbers), why);
    assert.is(count(exacts).toNumber(), aggregate("count(value)", numbers), why);
    assert.is(min(exacts)?.toNumber() ?? null, aggregate("min(value)", numbers), why);
    assert.is(max(numbers), aggregate("max(value)", numbers), why);
    assert.is(avgDouble(numbers), aggregate("avg(value)", numbers), why);
    const present = "FROM json_each(?1) WHERE value IS NOT NULL";
    const at = (order: string): unknown =>
      sqlite.value(`(SELECT value ${present} ORDER BY key ${order} LIMIT 1)`, JSON.stringify(numbers));
    assert.is(first(exacts)?.toNumber() ?? null, at("ASC"), why);
    assert.is(last(numbers), at("DESC"), why);
  }
});

test("avg has 34 digits, half to even, and is exact where they suffice", () => {
  for (let run = 0; run < RUNS; run++) {
    const cents = many(() => r.int(-9999, 9999));
    const mean = avg(cents.map((value) => exact(String(value)).div(100)));
    if (cents.length === 0) assert.is(mean, null);
    else assert.is(mean?.times(cents.length).toDecimalPlaces(20).toNumber(), cents.reduce((a, b) => a + b) / 100);
  }
  assert.is(avg([exact("1"), exact("1"), exact("0")])?.toFixed(), `0.${"6".repeat(33)}7`);
});

test("sums of exact numbers lose no digit", () => {
  const list = [exact("1e30"), exact("1e-30"), exact("-1e30"), null];
  assert.is(sum(list).toFixed(), exact("1e-30").toFixed());
  assert.is(sum([exact("0.1"), exact("0.2")]).toFixed(), "0.3");
});

test("of nothing, or of nulls only, sum and count are 0 and the others are null", () => {
  for (const nothing of [[], [null]]) {
    assert.is(sum(nothing).toFixed(), "0");
    assert.is(sumDouble(nothing), 0);
    assert.is(count(nothing).toFixed(), "0");
    for (const aggregateOf of [avg, avgDouble, min, max, first, last, any, all]) assert.is(aggregateOf(nothing), null);
  }
});

test("a null list is nothing for aggregates, and null for any, all and what makes lists", () => {
  assert.equal([sum(null).toFixed(), sumDouble(null), count(null).toFixed()], ["0", 0, "0"]);
  for (const aggregateOf of [avg, avgDouble, min, max, first, last]) assert.is(aggregateOf(null), null);
  assert.equal([any(null), all(null), distinct(null), sort(null), flatten(null)], [null, null, null, null, null]);
});

test("any and all pass over nulls, as SQL's aggregates do", () => {
  const known: readonly Bool[] = [true, false, null];
  const sqlBool = (value: unknown): Bool => (value === null ? null : value === 1);
  for (const list of [
    [],
    ...known.map((a) => [a]),
    ...known.flatMap((a) => known.flatMap((b) => known.map((c) => [a, b, c]))),
  ]) {
    const rows = list.map((value) => `(${value === null ? "NULL" : value ? "1" : "0"})`);
    const of = (aggregate: string): Bool =>
      sqlBool(sqlite.value(`(SELECT ${aggregate}(column1) FROM (VALUES ${["(NULL)", ...rows].join()}))`));
    assert.is(any(list), of("max"), rows.join());
    assert.is(all(list), of("min"), rows.join());
  }
});

test("a map's values are counted", () => {
  assert.is(count(hashMap(["a", "1", "b", "2"].map((part) => Buffer.from(part)))).toFixed(), "2");
  assert.is(
    count(
      new Map([
        ["a", null],
        ["b", "x"],
      ]),
    ).toFixed(),
    "1",
  );
});

test("min, max and sort of text go by code points, nulls come last", () => {
  for (let run = 0; run < RUNS; run++) {
    const words = many(() => maybe(r.pick(SHORT_WORDS)));
    const why = JSON.stringify(words);
    assert.is(min(words), aggregate("min(value)", words), why);
    assert.is(max(words), aggregate("max(value)", words), why);
    const sorted = "(SELECT json_group_array(value) FROM (SELECT value FROM json_each(?1) ORDER BY value NULLS LAST))";
    assert.is(JSON.stringify(sort(words)), sqlite.value(sorted, JSON.stringify(words)), why);
  }
});

test("sort keeps the order of equals and does not touch its list", () => {
  const list = [exact("2"), exact("1.0"), null, exact("1.00")];
  const before = [...list];
  assert.equal(
    sort(list)?.map((value) => value && list.indexOf(value)),
    [1, 3, 0, null],
  );
  assert.equal(list, before);
  assert.equal(sort([NaN, Infinity, -1]), [-1, Infinity, NaN]);
});

test("distinct keeps the first of each set of equals, by content, and one null", () => {
  for (let run = 0; run < RUNS; run++) {
    const plain = many(() => randomPlain(r, 1));
    const read = listOf(parseJson(`[${plain.map((value) => spelled(r, value)).join(",")}]`, site), site);
    const expected = plain.filter((value, at) => plain.findIndex((other) => isDeepStrictEqual(other, value)) === at);
    assert.equal(distinct(read)?.map(plainOf), expected, JSON.stringify(plain));
  }
  assert.equal(distinct([exact("1"), exact("1.0"), exact("2")])?.length, 2);
});

test("distinct of many takes linear time", () => {
  const list = Array.from({ length: 200_000 }, (_, at) => `${at % 100_000}`);
  assert.is(distinct(list)?.length, 100_000);
});

test("flatten takes one level of lists away, and nulls beside them", () => {
  for (let run = 0; run < RUNS; run++) {
    const plain = many(() => randomPlain(r, 3));
    const read = listOf(parseJson(JSON.stringify(plain), site), site);
    const expected = plain.filter((value) => value !== null).flat(1);
    assert.is(jsonText(flatten(read)), JSON.stringify(expected));
  }
  assert.equal(flatten([[exact("1")], null, [null, exact("2")]]), [exact("1"), null, exact("2")]);
});

test("a loop gives the positions of the list that it walks, and leaves out what the condition does not hold for", () => {
  const list = [exact("1"), null, exact("3")];
  const isLarge = (value: Exact | null): Bool => (value === null ? null : value.gt(1));
  assert.equal(
    loop(list, (value, at) => [value?.toNumber() ?? null, at]),
    [
      [1, 0],
      [null, 1],
      [3, 2],
    ],
  );
  assert.equal(
    loop(list, (value, at) => [value?.toNumber() ?? null, at], isLarge),
    [[3, 2]],
  );
  assert.equal(
    loop(
      list,
      (_, at) => at,
      (_, at) => at !== 1,
    ),
    [0, 2],
  );
  assert.equal(
    loop(null, () => 1),
    [],
  );
});

test("a loop over a map gives names and values in order", () => {
  const map = hashMap(["b", "1", "a", "2"].map((part) => Buffer.from(part)));
  assert.equal(
    loopMap(map, (name, value) => `${String(name)}=${String(value)}`),
    ["b=1", "a=2"],
  );
  const object = new Map([
    ["x", 1],
    ["y", 2],
  ]);
  assert.equal(
    loopMap(
      object,
      (name) => name,
      (_, value) => value > 1,
    ),
    ["y"],
  );
  assert.equal(
    loopMap(null, () => 1),
    [],
  );
  assert.is(toJson(loopMap(object, (name) => name)), '["x","y"]');
});

test.run();
