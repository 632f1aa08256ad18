/** SQLite counts code points too, from 1, and knows nothing of this project. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exactOfNumber } from "../../../runtime/values/exact.ts";
import { contains, indexOf, left, length, mid, replace, reverse } from "../../../runtime/values/text-functions.ts";
import { join, split } from "../../../runtime/values/text-lists.ts";
import { repeat } from "../../../runtime/values/text-padding.ts";
import { random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
import { site } from "./support.ts";

const sqlite = sqliteCalculator();
const r = random();
const RUNS = 600;

test.after(() => sqlite.close());

test("index_of is instr, counted from 0 and null for nowhere", () => {
  for (let run = 0; run < RUNS; run++) {
    const [text, part] = [randomText(r, 8), randomText(r, 2)];
    const found = indexOf(text, part)?.toNumber() ?? -1;
    assert.is(found + 1, sqlite.value("instr(?1, ?2)", text, part), JSON.stringify([text, part]));
    assert.is(contains(text, part), found >= 0);
  }
});

test("replace, length, left and mid are what SQLite says", () => {
  for (let run = 0; run < RUNS; run++) {
    const [text, wanted, other] = [randomText(r, 8), randomText(r, 2), randomText(r, 3)];
    const [from, count] = [r.int(0, 9), r.int(0, 9)];
    const why = JSON.stringify([text, wanted, other, from, count]);
    assert.is(replace(text, wanted, other), sqlite.value("replace(?1, ?2, ?3)", text, wanted, other), why);
    assert.is(length(text)?.toNumber(), sqlite.value("length(?1)", text), why);
    assert.is(left(text, exactOfNumber(count)), sqlite.value("substr(?1, 1, ?2)", text, count), why);
    const part = mid(text, exactOfNumber(from), exactOfNumber(count));
    assert.is(part, sqlite.value("substr(?1, ?2 + 1, ?3)", text, from, count), why);
  }
});

test("repeat puts the text once for each of as many zero bytes", () => {
  for (let run = 0; run < RUNS; run++) {
    const [text, count] = [randomText(r, 4), r.int(0, 12)];
    const expected = sqlite.value("replace(hex(zeroblob(?2)), '00', ?1)", text, count);
    assert.is(repeat(text, exactOfNumber(count), site), expected, JSON.stringify([text, count]));
  }
});

test("join is group_concat, which passes over nulls", () => {
  for (let run = 0; run < RUNS; run++) {
    const texts = Array.from({ length: r.int(0, 5) }, () => (r.chance(0.3) ? null : randomText(r, 3)));
    const separator = randomText(r, 2);
    const expected = "coalesce((SELECT group_concat(value, ?2) FROM json_each(?1)), '')";
    const why = JSON.stringify([texts, separator]);
    assert.is(join(texts, separator), sqlite.value(expected, JSON.stringify(texts), separator), why);
  }
});

test("split cuts at each separator that replace would take, and join undoes it", () => {
  for (let run = 0; run < RUNS; run++) {
    const [text, separator] = [randomText(r, 10), randomText(r, 2)];
    const parts = split(text, separator) ?? [];
    const why = JSON.stringify([text, separator]);
    assert.is(join(parts, separator), text, why);
    const cuts = "(length(?1) - length(replace(?1, ?2, ''))) / max(length(?2), 1)";
    assert.is(parts.length - 1, sqlite.value(cuts, text, separator), why);
    for (const part of parts) assert.is(separator !== "" && part.includes(separator), false, why);
  }
});

test("reverse has the character at each place counted from the other end", () => {
  for (let run = 0; run < RUNS; run++) {
    const text = randomText(r, 6);
    const turned = reverse(text) ?? "";
    const size = Number(sqlite.value("length(?1)", text));
    for (let at = 1; at <= size; at++) {
      const same = sqlite.value("substr(?1, ?3, 1) = substr(?2, -?3, 1) AND length(?1) = length(?2)", text, turned, at);
      assert.is(same, 1, JSON.stringify([text, at]));
    }
  }
});

test.run();
