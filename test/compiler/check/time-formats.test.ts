/** The compiler and the runtime have their own readings of zones and formats: here they must agree. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  CLOCK_PARTS,
  DATE_PARTS,
  DATE_UNITS,
  TIME_PARTS,
  TIME_UNITS,
  formatHasOffset,
  parseFormatProblem,
  timeFormatProblem,
  zoneProblem,
} from "../../../compiler/check/time-formats.ts";
import type { ClockPart, DatePart, DateUnit, TimePart, TimeUnit } from "../../../runtime/index.ts";
import { timeFormat } from "../../../runtime/values/time-pattern.ts";
import { zone } from "../../../runtime/values/zone.ts";
import { random } from "../../support/random.ts";

const { int, pick, chance } = random();

test("a zone has a problem exactly where the runtime does not know it", () => {
  const names = [...Intl.supportedValuesOf("timeZone"), "IST", "CET", "EST5EDT", "+02:00", "", "/", "Etc/GMT+1", "utc"];
  for (let round = 0; round < 600; round++) {
    const name = pick(names);
    const at = int(0, name.length);
    const changed = chance(0.4)
      ? `${name.slice(0, at)}${pick(["/", " ", "x", "_", "'", "\n", "é"])}${name.slice(at)}`
      : name;
    assert.is(
      zoneProblem(changed) === undefined,
      succeeds(() => zone(changed)),
      JSON.stringify(changed),
    );
  }
});

/** Mostly what is known, so that long formats are valid as well. */
const PIECES = (
  "yyyy yy MM M MMM MMMM dd d HH H hh h a mm m ss s S SSS SSSSSS X XX XXX x xx xxx Z EEE EEEE - . : 7 年 '' 'T' 'o''clock' '1'" +
  " YYYY y MMMMM DD ' z SSSSSSS T"
).split(" ");
const GOOD = PIECES.length - 8;
const COMPLETE = ["yyyy", "MM", "d", "HH", "mm", "ss", "SSS", "XXX"];

function randomFormat(): string {
  if (chance(0.3)) return Array.from({ length: int(0, 6) }, () => pick(PIECES)).join(chance(0.5) ? "" : " ");
  const pieces = COMPLETE.slice(0, int(2, COMPLETE.length));
  if (chance(0.5)) pieces.splice(int(0, pieces.length), int(0, 1), pick(PIECES.slice(0, GOOD)));
  return pieces.join(pick(["", "", "-", "'x'", "7"]));
}

test("a format has a problem exactly where the runtime does not compile it", () => {
  const met = { invalid: 0, prints: 0, reads: 0, offset: 0 };
  for (let round = 0; round < 5000; round++) {
    const format = randomFormat();
    const [problem, readProblem] = [timeFormatProblem(format), parseFormatProblem(format)];
    assert.is(
      problem === undefined,
      succeeds(() => timeFormat(format)),
      `${format}: ${problem}`,
    );
    if (problem !== undefined) {
      assert.is(readProblem, problem);
      met.invalid++;
      continue;
    }
    const { reader } = timeFormat(format);
    assert.is(readProblem === undefined, reader !== undefined, `${format}: ${readProblem}`);
    if (reader === undefined) met.prints++;
    else assert.is(formatHasOffset(format), reader.hasOffset, format);
    if (reader !== undefined) met.reads++;
    if (reader?.hasOffset === true) met.offset++;
  }
  for (const [what, count] of Object.entries(met)) assert.ok(count > 50, `${what} ${count}`);
});

test("a problem says what to write", () => {
  assert.match(timeFormatProblem("YYYY-MM-dd") ?? "", "`YYYY` is no field. `yyyy` is the year;");
  assert.match(timeFormatProblem("yyyy-MM-ddTHH:mm") ?? "", "`T` is no field. Known are yyyy yy");
  assert.is(timeFormatProblem(""), "A time format can't be empty.");
  assert.match(timeFormatProblem("h 'o'clock'") ?? "", /is no field|not closed/);
  assert.is(parseFormatProblem("HH:mm"), "The year is missing.");
  assert.is(parseFormatProblem("yyyy-MM-dd MMM"), "The month is there twice.");
  assert.is(parseFormatProblem("yyyy-MM-dd HH hh a"), "The hour is there twice.");
  assert.is(parseFormatProblem("yyyy-MM-dd hh:mm"), "The hour of 1 to 12 is there without the AM or PM.");
  assert.is(parseFormatProblem("yyyy-MM-dd HH ss"), "The second is there without the minute.");
  assert.is(parseFormatProblem("dMMyyyy"), "Digits follow `d` directly, so it is open where it ends.");
  assert.is(zoneProblem("CET"), "A time zone is UTC or a name with a slash, such as Europe/Amsterdam.");
  assert.is(zoneProblem("Europe/Atlantis"), "There is no time zone Europe/Atlantis.");
});

/** As objects, so that the type checker misses a name that the runtime has and the list has not. */
test("the lists of units and parts have every name of the runtime", () => {
  const dateUnits: Record<DateUnit, number> = { year: 0, quarter: 0, month: 0, week: 0, day: 0 };
  const timeUnits: Record<TimeUnit, number> = { ...dateUnits, hour: 0, minute: 0, second: 0 };
  const dateParts: Record<DatePart, number> = { ...dateUnits, day_of_week: 0, day_of_year: 0, epoch: 0 };
  const clockParts: Record<ClockPart, number> = { hour: 0, minute: 0, second: 0, epoch: 0 };
  const timeParts: Record<TimePart, number> = { ...dateParts, ...clockParts };
  const lists = [DATE_UNITS, TIME_UNITS, DATE_PARTS, CLOCK_PARTS, TIME_PARTS];
  for (const [index, names] of [dateUnits, timeUnits, dateParts, clockParts, timeParts].entries())
    assert.equal([...(lists[index] ?? [])].sort(), Object.keys(names).sort());
});

function succeeds(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch (error: unknown) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

test.run();
