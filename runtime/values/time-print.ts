import { MICROS_PER_SECOND, civilOfDays, weekdayOfDays } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import type { TimeFields } from "./time-fields.ts";
import type { TimeFormat } from "./time-pattern.ts";
import { wallClock } from "./zone-clock.ts";
import type { Zone } from "./zone.ts";

/**
 * What a calendar and a clock in the zone show. Never rejects: a year beyond 9999 has all its digits, the year before 1
 * is 0000 and the one before that -0001.
 */
export function printTime(value: Instant | null, format: TimeFormat, zone: Zone | null): string | null {
  if (value === null || zone === null) return null;
  const fields = fieldsOf(value, zone);
  let text = "";
  for (const part of format.parts) text += typeof part === "string" ? part : part.print(fields);
  return text;
}

function fieldsOf(value: Instant, zone: Zone): TimeFields {
  const { days, micros, offset } = wallClock(value, zone);
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const { year, month, day } = civilOfDays(days);
  return {
    year,
    month,
    day,
    weekday: weekdayOfDays(days),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micros: micros - seconds * MICROS_PER_SECOND,
    offset,
  };
}
