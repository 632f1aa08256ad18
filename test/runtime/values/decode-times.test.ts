import { test } from "uvu";
import * as assert from "uvu/assert";
import { civilOfDays, daysOfCivil } from "../../../runtime/values/calendar.ts";
import { decodeDate, decodeTime, decodeTimestamp, decodeTimestamptz } from "../../../runtime/values/decode-times.ts";
import { instant, localDate, localDateTime } from "../../../runtime/values/instant.ts";
import { formatDate, formatInstant, formatTime, formatTimestamp } from "../../../runtime/values/time-format.ts";
import { textOfInstant, textOfTimestamp } from "../../../runtime/values/casts.ts";
import { outcome, property, rejects, site } from "./support.ts";

const raw = (text: string): Buffer => Buffer.from(text);

test("an instant is read with any offset, down to the microsecond", () => {
  const noon = BigInt(Date.UTC(2024, 0, 31, 12, 30, 5)) * 1000n;
  const same = [
    "2024-01-31T12:30:05Z",
    "2024-01-31 12:30:05Z",
    "2024-01-31T14:30:05+02:00",
    "2024-01-31T14:30:05+0200",
  ];
  for (const text of [...same, "2024-01-31T14:30:05+02", "2024-01-31T07:00:05-05:30", "2024-01-31T12:30:05-00:00"]) {
    assert.is(decodeTimestamptz(raw(text), site), noon, text);
  }
  assert.is(decodeTimestamptz(raw("2024-01-31T12:30:05.123456Z"), site), noon + 123456n);
  assert.is(decodeTimestamptz(raw("2024-01-31T12:30:05.1Z"), site), noon + 100000n);
  assert.is(decodeTimestamptz(raw("2024-01-31T12:30:05.123456000Z"), site), noon + 123456n);
  assert.is(decodeTimestamptz(raw("2024-01-31T12:30Z"), site), noon - 5_000_000n);
});

test("a timestamptz needs an offset, a timestamp must have none", () => {
  for (const text of ["2024-01-31T12:30:05", "2024-01-31", "2024-01-31 12:30", "2024-01-31-05"]) {
    rejects("RDI5010", () => decodeTimestamptz(raw(text), site));
  }
  for (const text of ["2024-01-31T12:30:05Z", "2024-01-31T12:30:05+02:00", "2024-01-31"]) {
    rejects("RDI5010", () => decodeTimestamp(raw(text), site));
  }
  assert.is(formatTimestamp(decodeTimestamp(raw("2024-01-31T12:30:05.5"), site)), "2024-01-31 12:30:05.5");
});

test("dates and clocks that do not exist are rejected", () => {
  for (const text of ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-01-00", "2024-1-1"]) {
    rejects("RDI5010", () => decodeDate(raw(text), site));
  }
  for (const text of [
    "",
    "31.01.2024",
    "01/31/2024",
    "20240131",
    "2024-01-31 ",
    " 2024-01-31",
    "today",
    "12024-01-01",
  ]) {
    rejects("RDI5010", () => decodeDate(raw(text), site));
  }
  for (const text of [
    "24:00",
    "24:00:00",
    "12:60",
    "12:30:60",
    "1:30",
    "12",
    "12:30:",
    "12:30:05.",
    "12:30:05,5",
    "12:30Z",
    "",
  ]) {
    rejects("RDI5010", () => decodeTime(raw(text), site));
  }
  for (const text of [
    "2024-01-31T12:30:05+16:00",
    "2024-01-31T12:30:05+02:60",
    "2024-01-31T12:30:05z",
    "2024-01-31t12:30:05Z",
  ]) {
    rejects("RDI5010", () => decodeTimestamptz(raw(text), site));
  }
  assert.is(formatDate(decodeDate(raw("2000-02-29"), site)), "2000-02-29");
});

test("the year 0000 and digits beyond microseconds are out of range", () => {
  rejects("RDI5011", () => decodeDate(raw("0000-01-01"), site));
  rejects("RDI5011", () => decodeTimestamptz(raw("2024-01-31T12:30:05.1234567Z"), site));
  rejects("RDI5011", () => decodeTime(raw("12:30:05.0000001"), site));
});

test("times of day", () => {
  assert.is(decodeTime(raw("00:00"), site), 0n);
  assert.is(decodeTime(raw("23:59:59.999999"), site), 86_399_999_999n);
  assert.is(formatTime(decodeTime(raw("07:05:00.000100"), site)), "07:05:00.0001");
});

test("years beyond 9999 and before 1 are written as PostgreSQL reads them", () => {
  assert.is(formatDate(localDate(daysOfCivil(12024, 3, 1))), "12024-03-01");
  assert.is(formatDate(localDate(daysOfCivil(0, 2, 29))), "0001-02-29 BC");
  assert.is(formatDate(localDate(daysOfCivil(-43, 3, 15))), "0044-03-15 BC");
  const oldest = decodeTimestamptz(raw("0001-01-01T00:00:00+01:00"), site);
  assert.is(formatInstant(oldest), "0001-12-31 23:00:00+00 BC");
  assert.is(textOfInstant(oldest), "0000-12-31T23:00:00Z");
  assert.is(textOfInstant(instant(-210_866_803_200_000_000n)), "-004713-11-24T00:00:00Z");
  assert.is(formatInstant(instant(-210_866_803_200_000_000n)), "4714-11-24 00:00:00+00 BC");
  assert.is(formatInstant(instant(9_224_318_015_999_999_999n)), "294276-12-31 23:59:59.999999+00");
  assert.is(textOfTimestamp(localDateTime(-1n)), "1969-12-31T23:59:59.999999");
});

test("every day of 800 years is the day that Date says, in both directions", () => {
  const start = Date.UTC(1700, 0, 1) / 86_400_000;
  for (let days = start; days < start + 800 * 365.25; days++) {
    const date = new Date(days * 86_400_000);
    const civil = civilOfDays(days);
    const right =
      civil.year === date.getUTCFullYear() && civil.month === date.getUTCMonth() + 1 && civil.day === date.getUTCDate();
    if (!right || daysOfCivil(civil.year, civil.month, civil.day) !== days) assert.unreachable(date.toISOString());
  }
});

test("random instants agree with Date, and what is formatted decodes to the same", () => {
  property(3000, (random) => {
    const first = Date.UTC(2000, 0, 1) - 1999 * 365.2425 * 86_400_000;
    const millis = Math.floor(first) + random.below(9990) * 31_556_952_000 + random.below(31_556_952_000);
    const micros = BigInt(millis) * 1000n + BigInt(random.below(1000));
    const iso = new Date(millis).toISOString();
    assert.is(decodeTimestamptz(raw(iso), site), BigInt(millis) * 1000n, iso);
    const plus = random.below(16 * 60);
    const shifted = new Date(millis + plus * 60_000).toISOString();
    if (/^\d/.test(shifted)) {
      const offset = `+${String(Math.floor(plus / 60)).padStart(2, "0")}:${String(plus % 60).padStart(2, "0")}`;
      assert.is(decodeTimestamptz(shifted.replace("Z", offset), site), BigInt(millis) * 1000n, shifted);
    }
    assert.is(decodeTimestamptz(raw(formatInstant(instant(micros))), site), micros);
    assert.is(decodeTimestamptz(raw(textOfInstant(instant(micros)) ?? ""), site), micros);
    assert.is(decodeTimestamp(raw(formatTimestamp(localDateTime(micros))), site), micros);
    const day = iso.slice(0, 10);
    assert.is(formatDate(decodeDate(raw(day), site)), day);
    const clock = iso.slice(11, 23);
    const shortest = clock.replace(/\.000$|(\.\d*[1-9])0+$/, "$1");
    assert.is(formatTime(decodeTime(raw(clock), site)), shortest);
  });
});

test("random date-like text is accepted exactly where Date makes the same day of it", () => {
  property(3000, (random) => {
    const text = `${random.pick(["1999", "2000", "2024", "1900", "0001"])}-${random.digits(2)}-${random.digits(2)}`;
    const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    const real =
      month > 0 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    assert.is(
      outcome(() => decodeDate(raw(text), site)),
      real ? date.getTime() / 86_400_000 : "RDI5010",
      text,
    );
  });
});

test.run();
