import { MICROS_PER_SECOND, daysInMonth, daysOfCivil, joinMicros } from "./calendar.ts";
import { instant, localDate, localDateTime, localTime } from "./instant.ts";
import type { Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
import type { Undecoded } from "./json.ts";
import { latin1OfRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";
import { rawOf } from "./undecoded.ts";

/*
 * ISO 8601: `2024-01-31`, `12:30`, `12:30:05.123456`, both joined by `T` or one space, the offset `Z`, `+02`, `+0200`
 * or `+02:00`. Years 0001 to 9999. No leap seconds, no 24:00. More than six decimals are accepted when the further ones
 * are zeros.
 */
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
const OFFSET = /(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/;

/** One value on its way, and how to reject it. */
interface Reading {
  readonly raw: Raw;
  readonly problem: string;
  readonly site: Site;
}

export function decodeDate(value: Undecoded | null, site: Site): LocalDate | null {
  if (value === null) return null;
  const reading = readingOf(value, "not an ISO date", site);
  return localDate(readDate(latin1OfRaw(reading.raw), reading));
}

export function decodeTime(value: Undecoded | null, site: Site): LocalTime | null {
  if (value === null) return null;
  const reading = readingOf(value, "not an ISO time", site);
  return localTime(BigInt(readTime(latin1OfRaw(reading.raw), reading)));
}

/** Only without an offset. */
export function decodeTimestamp(value: Undecoded | null, site: Site): LocalDateTime | null {
  if (value === null) return null;
  const reading = readingOf(value, "not an ISO timestamp without offset", site);
  return localDateTime(readMoment(latin1OfRaw(reading.raw), reading));
}

/** Only with an offset. */
export function decodeTimestamptz(value: Undecoded | null, site: Site): Instant | null {
  if (value === null) return null;
  const reading = readingOf(value, "not an ISO timestamp with offset", site);
  const text = latin1OfRaw(reading.raw);
  const offset = OFFSET.exec(text);
  // The sign of an offset stands behind the time; a date's last part must not be taken for one.
  if (offset === null || offset.index < 11) return fail(reading);
  return instant(readMoment(text.slice(0, offset.index), reading) - BigInt(readOffset(offset, reading)));
}

function readingOf(value: Undecoded, problem: string, site: Site): Reading {
  return { raw: rawOf(value, problem, site), problem, site };
}

function readMoment(text: string, reading: Reading): bigint {
  const separator = text[10];
  if (separator !== "T" && separator !== " ") return fail(reading);
  const days = readDate(text.slice(0, 10), reading);
  return joinMicros(days, readTime(text.slice(11), reading));
}

function readDate(text: string, reading: Reading): number {
  const parts = DATE.exec(text);
  if (parts === null) return fail(reading);
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return fail(reading);
  if (year === 0) return refuse("RDI5011", "the year is before 0001", reading.site, renderRaw(reading.raw));
  return daysOfCivil(year, month, day);
}

function readTime(text: string, reading: Reading): number {
  const parts = TIME.exec(text);
  if (parts === null) return fail(reading);
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return fail(reading);
  return ((hours * 60 + minutes) * 60 + seconds) * MICROS_PER_SECOND + readFraction(parts[4] ?? "", reading);
}

function readFraction(digits: string, reading: Reading): number {
  if (/[1-9]/.test(digits.slice(6))) {
    return refuse("RDI5011", "more digits than microseconds have", reading.site, renderRaw(reading.raw));
  }
  return Number(digits.slice(0, 6).padEnd(6, "0"));
}

/** µs to take from the wall clock. PostgreSQL's bound: less than 16 hours. */
function readOffset(offset: RegExpExecArray, reading: Reading): number {
  const [hours, minutes] = [Number(offset[2] ?? 0), Number(offset[3] ?? 0)];
  if (hours > 15 || minutes > 59) return fail(reading);
  return (offset[1] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60 * MICROS_PER_SECOND;
}

function fail(reading: Reading): never {
  return refuse("RDI5010", reading.problem, reading.site, renderRaw(reading.raw));
}
