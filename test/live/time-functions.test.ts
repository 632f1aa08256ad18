/** The time functions against PostgreSQL's own, at random instants and around the changes of clocks. */
import { Temporal } from "@js-temporal/polyfill";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeTimestamptz } from "../../runtime/values/decode-times.ts";
import type { Instant } from "../../runtime/values/instant.ts";
import { Rejection } from "../../runtime/values/rejection.ts";
import { sites } from "../../runtime/values/site.ts";
import { formatDate, formatInstant, formatTime, formatTimestamp } from "../../runtime/values/time-format.ts";
import { parseTime } from "../../runtime/values/time-parse.ts";
import { extract } from "../../runtime/values/time-parts.ts";
import type { TimePart } from "../../runtime/values/time-parts.ts";
import { timeFormat } from "../../runtime/values/time-pattern.ts";
import { printTime } from "../../runtime/values/time-print.ts";
import { startOf } from "../../runtime/values/time-units.ts";
import type { ClockUnit, DateUnit } from "../../runtime/values/time-units.ts";
import { dateOf, instantOf, timeOf, timestampOf } from "../../runtime/values/zone-clock.ts";
import { zone } from "../../runtime/values/zone.ts";
import { freshDatabase, postgresServer, type TextRow } from "../support/postgres.ts";
import { random } from "../support/random.ts";
import { endAll } from "../setup/servers.mjs";

const ZONES = [
  "UTC",
  "Europe/Brussels",
  "Europe/London",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
];
const DATE_UNITS: readonly DateUnit[] = ["year", "quarter", "month", "week", "day"];
const CLOCK_UNITS: readonly ClockUnit[] = ["hour", "minute", "second"];
const PARTS: Readonly<Record<TimePart, string>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  day: "day",
  day_of_week: "isodow",
  day_of_year: "doy",
  hour: "hour",
  minute: "minute",
  second: "second",
  epoch: "epoch",
};
const FORMATS: Readonly<Record<string, string>> = {
  "yyyy-MM-dd HH:mm:ss.SSSSSS": "YYYY-MM-DD HH24:MI:SS.US",
  "EEEE, d MMMM yyyy 'at' H:m:s": 'FMDay, FMDD FMMonth YYYY "at" FMHH24:FMMI:FMSS',
  "EEE dd-MMM-yy hh:mm:ss.SSS a": "Dy DD-Mon-YY HH12:MI:SS.MS AM",
  "M/d/yyyy h:mm a": "FMMM/FMDD/YYYY FMHH12:MI AM",
};

/** The first instant at which the clock of a zone shows a time; null when it skips it. */
const EARLIEST = `CREATE FUNCTION earliest(d timestamp, z text) RETURNS timestamptz LANGUAGE sql AS $$
  SELECT min(c) FROM (
    SELECT (d AT TIME ZONE 'UTC') - ((x AT TIME ZONE z) - (x AT TIME ZONE 'UTC')) AS c
    FROM (SELECT (d AT TIME ZONE 'UTC') + hours * interval '1 hour' AS x FROM generate_series(-30, 30, 3) AS hours) AS h
  ) AS candidates WHERE c AT TIME ZONE z = d $$`;

/** How often a test met a time that a clock skipped, and one that it showed twice. */
const met = { skipped: 0, repeated: 0 };

const site = sites("shop.rdi", { at: 1 }).at;
const { int } = random();
const server = await postgresServer();
const database = await freshDatabase(server, EARLIEST);
await database.query(`ALTER DATABASE "${new URL(database.url).pathname.slice(1)}" SET timezone = 'UTC'`);

/** From 1900 to 2100, and within three hours of changes of the clock; as PostgreSQL reads them. */
function randomTexts(name: string): readonly string[] {
  const [first, last] = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)];
  const texts: string[] = [];
  for (let round = 0; round < 25; round++) {
    const millis = int(first, last);
    texts.push(textOf(millis));
    const zoned = Temporal.Instant.fromEpochMilliseconds(int(Date.UTC(1905, 0, 1), last)).toZonedDateTimeISO(name);
    const change = zoned.getTimeZoneTransition(int(0, 1) === 0 ? "next" : "previous");
    if (change === null) continue;
    for (const away of [0, -1, int(-10_800_000, 10_800_000)]) texts.push(textOf(change.epochMilliseconds + away));
  }
  return texts;
}

function textOf(millis: number): string {
  const micros = String(int(0, 999)).padStart(3, "0");
  return `${new Date(millis).toISOString().slice(0, -1)}${micros}+00`;
}

function instantOfText(text: string | null | undefined): Instant {
  const value = decodeTimestamptz(Buffer.from(text ?? ""), site);
  if (value === null) throw new Error("there is no instant");
  return value;
}

async function rowsOf(name: string, selected: readonly string[]): Promise<readonly TextRow[]> {
  const texts = randomTexts(name);
  return database.query(
    `SELECT t::text AS t, ${selected.join(", ")} FROM unnest($1::timestamptz[]) AS t, (SELECT $2::text AS z) AS zone`,
    [texts, name],
  );
}

for (const name of ZONES) {
  const inZone = zone(name);
  const check = (what: string, row: TextRow, actual: unknown, column = what): void =>
    assert.is(actual, row[column], `${what} of ${row["t"]} in ${name}`);

  test(`date, time and timestamp of an instant are those of PostgreSQL in ${name}`, async () => {
    const local = "t AT TIME ZONE z";
    const rows = await rowsOf(name, [`(${local})::text AS ts`, `(${local})::date::text AS d`, `(${local})::time AS c`]);
    for (const row of rows) {
      const value = instantOfText(row["t"]);
      check("ts", row, formatTimestamp(timestampOf(value, inZone)));
      check("d", row, formatDate(dateOf(value, inZone)));
      check("c", row, formatTime(timeOf(value, inZone)));
    }
  });

  test(`units of the calendar start where PostgreSQL's do in ${name}`, async () => {
    const start = (unit: string): string =>
      `coalesce(earliest(date_trunc('${unit}', t AT TIME ZONE z), z), date_trunc('${unit}', t, z))::text AS ${unit}`;
    for (const row of await rowsOf(name, DATE_UNITS.map(start))) {
      for (const unit of DATE_UNITS) check(unit, row, formatInstant(startOf(instantOfText(row["t"]), unit, inZone)));
    }
  });

  test(`hours, minutes and seconds start where PostgreSQL's do in ${name}, but not before a change of the clock`, async () => {
    const trunc = (unit: string): string => `date_trunc('${unit}', t, z)`;
    const offset = (at: string): string => `((${at}) AT TIME ZONE z) - ((${at}) AT TIME ZONE 'UTC')`;
    const selected = CLOCK_UNITS.flatMap((unit) => [
      `${trunc(unit)}::text AS ${unit}`,
      `(${offset(trunc(unit))} = ${offset("t")})::text AS same_${unit}`,
    ]);
    for (const row of await rowsOf(name, selected)) {
      for (const unit of CLOCK_UNITS) {
        const value = instantOfText(row["t"]);
        const start = startOf(value, unit, inZone);
        if (row[`same_${unit}`] === "true") check(unit, row, formatInstant(start));
        else assert.ok(start !== null && start <= value && start > instantOfText(row[unit]), `${unit} of ${row["t"]}`);
      }
    }
  });

  test(`parts are those of PostgreSQL in ${name}`, async () => {
    const selected = Object.entries(PARTS).map(([part, field]) => {
      const from = part === "epoch" ? "t" : "t AT TIME ZONE z";
      return `trim_scale(extract(${field} FROM ${from}))::text AS ${part}`;
    });
    const parts = Object.keys(PARTS) as TimePart[];
    for (const row of await rowsOf(name, selected)) {
      for (const part of parts) check(part, row, extract(part, instantOfText(row["t"]), inZone)?.toFixed());
    }
  });

  test(`formats print what to_char prints in ${name}`, async () => {
    const selected = Object.values(FORMATS).map(
      (format, index) => `to_char(t AT TIME ZONE z, '${format}') AS f${index}`,
    );
    const offset = "extract(epoch FROM (t AT TIME ZONE z) - (t AT TIME ZONE 'UTC'))::int::text AS seconds";
    for (const row of await rowsOf(name, [...selected, offset])) {
      const value = instantOfText(row["t"]);
      for (const [index, format] of Object.keys(FORMATS).entries())
        check(format, row, printTime(value, timeFormat(format), inZone), `f${index}`);
      const [sign, hours, minutes] =
        /^(.)(..):(..)$/.exec(printTime(value, timeFormat("xxx"), inZone) ?? "")?.slice(1) ?? [];
      const printed = (sign === "-" ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
      assert.is(printed, Math.trunc(Number(row["seconds"]) / 60) * 60 + 0, `offset of ${row["t"]}`);
    }
  });

  test(`texts are read as the first instant at which the clock of ${name} shows them, and skipped ones reject`, async () => {
    const moved = `(t AT TIME ZONE 'UTC') + ((t - interval '4 hours') AT TIME ZONE z - (t - interval '4 hours') AT TIME ZONE 'UTC')`;
    const rows = await rowsOf(name, [
      `to_char(${moved}, 'DD.MM.YYYY HH24:MI:SS.US') AS local`,
      `earliest(${moved}, z)::text AS first`,
      `(earliest(${moved}, z) <> (${moved}) AT TIME ZONE z)::text AS repeated`,
    ]);
    const format = timeFormat("dd.MM.yyyy HH:mm:ss.SSSSSS");
    for (const row of rows) {
      const local = row["local"] ?? "";
      if (row["first"] === null) met.skipped++;
      if (row["repeated"] === "true") met.repeated++;
      const parsed = codeOf(() => formatInstant(parseTime(local, format, inZone, site)));
      assert.is(parsed, row["first"] ?? "RDI5010", `${local} in ${name}`);
      const wall = decodeLocal(local);
      assert.is(
        codeOf(() => formatInstant(instantOf(wall, inZone, site))),
        parsed,
      );
    }
  });
}

function decodeLocal(text: string): ReturnType<typeof timestampOf> {
  const utc = parseTime(text, timeFormat("dd.MM.yyyy HH:mm:ss.SSSSSS"), zone("UTC"), site);
  return timestampOf(utc, zone("UTC"));
}

function codeOf<T>(call: () => T): T | string {
  try {
    return call();
  } catch (thrown: unknown) {
    if (thrown instanceof Rejection) return thrown.code;
    throw thrown;
  }
}

test("the inputs had skipped and repeated times", () => {
  assert.ok(met.skipped > 10, String(met.skipped));
  assert.ok(met.repeated > 10, String(met.repeated));
});

test.after(async () => {
  await database.close();
  await endAll();
});

test.run();
