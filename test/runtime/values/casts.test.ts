import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  bigintOfInt,
  doubleOfExact,
  exactOfBigint,
  exactOfDouble,
  exactOfInt,
  exactOfText,
  textOfBoolean,
  textOfDate,
  textOfDouble,
  textOfDuration,
  textOfExact,
  textOfTime,
} from "../../../runtime/values/casts.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { duration, localDate, localTime } from "../../../runtime/values/instant.ts";
import { property, rejects, site } from "./support.ts";

test("text becomes a number by the rules of decoding", () => {
  assert.is(exactOfText("12.50", site)?.toFixed(), "12.5");
  assert.is(exactOfText("1e3", site)?.toFixed(), "1000");
  for (const text of ["", " 1", "abc", "１２", "1é", "\u0131", "Ā1"]) rejects("RDI5010", () => exactOfText(text, site));
  rejects("RDI5011", () => exactOfText("1e1000000", site));
});

test("a character whose low byte is a digit is no digit", () => {
  rejects("RDI5010", () => exactOfText("\u0131\u0232", site));
});

test("doubles become the shortest number that denotes them, and come back", () => {
  assert.is(exactOfDouble(0.1, site)?.toFixed(), "0.1");
  assert.is(exactOfDouble(1e21, site)?.toFixed(), "1000000000000000000000");
  for (const value of [NaN, Infinity, -Infinity]) rejects("RDI5011", () => exactOfDouble(value, site));
  const view = new DataView(new ArrayBuffer(8));
  property(2000, (random) => {
    view.setUint32(0, random.below(2 ** 32));
    view.setUint32(4, random.below(2 ** 32));
    const value = view.getFloat64(0);
    if (Number.isFinite(value)) assert.is(doubleOfExact(exactOfDouble(value, site), site), value + 0);
  });
});

test("an exact number becomes the nearest double, or is out of range", () => {
  assert.is(doubleOfExact(exact("9007199254740993"), site), 9007199254740992);
  assert.ok(Object.is(doubleOfExact(exact("-0"), site), 0));
  rejects("RDI5011", () => doubleOfExact(exact("1e309"), site));
  rejects("RDI5011", () => doubleOfExact(exact("-1e-400"), site));
});

test("an int becomes a bigint", () => {
  assert.is(bigintOfInt(-2147483648), -2147483648n);
  assert.is(bigintOfInt(2147483647), 2147483647n);
  assert.is(bigintOfInt(null), null);
});

test("integers become exact numbers", () => {
  assert.is(exactOfInt(-2147483648)?.toFixed(), "-2147483648");
  assert.is(exactOfInt(123456789)?.toFixed(), "123456789");
  assert.is(exactOfBigint(-9223372036854775808n)?.toFixed(), "-9223372036854775808");
});

test("numbers have a plain text", () => {
  assert.is(textOfExact(exact("12.50")), "12.5");
  assert.is(textOfExact(exact("1e30")), `1${"0".repeat(30)}`);
  assert.is(textOfExact(exact("1e-9")), "0.000000001");
  assert.is(textOfExact(exact("-0")), "0");
  assert.is(textOfDouble(0.1), "0.1");
  assert.is(textOfDouble(NaN), "NaN");
  assert.is(textOfDouble(-Infinity), "-Infinity");
  assert.is(textOfBoolean(false), "false");
});

test("dates, times and durations have ISO text", () => {
  assert.is(textOfDate(localDate(0)), "1970-01-01");
  assert.is(textOfTime(localTime(86_399_500_000n)), "23:59:59.5");
  assert.is(textOfDuration(duration(0n)), "PT0S");
  assert.is(textOfDuration(duration(5_400_000_000n)), "PT1H30M");
  assert.is(textOfDuration(duration(604_800_000_000n)), "PT168H");
  assert.is(textOfDuration(duration(-20_000n)), "-PT0.02S");
  assert.is(textOfDuration(duration(61_000_001n)), "PT1M1.000001S");
});

test.run();
