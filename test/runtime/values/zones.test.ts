/** Zones and the wall clock. test/live/time-functions.test.ts compares with PostgreSQL. */
import { Temporal } from "@js-temporal/polyfill";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { FIRST_INSTANT, LAST_INSTANT, instant, localDateTime } from "../../../runtime/values/instant.ts";
import type { Instant } from "../../../runtime/values/instant.ts";
import { formatDate, formatInstant, formatTime, formatTimestamp } from "../../../runtime/values/time-format.ts";
import {
  dateOf,
  dateOfTimestamp,
  instantOf,
  timeOf,
  timeOfTimestamp,
  timestampOf,
} from "../../../runtime/values/zone-clock.ts";
import { zone, zoneOf } from "../../../runtime/values/zone.ts";
import { random } from "../../support/random.ts";
import { rejects, site } from "./support.ts";

const { int, pick } = random();
const utc = (text: string): Instant => instant(BigInt(Date.parse(`${text}Z`)) * 1000n);
const wall = (text: string): ReturnType<typeof localDateTime> => localDateTime(utc(text));

test("a zone is UTC or a name with a slash, in any case", () => {
  for (const name of ["UTC", "Europe/Amsterdam", "America/Argentina/San_Luis", "Etc/GMT+1"])
    assert.is(zone(name).name, name);
  assert.is(zone("europe/amsterdam"), zone("Europe/Amsterdam"));
  for (const name of ["", "IST", "CET", "+02:00", "Europe", "Europe/", "Europe/Atlantis", "Europe/Amsterdam "])
    assert.throws(() => zone(name), RangeError, name);
});

test("a zone that is data rejects where it does not exist", () => {
  assert.is(zoneOf("Europe/Amsterdam", site), zone("Europe/Amsterdam"));
  rejects("RDI5010", () => zoneOf("Europe/Atlantis", site));
});

test("the wall clock agrees with that of Intl in every zone", () => {
  for (const name of Intl.supportedValuesOf("timeZone").filter((each) => each.includes("/"))) {
    const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: name, dateStyle: "short", timeStyle: "medium" });
    const seconds = int(Date.UTC(1850, 0, 1) / 1000, Date.UTC(2490, 0, 1) / 1000);
    const shown = formatTimestamp(timestampOf(instant(BigInt(seconds) * 1_000_000n), zone(name)));
    assert.is(shown, clock.format(seconds * 1000), `${seconds} ${name}`);
  }
});

test("the wall clock of far future and past years follows the same rules", () => {
  const name = "Europe/Amsterdam";
  for (let round = 0; round < 300; round++) {
    const millis = int(Date.UTC(-4000, 0, 1), Date.UTC(275_000, 0, 1));
    const expected = Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(name).toPlainDateTime();
    const epoch = Temporal.PlainDateTime.from("1970-01-01");
    const actual = timestampOf(instant(BigInt(millis) * 1000n), zone(name));
    assert.is(
      Number((actual ?? 0n) / 1000n),
      Math.trunc(epoch.until(expected, { largestUnit: "milliseconds" }).milliseconds),
    );
  }
});

test("the ends of timestamptz have a wall clock", () => {
  assert.is(formatTimestamp(timestampOf(instant(LAST_INSTANT), zone("Asia/Tokyo"))), "294277-01-01 08:59:59.999999");
  assert.is(formatTimestamp(timestampOf(instant(FIRST_INSTANT), zone("UTC"))), "4714-11-24 00:00:00 BC");
});

test("a timestamp has a date and a time, and so has an instant in a zone", () => {
  const value = instant(utc("2024-06-30T22:30:00") + 1n);
  const local = localDateTime(value);
  assert.is(formatDate(dateOf(value, zone("Europe/Amsterdam"))), "2024-07-01");
  assert.is(formatTime(timeOf(value, zone("Europe/Amsterdam"))), "00:30:00.000001");
  assert.is(formatDate(dateOf(value, zone("America/New_York"))), "2024-06-30");
  assert.is(formatDate(dateOfTimestamp(local)), "2024-06-30");
  assert.is(formatTime(timeOfTimestamp(local)), "22:30:00.000001");
  assert.is(formatTime(timeOfTimestamp(localDateTime(-1n))), "23:59:59.999999");
});

test("of a time that the clock shows twice the earlier instant is taken, one that it skips rejects", () => {
  const amsterdam = zone("Europe/Amsterdam");
  assert.is(formatInstant(instantOf(wall("2024-10-27T02:30:00"), amsterdam, site)), "2024-10-27 00:30:00+00");
  rejects("RDI5010", () => instantOf(wall("2024-03-31T02:30:00"), amsterdam, site));
  rejects("RDI5010", () => instantOf(wall("2024-03-31T02:00:00"), amsterdam, site));
  assert.is(formatInstant(instantOf(wall("2024-03-31T03:00:00"), amsterdam, site)), "2024-03-31 01:00:00+00");
  rejects("RDI5010", () => instantOf(wall("2011-12-30T12:00:00"), zone("Pacific/Apia"), site));
});

test("a timestamp of a zone is the instant again, where the clock shows it once", () => {
  for (let round = 0; round < 500; round++) {
    const name = pick(["Europe/Amsterdam", "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata"]);
    const value = instant(BigInt(int(Date.UTC(1971, 0, 1), Date.UTC(2200, 0, 1))) * 1000n + BigInt(int(0, 999)));
    const again = instantOf(timestampOf(value, zone(name)), zone(name), site) ?? 0n;
    assert.ok(again === value || (value > again && value - again <= 7_200_000_000n), `${value} in ${name}`);
  }
});

test.run();
