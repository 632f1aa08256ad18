/** Starts of units and parts of times, against SQLite in UTC. test/live/time-functions.test.ts has the zones. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import sqlite from "node-sqlite3-wasm";
import {
  FIRST_INSTANT,
  LAST_INSTANT,
  instant,
  localDate,
  localDateTime,
  localTime,
} from "../../../runtime/values/instant.ts";
import type { Instant } from "../../../runtime/values/instant.ts";
import { formatDate, formatInstant, formatTimestamp } from "../../../runtime/values/time-format.ts";
import { extract, extractOfDate, extractOfTime, extractOfTimestamp } from "../../../runtime/values/time-parts.ts";
import type { TimePart } from "../../../runtime/values/time-parts.ts";
import { startOf, startOfDate, startOfTimestamp } from "../../../runtime/values/time-units.ts";
import type { DateUnit, TimeUnit } from "../../../runtime/values/time-units.ts";
import { zone } from "../../../runtime/values/zone.ts";
import { random } from "../../support/random.ts";

const { int } = random();
const database = new sqlite.Database();
const utc = (text: string): Instant => instant(BigInt(Date.parse(`${text}Z`)) * 1000n);
const UTC = zone("UTC");

/** What SQLite says of a UTC time such as `2024-01-31 12:30:00`. */
function sqliteRow(time: string, selected: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const columns = Object.entries(selected).map(([name, sql]) => `${sql} AS "${name}"`);
  return database.get(`SELECT ${columns.join(", ")} FROM (SELECT ? AS t)`, [time]) ?? {};
}

function randomSecond(): { readonly text: string; readonly seconds: number } {
  const seconds = int(Date.UTC(1, 0, 1) / 1000 - 62_000_000_000, Date.UTC(9999, 0, 1) / 1000);
  const kept = Math.max(seconds, -62_000_000_000);
  return { seconds: kept, text: new Date(kept * 1000).toISOString().slice(0, 19).replace("T", " ") };
}

const PARTS: Readonly<Record<Exclude<TimePart, "quarter">, string>> = {
  year: "strftime('%Y', t)",
  month: "strftime('%m', t)",
  week: "strftime('%V', t)",
  day: "strftime('%d', t)",
  day_of_week: "strftime('%u', t)",
  day_of_year: "strftime('%j', t)",
  hour: "strftime('%H', t)",
  minute: "strftime('%M', t)",
  second: "strftime('%S', t)",
  epoch: "strftime('%s', t)",
};

test("parts are those of SQLite", () => {
  for (let round = 0; round < 500; round++) {
    const { text, seconds } = randomSecond();
    const micros = BigInt(seconds) * 1_000_000n;
    for (const [part, expected] of Object.entries(sqliteRow(text, PARTS))) {
      const message = `${part} of ${text}`;
      assert.is(Number(extract(part as TimePart, instant(micros), UTC)), Number(expected), message);
      assert.is(Number(extractOfTimestamp(part as TimePart, localDateTime(micros))), Number(expected), message);
    }
  }
});

test("a date has the parts of its midnight and a time those of any day", () => {
  for (let round = 0; round < 200; round++) {
    const days = int(-3_000_000, 3_000_000);
    const midnight = localDateTime(BigInt(days) * 86_400_000_000n);
    for (const part of ["year", "quarter", "month", "week", "day", "day_of_week", "day_of_year", "epoch"] as const)
      assert.equal(extractOfDate(part, localDate(days)), extractOfTimestamp(part, midnight));
    const time = BigInt(int(0, 86_399)) * 1_000_000n + BigInt(int(0, 999_999));
    for (const part of ["hour", "minute", "second", "epoch"] as const)
      assert.equal(extractOfTime(part, localTime(time)), extractOfTimestamp(part, localDateTime(time)));
  }
});

test("seconds and the epoch have their microseconds, before 1970 too", () => {
  const value = instant(utc("1969-12-31T23:59:58") + 250_001n);
  assert.is(extract("second", value, UTC)?.toFixed(), "58.250001");
  assert.is(extract("epoch", value, UTC)?.toFixed(), "-1.749999");
  assert.is(extract("minute", instant(-1n), UTC)?.toFixed(), "59");
  assert.is(extract("epoch", instant(0n), UTC)?.toFixed(), "0");
});

test("years before 1 are counted as ISO 8601 counts them", () => {
  assert.is(extract("year", instant(FIRST_INSTANT), UTC)?.toFixed(), "-4713");
  assert.is(extract("year", instant(LAST_INSTANT), UTC)?.toFixed(), "294276");
  assert.is(extractOfDate("week", localDate(-719_528))?.toFixed(), "52");
});

const STARTS: Readonly<Record<Exclude<TimeUnit, "quarter">, string>> = {
  year: "datetime(t, 'start of year')",
  month: "datetime(t, 'start of month')",
  week: "datetime(t, 'start of day', '-6 days', 'weekday 1')",
  day: "datetime(t, 'start of day')",
  hour: "strftime('%Y-%m-%d %H:00:00', t)",
  minute: "strftime('%Y-%m-%d %H:%M:00', t)",
  second: "datetime(t)",
};

test("units start where SQLite's do", () => {
  for (let round = 0; round < 500; round++) {
    const { text, seconds } = randomSecond();
    const micros = BigInt(seconds) * 1_000_000n + BigInt(int(0, 999_999));
    for (const [name, expected] of Object.entries(sqliteRow(text, STARTS))) {
      const unit = name as TimeUnit;
      assert.is(formatTimestamp(startOfTimestamp(localDateTime(micros), unit)), expected, `${unit} of ${text}`);
      assert.is(formatInstant(startOf(instant(micros), unit, UTC)), `${String(expected)}+00`, `${unit} of ${text}`);
      if (unit === "hour" || unit === "minute" || unit === "second") continue;
      const date = localDate(Math.floor(seconds / 86_400));
      assert.is(formatDate(startOfDate(date, unit)), String(expected).slice(0, 10), `${unit} of ${text}`);
    }
  }
});

test("a quarter starts with January, April, July or October", () => {
  const starts = [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10];
  for (const [index, month] of starts.entries()) {
    const date = localDate(Date.UTC(2023, index, 28) / 86_400_000);
    assert.is(formatDate(startOfDate(date, "quarter")), `2023-${String(month).padStart(2, "0")}-01`);
    assert.is(extractOfDate("quarter", date)?.toFixed(), String((month + 2) / 3));
  }
});

const startText = (time: string, unit: TimeUnit, name: string): string | null =>
  formatInstant(startOf(utc(time), unit, zone(name)));

test("a day whose midnight is skipped starts behind the gap, one with two midnights at the first", () => {
  assert.is(startText("2018-11-04T12:00:00", "day", "America/Sao_Paulo"), "2018-11-04 03:00:00+00");
  assert.is(startText("1919-03-31T12:00:00", "day", "America/Toronto"), "1919-03-31 04:30:00+00");
  for (const time of ["2024-11-03T04:30:00", "2024-11-03T05:30:00"])
    assert.is(startText(time, "day", "America/Havana"), "2024-11-03 04:00:00+00");
});

test("an hour that is shown twice counts as two, and none starts before the change that it follows", () => {
  assert.is(startText("2024-10-27T00:59:00", "hour", "Europe/Amsterdam"), "2024-10-27 00:00:00+00");
  assert.is(startText("2024-10-27T01:59:00", "hour", "Europe/Amsterdam"), "2024-10-27 01:00:00+00");
  assert.is(startText("2024-10-05T15:45:00", "hour", "Australia/Lord_Howe"), "2024-10-05 15:30:00+00");
  assert.is(startText("2024-04-06T15:15:00", "hour", "Australia/Lord_Howe"), "2024-04-06 15:00:00+00");
});

test("no instant starts later than itself, and later instants never start earlier", () => {
  const units: readonly (TimeUnit | DateUnit)[] = ["day", "week", "hour", "minute"];
  for (let round = 0; round < 500; round++) {
    const value = instant(BigInt(int(Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1))) * 1000n);
    const later = instant(value + BigInt(int(0, 7_200)) * 1_000_000n);
    for (const unit of units) {
      const [start, laterStart] = [value, later].map((at) => startOf(at, unit, zone("America/Havana")) ?? 0n);
      assert.ok(start !== undefined && laterStart !== undefined && start <= value && start <= laterStart);
    }
  }
});

test.run();
