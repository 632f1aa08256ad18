import { MICROS_PER_SECOND, civilOfDays, splitMicros } from "./calendar.ts";
import type { Duration, Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";

/*
 * Two notations. `format…` is what PostgreSQL itself prints and therefore reads, whatever its DateStyle: `2024-01-31
 * 12:30:00.25+00`, a year beyond 9999 with more digits, a year before 1 with ` BC`. `iso…` is ISO 8601, for people and
 * for text columns. Both show µs, without trailing zeros.
 */

export function formatInstant(value: Instant): string;
export function formatInstant(value: Instant | null): string | null;
export function formatInstant(value: Instant | null): string | null {
  return value === null ? null : formatMoment(value, "+00");
}

export function formatTimestamp(value: LocalDateTime): string;
export function formatTimestamp(value: LocalDateTime | null): string | null;
export function formatTimestamp(value: LocalDateTime | null): string | null {
  return value === null ? null : formatMoment(value, "");
}

export function formatDate(value: LocalDate): string;
export function formatDate(value: LocalDate | null): string | null;
export function formatDate(value: LocalDate | null): string | null {
  return value === null ? null : eraDate(value, "");
}

export function formatTime(value: LocalTime): string;
export function formatTime(value: LocalTime | null): string | null;
export function formatTime(value: LocalTime | null): string | null {
  return value === null ? null : clock(Number(value));
}

export function isoInstant(value: Instant): string {
  return `${isoTimestamp(value)}Z`;
}

export function isoTimestamp(value: LocalDateTime | Instant): string {
  const { days, micros } = splitMicros(value);
  return `${isoDate(days)}T${clock(micros)}`;
}

/** Years outside 0 to 9999 have a sign and six digits or more, as ISO 8601 wants them. */
export function isoDate(days: LocalDate | number): string {
  const { year, month, day } = civilOfDays(days);
  const plain = year >= 0 && year <= 9999;
  const digits = plain ? pad(year, 4) : `${year < 0 ? "-" : "+"}${pad(Math.abs(year), 6)}`;
  return `${digits}-${pad(month, 2)}-${pad(day, 2)}`;
}

export function isoTime(value: LocalTime): string {
  return clock(Number(value));
}

export function isoDuration(value: Duration): string {
  const micros = value < 0n ? -value : value;
  const seconds = micros / BigInt(MICROS_PER_SECOND);
  const rest = fraction(Number(micros % BigInt(MICROS_PER_SECOND)));
  const hours = seconds / 3600n;
  const minutes = (seconds / 60n) % 60n;
  const parts = [
    hours === 0n ? "" : `${hours}H`,
    minutes === 0n ? "" : `${minutes}M`,
    seconds % 60n === 0n && rest === "" ? "" : `${seconds % 60n}${rest}S`,
  ].join("");
  return `${value < 0n ? "-" : ""}PT${parts === "" ? "0S" : parts}`;
}

function formatMoment(value: Instant | LocalDateTime, zone: string): string {
  const { days, micros } = splitMicros(value);
  return eraDate(days, ` ${clock(micros)}${zone}`);
}

function eraDate(days: number, clockAndZone: string): string {
  const { year, month, day } = civilOfDays(days);
  const digits = pad(year > 0 ? year : 1 - year, 4);
  return `${digits}-${pad(month, 2)}-${pad(day, 2)}${clockAndZone}${year > 0 ? "" : " BC"}`;
}

function clock(micros: number): string {
  const rest = micros % MICROS_PER_SECOND;
  const seconds = (micros - rest) / MICROS_PER_SECOND;
  const hours = Math.floor(seconds / 3600);
  return `${pad(hours, 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}${fraction(rest)}`;
}

function fraction(micros: number): string {
  return micros === 0 ? "" : `.${pad(micros, 6).replace(/0+$/, "")}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
