import { MICROS_PER_DAY, MICROS_PER_SECOND, SECONDS_PER_DAY, joinMicros, splitMicros } from "./calendar.ts";
import type { DayMicros } from "./calendar.ts";
import { instant, localDate, localDateTime, localTime } from "./instant.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";
import { isoTimestamp } from "./time-format.ts";
import { changeBetween, offsetAt } from "./zone.ts";
import type { Zone } from "./zone.ts";

/** What a wall clock of a zone shows, and the seconds that it is ahead of UTC. */
export interface WallClock extends DayMicros {
  readonly offset: number;
}

/** The instant of a wall clock, or, where the clock skipped that time, the instant of the change. */
export interface Resolved {
  /** Whole seconds since 1970 UTC. */
  readonly seconds: number;
  readonly skipped: boolean;
}

/** The date that a calendar in the zone shows. */
export function dateOf(value: Instant | null, zone: Zone | null): LocalDate | null {
  return value === null || zone === null ? null : localDate(wallClock(value, zone).days);
}

/** The time of day that a clock in the zone shows. */
export function timeOf(value: Instant | null, zone: Zone | null): LocalTime | null {
  return value === null || zone === null ? null : localTime(BigInt(wallClock(value, zone).micros));
}

export function dateOfTimestamp(value: LocalDateTime | null): LocalDate | null {
  return value === null ? null : localDate(splitMicros(value).days);
}

export function timeOfTimestamp(value: LocalDateTime | null): LocalTime | null {
  return value === null ? null : localTime(BigInt(splitMicros(value).micros));
}

export function timestampOf(value: Instant | null, zone: Zone | null): LocalDateTime | null {
  if (value === null || zone === null) return null;
  const { days, micros } = wallClock(value, zone);
  return localDateTime(joinMicros(days, micros));
}

/** Of a time that the clock showed twice, the earlier one. A time that it skipped rejects. */
export function instantOf(value: LocalDateTime | null, zone: Zone | null, site: Site): Instant | null {
  if (value === null || zone === null) return null;
  const { days, micros } = splitMicros(value);
  const second = Math.floor(micros / MICROS_PER_SECOND);
  const { seconds, skipped } = resolve(days * SECONDS_PER_DAY + second, zone);
  if (skipped) return refuse("RDI5010", `a time that the clock of ${zone.name} skipped`, site, text(value));
  return instantOfSeconds(seconds, micros - second * MICROS_PER_SECOND);
}

export function wallClock(value: Instant, zone: Zone): WallClock {
  const { days, micros } = splitMicros(value);
  const offset = offsetAt(zone, days * SECONDS_PER_DAY + Math.floor(micros / MICROS_PER_SECOND));
  const moved = micros + offset * MICROS_PER_SECOND;
  if (moved < 0) return { days: days - 1, micros: moved + MICROS_PER_DAY, offset };
  if (moved >= MICROS_PER_DAY) return { days: days + 1, micros: moved - MICROS_PER_DAY, offset };
  return { days, micros: moved, offset };
}

/**
 * Only the offsets a day earlier and a day later come into question. The one before a change is tried first, so that of
 * a repeated time the earlier instant is taken.
 */
export function resolve(localSeconds: number, zone: Zone): Resolved {
  const [low, high] = [localSeconds - SECONDS_PER_DAY, localSeconds + SECONDS_PER_DAY];
  const [before, after] = [offsetAt(zone, low), offsetAt(zone, high)];
  if (before === after) return { seconds: localSeconds - before, skipped: false };
  for (const offset of [before, after]) {
    const seconds = localSeconds - offset;
    if (offsetAt(zone, seconds) === offset) return { seconds, skipped: false };
  }
  return { seconds: changeBetween((at) => offsetAt(zone, at), low, high), skipped: true };
}

export function instantOfSeconds(seconds: number, micros = 0): Instant {
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  return instant(joinMicros(days, (seconds - days * SECONDS_PER_DAY) * MICROS_PER_SECOND + micros));
}

function text(value: LocalDateTime): string {
  return renderText(isoTimestamp(value));
}
