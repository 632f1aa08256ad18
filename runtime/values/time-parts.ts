import {
  MICROS_PER_SECOND,
  SECONDS_PER_DAY,
  civilOfDays,
  daysOfCivil,
  splitMicros,
  weekdayOfDays,
} from "./calendar.ts";
import type { CivilDate, DayMicros } from "./calendar.ts";
import { exactOfNumber, shortExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
import { secondsOf } from "./time-functions.ts";
import { wallClock } from "./zone-clock.ts";
import type { Zone } from "./zone.ts";

/** `epoch` are the seconds since 1970-01-01 00:00: of UTC for an instant, of the wall clock for what has no zone. */
export type DatePart = CalendarPart | "epoch";
/** Of a time of day `epoch` are the seconds since midnight. */
export type ClockPart = keyof typeof CLOCK | "epoch";
export type TimePart = DatePart | ClockPart;
type CalendarPart = keyof typeof CALENDAR;

/** Years are those of ISO 8601: the year before 1 is 0. Weeks too: they begin on Monday, the first has 4 January. */
const CALENDAR = {
  year: (date: CivilDate) => date.year,
  quarter: (date: CivilDate) => Math.ceil(date.month / 3),
  month: (date: CivilDate) => date.month,
  week: weekOf,
  day: (date: CivilDate) => date.day,
  day_of_week: (_: CivilDate, days: number) => weekdayOfDays(days),
  day_of_year: (date: CivilDate, days: number) => days - daysOfCivil(date.year, 1, 1) + 1,
};

const CLOCK = {
  hour: (micros: number) => small(Math.floor(micros / MICROS_PER_SECOND / 3600)),
  minute: (micros: number) => small(Math.floor(micros / MICROS_PER_SECOND / 60) % 60),
  second: (micros: number) => {
    const rest = micros % (60 * MICROS_PER_SECOND);
    const fraction = rest % MICROS_PER_SECOND;
    return shortExact(false, (rest - fraction) / MICROS_PER_SECOND, fraction * 10);
  },
};

/** What a calendar and a clock in the zone show. */
export function extract(part: TimePart, value: Instant | null, zone: Zone | null): Exact | null {
  if (value === null || zone === null) return null;
  return part === "epoch" ? secondsOf(value) : partOf(part, wallClock(value, zone));
}

export function extractOfTimestamp(part: TimePart, value: LocalDateTime | null): Exact | null {
  if (value === null) return null;
  return part === "epoch" ? secondsOf(value) : partOf(part, splitMicros(value));
}

export function extractOfDate(part: DatePart, value: LocalDate | null): Exact | null {
  if (value === null) return null;
  return part === "epoch" ? exactOfNumber(value * SECONDS_PER_DAY) : calendarPart(part, value);
}

export function extractOfTime(part: ClockPart, value: LocalTime | null): Exact | null {
  if (value === null) return null;
  return part === "epoch" ? secondsOf(value) : CLOCK[part](Number(value));
}

function partOf(part: CalendarPart | keyof typeof CLOCK, { days, micros }: DayMicros): Exact {
  return part === "hour" || part === "minute" || part === "second" ? CLOCK[part](micros) : calendarPart(part, days);
}

function calendarPart(part: CalendarPart, days: number): Exact {
  return small(CALENDAR[part](civilOfDays(days), days));
}

/** A week belongs to the year of its Thursday. */
function weekOf(_: CivilDate, days: number): number {
  const thursday = days - weekdayOfDays(days) + 4;
  return Math.floor((thursday - daysOfCivil(civilOfDays(thursday).year, 1, 1)) / 7) + 1;
}

function small(value: number): Exact {
  return shortExact(value < 0, Math.abs(value), 0);
}
