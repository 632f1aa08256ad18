import { test } from "uvu";
import * as assert from "uvu/assert";
import sqlite from "node-sqlite3-wasm";
import { MICROS_PER_DAY } from "../../../runtime/values/calendar.ts";
import {
  addDuration,
  days,
  hours,
  millis,
  minutes,
  multiplyDuration,
  negateDuration,
  seconds,
  subtractDuration,
} from "../../../runtime/values/durations.ts";
import { exact } from "../../../runtime/values/exact.ts";
import {
  FIRST_INSTANT,
  LAST_INSTANT,
  duration,
  instant,
  localDate,
  localDateTime,
} from "../../../runtime/values/instant.ts";
import {
  dateMinusDuration,
  datePlusDuration,
  daysBetween,
  daysBetweenDates,
  minusDate,
  minusTimestamp,
  secondsBetween,
  timestampMinusDuration,
  timestampPlusDuration,
} from "../../../runtime/values/time-arithmetic.ts";
import { formatDate, formatTimestamp } from "../../../runtime/values/time-format.ts";
import { fromMillis, fromSeconds, toMillis, toSeconds } from "../../../runtime/values/time-functions.ts";
import { random } from "../../support/random.ts";
import { rejects, site } from "./support.ts";

const { int } = random();
const database = new sqlite.Database();
const DAY = BigInt(MICROS_PER_DAY);

function sqliteValue(sql: string, values: readonly (string | number)[]): unknown {
  return database.get(`SELECT ${sql} AS value`, [...values])?.["value"];
}

test("numbers of units are durations", () => {
  assert.is(millis(exact("1.5"), site), 1500n);
  assert.is(seconds(exact("-0.000001"), site), -1n);
  assert.is(minutes(exact("90"), site), 5_400_000_000n);
  assert.is(hours(exact("0.5"), site), 1_800_000_000n);
  assert.is(days(exact("7"), site), 7n * DAY);
  assert.is(days(exact("0"), site), 0n);
});

test("digits beyond microseconds and durations beyond all time reject", () => {
  rejects("RDI5011", () => millis(exact("0.0001"), site));
  rejects("RDI5011", () => seconds(exact("1e-16000"), site));
  rejects("RDI5011", () => days(exact("1e130000"), site));
  const longest = LAST_INSTANT - FIRST_INSTANT;
  assert.is(millis(exact(String(longest)).times("0.001"), site), longest);
  rejects("RDI5011", () => millis(exact(String(longest + 1n)).times("0.001"), site));
  assert.is(millis(exact(String(-longest)).times("0.001"), site), -longest);
  rejects("RDI5011", () => millis(exact(String(-longest - 1n)).times("0.001"), site));
});

test("durations add, subtract and multiply", () => {
  assert.is(addDuration(duration(3n), duration(-5n)), -2n);
  assert.is(subtractDuration(duration(3n), duration(-5n)), 8n);
  assert.is(negateDuration(duration(3n)), -3n);
  assert.is(multiplyDuration(duration(DAY), exact("0.5"), site), DAY / 2n);
  assert.is(multiplyDuration(duration(0n), exact("1e130000"), site), 0n);
  rejects("RDI5011", () => multiplyDuration(duration(1n), exact("0.5"), site));
  rejects("RDI5011", () => multiplyDuration(duration(DAY), exact("1e130000"), site));
});

test("an instant is the number again that it was made of", () => {
  for (let round = 0; round < 1000; round++) {
    const micros = BigInt(int(-(2 ** 47), 2 ** 52)) * BigInt(int(1, 1000));
    const text = (digits: number): string => {
      const padded = String(micros < 0n ? -micros : micros).padStart(digits + 1, "0");
      return `${micros < 0n ? "-" : ""}${padded.slice(0, -digits)}.${padded.slice(-digits)}`.replace(/\.?0+$/, "");
    };
    assert.is(toSeconds(instant(micros))?.toFixed(), text(6));
    assert.is(toMillis(instant(micros))?.toFixed(), text(3));
    assert.is(fromSeconds(toSeconds(instant(micros)), site), micros);
    assert.is(fromMillis(toMillis(instant(micros)), site), micros);
  }
  assert.is(toSeconds(instant(0n))?.toFixed(), "0");
  assert.equal(toSeconds(instant(-250_000n)), exact("-0.25"));
});

test("the ends of timestamptz have seconds and milliseconds", () => {
  assert.equal(toSeconds(instant(FIRST_INSTANT)), exact("-210866803200"));
  assert.equal(toSeconds(instant(LAST_INSTANT)), exact("9224318015999.999999"));
  assert.equal(toMillis(instant(LAST_INSTANT)), exact("9224318015999999.999"));
  assert.equal(toMillis(instant(-LAST_INSTANT)), exact("-9224318015999999.999"));
});

test("seconds and days lead from the first time to the second", () => {
  const start = instant(1_000_001n);
  assert.equal(secondsBetween(start, instant(3_500_001n)), exact("2.5"));
  assert.equal(secondsBetween(instant(3_500_001n), start), exact("-2.5"));
  assert.equal(daysBetween(start, instant(start + 2n * DAY - 1n)), exact("1"));
  assert.equal(daysBetween(instant(start + 2n * DAY - 1n), start), exact("-1"));
  assert.equal(daysBetween(instant(start + 1n), start), exact("0"));
  assert.equal(secondsBetween(instant(FIRST_INSTANT), instant(LAST_INSTANT)), exact("9435184819199.999999"));
});

test("timestamps move as SQLite moves them", () => {
  for (let round = 0; round < 300; round++) {
    const [first, second] = [int(-60_000_000_000, 200_000_000_000), int(-60_000_000_000, 200_000_000_000)];
    const start = localDateTime(BigInt(first) * 1_000_000n);
    const moved = timestampPlusDuration(start, duration(BigInt(second - first) * 1_000_000n));
    assert.is(formatTimestamp(moved), sqliteValue("datetime(?, 'unixepoch', ?)", [first, `${second - first} seconds`]));
    assert.is(timestampMinusDuration(moved, duration(BigInt(second - first) * 1_000_000n)), start);
    assert.is(minusTimestamp(moved, start), BigInt(second - first) * 1_000_000n);
    assert.equal(secondsBetween(start, moved)?.toNumber(), second - first);
  }
});

test("dates move by days as SQLite moves them", () => {
  for (let round = 0; round < 300; round++) {
    const [from, to] = [int(-700_000, 2_900_000), int(-700_000, 2_900_000)].map((day) => localDate(day));
    if (from === undefined || to === undefined) throw new Error("two dates");
    const between = duration(BigInt(to - from) * DAY);
    assert.is(datePlusDuration(from, between, site), to);
    assert.is(dateMinusDuration(to, between, site), from);
    assert.is(minusDate(to, from), between);
    const [first, second] = [formatDate(from), formatDate(to)];
    assert.is(sqliteValue("date(?, ?)", [first, `${to - from} days`]), second);
    assert.is(daysBetweenDates(from, to)?.toNumber(), sqliteValue("julianday(?) - julianday(?)", [second, first]));
  }
});

test("a date does not move by a part of a day", () => {
  rejects("RDI5011", () => datePlusDuration(localDate(0), duration(DAY / 2n), site));
  rejects("RDI5011", () => dateMinusDuration(localDate(0), duration(1n), site));
  assert.is(datePlusDuration(localDate(3), duration(-3n * DAY), site), 0);
});

test.run();
