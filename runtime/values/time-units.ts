import {
  MICROS_PER_DAY,
  MICROS_PER_SECOND,
  SECONDS_PER_DAY,
  civilOfDays,
  daysOfCivil,
  joinMicros,
  splitMicros,
  weekdayOfDays,
} from "./calendar.ts";
import { instant, localDate, localDateTime } from "./instant.ts";
import type { Instant, LocalDate, LocalDateTime } from "./instant.ts";
import { instantOfSeconds, resolve, wallClock } from "./zone-clock.ts";
import { changeBetween, offsetAt } from "./zone.ts";
import type { Zone } from "./zone.ts";

/** A week begins on Monday. */
export type DateUnit = "year" | "quarter" | "month" | "week" | "day";
export type ClockUnit = "hour" | "minute" | "second";
export type TimeUnit = DateUnit | ClockUnit;

const CLOCK_MICROS: Readonly<Record<ClockUnit, number>> = {
  hour: 3600 * MICROS_PER_SECOND,
  minute: 60 * MICROS_PER_SECOND,
  second: MICROS_PER_SECOND,
};

/**
 * The first instant of the day, month, … that a calendar in the zone shows: where the clock skips midnight, the first
 * instant behind the gap; where it shows midnight twice, the first of the two. An hour that is shown twice counts as two.
 */
export function startOf(value: Instant | null, unit: TimeUnit, zone: Zone | null): Instant | null {
  if (value === null || zone === null) return null;
  if (isClockUnit(unit)) return startOfClockUnit(value, CLOCK_MICROS[unit], zone);
  const days = firstDay(wallClock(value, zone).days, unit);
  return instantOfSeconds(resolve(days * SECONDS_PER_DAY, zone).seconds);
}

export function startOfTimestamp(value: LocalDateTime | null, unit: TimeUnit): LocalDateTime | null {
  if (value === null) return null;
  const { days, micros } = splitMicros(value);
  if (isClockUnit(unit)) return localDateTime(joinMicros(days, micros - (micros % CLOCK_MICROS[unit])));
  return localDateTime(joinMicros(firstDay(days, unit), 0));
}

export function startOfDate(value: LocalDate | null, unit: DateUnit): LocalDate | null {
  return value === null ? null : localDate(firstDay(value, unit));
}

/** Never before the last change of the clock, which needs not lie between two hours. */
function startOfClockUnit(value: Instant, size: number, zone: Zone): Instant {
  const { micros, offset } = wallClock(value, zone);
  const start = instant(value - BigInt(micros % size));
  if (wallClock(start, zone).offset === offset) return start;
  return instantOfSeconds(changeBetween((at) => offsetAt(zone, at), secondsOf(start), secondsOf(value)));
}

function firstDay(days: number, unit: DateUnit): number {
  if (unit === "day") return days;
  if (unit === "week") return days - weekdayOfDays(days) + 1;
  const { year, month } = civilOfDays(days);
  if (unit === "month") return daysOfCivil(year, month, 1);
  return daysOfCivil(year, unit === "year" ? 1 : month - ((month - 1) % 3), 1);
}

function isClockUnit(unit: TimeUnit): unit is ClockUnit {
  return unit in CLOCK_MICROS;
}

function secondsOf(value: Instant): number {
  const { days, micros } = splitMicros(value);
  return (days * MICROS_PER_DAY + micros - (micros % MICROS_PER_SECOND)) / MICROS_PER_SECOND;
}
