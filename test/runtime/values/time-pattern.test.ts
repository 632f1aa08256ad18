/** Formats that read and print. test/live/time-functions.test.ts compares with PostgreSQL's to_char. */
import { Temporal } from "@js-temporal/polyfill";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { instant } from "../../../runtime/values/instant.ts";
import type { Instant } from "../../../runtime/values/instant.ts";
import { formatInstant } from "../../../runtime/values/time-format.ts";
import { parseTime } from "../../../runtime/values/time-parse.ts";
import { timeFormat } from "../../../runtime/values/time-pattern.ts";
import { printTime } from "../../../runtime/values/time-print.ts";
import { zone } from "../../../runtime/values/zone.ts";
import { random } from "../../support/random.ts";
import { outcome, rejects, site } from "./support.ts";

const { int, pick } = random();
const UTC = zone("UTC");
const AMSTERDAM = zone("Europe/Amsterdam");
const utc = (text: string): Instant => instant(BigInt(Date.parse(`${text}Z`)) * 1000n);

function parsed(text: string, format: string, inZone: ReturnType<typeof zone> | null = UTC): string | null {
  return outcome(() => formatInstant(parseTime(text, timeFormat(format), inZone, site)));
}

test("texts are read as the format says", () => {
  assert.is(parsed("31.01.2024 12:30", "dd.MM.yyyy HH:mm", AMSTERDAM), "2024-01-31 11:30:00+00");
  assert.is(parsed("31/jan/69 12:05:06 pm", "dd/MMM/yy hh:mm:ss a"), "2069-01-31 12:05:06+00");
  assert.is(parsed("7-FEBRUARY-70", "d-MMMM-yy"), "1970-02-07 00:00:00+00");
  assert.is(parsed("Wed, 31 Jan 2024 1 AM", "EEE, d MMM yyyy h a"), "2024-01-31 01:00:00+00");
  assert.is(parsed("12:00 am 2024-01-31", "hh:mm a yyyy-MM-dd"), "2024-01-31 00:00:00+00");
  assert.is(parsed("20240131123045123456", "yyyyMMddHHmmssSSSSSS"), "2024-01-31 12:30:45.123456+00");
  assert.is(parsed("2024-01-31T12:30:05.5 o'clock", "yyyy-MM-dd'T'HH:mm:ss.S 'o''clock'"), "2024-01-31 12:30:05.5+00");
  assert.is(parsed("'2024年1月31日", "''yyyy年M月d日"), "2024-01-31 00:00:00+00");
  assert.is(parsed("(2024)|[01].31?", "(yyyy)|[MM].dd?"), "2024-01-31 00:00:00+00");
});

test("an offset in the text decides, and needs no zone", () => {
  const expected = "2024-01-31 10:00:00+00";
  const offsets: readonly (readonly [string, string])[] = [
    ["X", "+02"],
    ["XX", "+0200"],
    ["XXX", "+02:00"],
    ["x", "+0200"],
    ["xx", "+0200"],
    ["xxx", "+02:00"],
    ["Z", "+0200"],
  ];
  for (const [letters, offset] of offsets)
    for (const inZone of [null, zone("Asia/Tokyo")])
      assert.is(parsed(`2024-01-31 12:00${offset}`, `yyyy-MM-dd HH:mm${letters}`, inZone), expected, letters);
  assert.is(parsed("2024-01-31 10:00Z", "yyyy-MM-dd HH:mmX", null), expected);
  assert.is(parsed("2024-01-31 04:30-0530", "yyyy-MM-dd HH:mmX", null), expected);
  for (const offset of ["+16:00", "+02:60", "+0200", "+02", "Z "])
    assert.is(parsed(`2024-01-31 12:00${offset}`, "yyyy-MM-dd HH:mmXXX", null), "RDI5010", offset);
  assert.is(parsed("2024-01-31 12:00Z", "yyyy-MM-dd HH:mmxxx", null), "RDI5010");
});

test("nothing but the format is read", () => {
  const format = "dd.MM.yyyy HH:mm";
  for (const text of [
    "",
    "1.01.2024 12:30",
    "31.01.2024 12:30 ",
    " 31.01.2024 12:30",
    "31.01.2024  12:30",
    "31x01.2024 12:30",
    "30.02.2024 12:30",
    "29.02.2023 12:30",
    "00.01.2024 12:30",
    "31.00.2024 12:30",
    "31.13.2024 12:30",
    "31.01.2024 24:00",
    "31.01.2024 12:60",
    "31.01.24 12:30",
    "٣١.01.2024 12:30",
    "31.01.2024 12:30\n",
  ])
    assert.is(parsed(text, format), "RDI5010", JSON.stringify(text));
  assert.is(parsed("Tue 2024-01-31", "EEE yyyy-MM-dd"), "RDI5010");
  assert.is(parsed("2024-Jän-31", "yyyy-MMM-dd"), "RDI5010");
  assert.is(parsed("2024-01-31 13 PM", "yyyy-MM-dd hh a"), "RDI5010");
  assert.is(parsed("2024-01-31 00 AM", "yyyy-MM-dd hh a"), "RDI5010");
  assert.is(parsed("2024-01-31 12:00:60", "yyyy-MM-dd HH:mm:ss"), "RDI5010");
  rejects("RDI5011", () => parseTime("01.01.0000 00:00", timeFormat(format), UTC, site));
});

test("a skipped time rejects, a date alone is the first instant of its day", () => {
  assert.is(parsed("2018-11-04", "yyyy-MM-dd", zone("America/Sao_Paulo")), "2018-11-04 03:00:00+00");
  assert.is(parsed("2018-11-04 00:00", "yyyy-MM-dd HH:mm", zone("America/Sao_Paulo")), "RDI5010");
  assert.is(parsed("2024-10-27 02:30", "yyyy-MM-dd HH:mm", AMSTERDAM), "2024-10-27 00:30:00+00");
});

test("without a zone nothing is read or printed, unless the text has an offset", () => {
  assert.is(parsed("2024-01-31", "yyyy-MM-dd", null), null);
  assert.is(printTime(instant(0n), timeFormat("yyyy"), null), null);
  assert.is(parseTime(null, timeFormat("yyyy-MM-dd"), UTC, site), null);
  assert.is(printTime(null, timeFormat("yyyy"), UTC), null);
});

test("a constant format that is not valid is thrown, and so is one that only prints where it is to read", () => {
  for (const format of ["", "YYYY-MM-dd", "yyyy-MM-ddTHH:mm", "'open", "it's", "z", "y", "SSSSSSS", "yyyyy"])
    assert.throws(() => timeFormat(format), RangeError, format);
  for (const format of [
    "HH:mm",
    "yyyy-MM",
    "yyyy-MM-dd MMM",
    "yyyy-MM-dd hh",
    "yyyy-MM-dd mm",
    "dMyyyy",
    "yyyy-MM-dd HHX'0'",
  ])
    assert.throws(() => parsed("x", format), /no format to read/, format);
});

test("times are printed as the format says", () => {
  const printed = (time: string, format: string, name = "UTC"): string | null =>
    printTime(utc(time), timeFormat(format), zone(name));
  assert.is(printed("2024-01-31T11:30:00", "dd.MM.yyyy HH:mm", "Europe/Amsterdam"), "31.01.2024 12:30");
  assert.is(printed("2024-02-03T00:05:06.789", "EEEE d MMMM yy h:m:s.SS a"), "Saturday 3 February 24 12:5:6.78 AM");
  assert.is(printed("2024-07-01T12:00:00", "XXX X xxx Z", "Asia/Kolkata"), "+05:30 +0530 +05:30 +0530");
  assert.is(printed("2024-07-01T12:00:00", "XXX X XX xxx x Z"), "Z Z Z +00:00 +00 +0000");
  assert.is(printed("2024-07-01T12:00:00", "X xx", "America/New_York"), "-04 -0400");
  assert.is(printed("1900-01-01T00:00:00", "HH:mm:ss xxx", "Africa/Monrovia"), "23:16:52 -00:43");
  assert.is(printTime(instant(253_402_300_800_000_000n), timeFormat("yyyy yy"), UTC), "10000 00");
  assert.is(printTime(instant(-62_198_755_200_000_000n), timeFormat("yyyy yy"), UTC), "-0001 99");
});

/** The pieces, and what Temporal says of each. */
const PIECES: Readonly<Record<string, (time: Temporal.ZonedDateTime) => string>> = {
  yyyy: (time) => String(time.year).padStart(4, "0"),
  MM: (time) => String(time.month).padStart(2, "0"),
  d: (time) => String(time.day),
  HH: (time) => String(time.hour).padStart(2, "0"),
  mm: (time) => String(time.minute).padStart(2, "0"),
  ss: (time) => String(time.second).padStart(2, "0"),
  SSSSSS: (time) => time.toString({ fractionalSecondDigits: 6 }).slice(20, 26),
  EEE: (time) => time.toLocaleString("en-US", { weekday: "short" }),
};

test("what is printed has the fields of Temporal, and is read as the same instant", () => {
  for (let round = 0; round < 400; round++) {
    const name = pick(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "UTC"]);
    const millis = int(Date.UTC(1972, 0, 1), Date.UTC(2100, 0, 1));
    const value = instant(BigInt(millis) * 1000n + BigInt(int(0, 999)));
    const time = Temporal.Instant.fromEpochNanoseconds(value * 1000n).toZonedDateTimeISO(name);
    const order = Object.keys(PIECES).sort(() => int(0, 2) - 1);
    const format = timeFormat(`${order.join("_")} XXX`);
    const text = printTime(value, format, zone(name)) ?? "";
    const expected = order.map((letters) => PIECES[letters]?.(time)).join("_");
    assert.is(text.slice(0, text.lastIndexOf(" ")), expected);
    assert.is(parseTime(text, format, null, site), value, `${text} as ${format.text}`);
  }
});

test.run();
