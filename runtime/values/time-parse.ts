import { SECONDS_PER_DAY, daysInMonth, daysOfCivil, weekdayOfDays } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";
import type { FieldName } from "./time-fields.ts";
import type { Reader, TimeFormat } from "./time-pattern.ts";
import { instantOfSeconds, resolve } from "./zone-clock.ts";
import type { Zone } from "./zone.ts";

type Fields = Readonly<Partial<Record<FieldName, number>>>;

/**
 * Strict: every character as the format says. Years 0001 to 9999; no leap seconds, no 24:00. Where the format has an
 * offset, the zone takes no part. A local time that the zone's clock skips rejects, of one that it shows twice the
 * earlier instant is taken. A format without a clock stands for the first instant of the day.
 */
export function parseTime(text: string | null, format: TimeFormat, zone: Zone | null, site: Site): Instant | null {
  const { reader } = format;
  if (reader === undefined) throw new RangeError(`no format to read: ${format.text}`);
  if (text === null || (zone === null && !reader.hasOffset)) return null;
  const fields = read(text, reader);
  const days = fields === undefined ? undefined : daysOf(fields);
  const seconds = fields === undefined ? undefined : secondsOf(fields);
  if (fields === undefined || days === undefined || seconds === undefined)
    return refuse("RDI5010", `not a time like ${format.text}`, site, renderText(text));
  if (fields.year === 0) return refuse("RDI5011", "the year is before 0001", site, renderText(text));
  const local = days * SECONDS_PER_DAY + seconds;
  const { offset, micros } = fields;
  if (offset !== undefined || zone === null) return instantOfSeconds(local - (offset ?? 0), micros);
  const resolved = resolve(local, zone);
  if (resolved.skipped && reader.hasClock)
    return refuse("RDI5010", `a time that the clock of ${zone.name} skipped`, site, renderText(text));
  return instantOfSeconds(resolved.seconds, micros);
}

function read(text: string, { pattern, rules }: Reader): Fields | undefined {
  const groups = pattern.exec(text);
  if (groups === null) return undefined;
  const fields: Partial<Record<FieldName, number>> = {};
  for (const [index, { field, read }] of rules.entries()) {
    const value = read(groups[index + 1] ?? "");
    if (Number.isNaN(value)) return undefined;
    fields[field] = value;
  }
  return fields;
}

/** Undefined where there is no such date, or it has another weekday. */
function daysOf({ year = 0, month = 0, day = 0, weekday }: Fields): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const days = daysOfCivil(year, month, day);
  return weekday === undefined || weekday === weekdayOfDays(days) ? days : undefined;
}

/** Undefined where no clock shows it. */
function secondsOf({ hour, hour12, afternoon = 0, minute = 0, second = 0 }: Fields): number | undefined {
  if (hour12 !== undefined && (hour12 < 1 || hour12 > 12)) return undefined;
  const hours = hour ?? (hour12 === undefined ? 0 : (hour12 % 12) + afternoon * 12);
  if (hours > 23 || minute > 59 || second > 59) return undefined;
  return (hours * 60 + minute) * 60 + second;
}
