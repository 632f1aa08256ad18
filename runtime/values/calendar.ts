/** Days since 1970-01-01 and years, months, days of the proleptic Gregorian calendar; year 0 is 1 BC. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A day, counted from 1970-01-01, and the µs since its midnight. */
export interface DayMicros {
  readonly days: number;
  readonly micros: number;
}

export const SECONDS_PER_DAY = 86_400;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_DAY = 86_400_000_000;

const DAYS_PER_ERA = 146_097;
const DAYS_FROM_MARCH_OF_YEAR_0 = 719_468;

/** Years are counted from March, so that the leap day is a year's last. */
export function daysOfCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_FROM_MARCH_OF_YEAR_0;
}

export function civilOfDays(days: number): CivilDate {
  const shifted = days + DAYS_FROM_MARCH_OF_YEAR_0;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Cuts µs since 1970 into whole days and the µs of the day, which are never negative. */
export function splitMicros(micros: bigint): DayMicros {
  const near = Number(micros);
  if (Number.isSafeInteger(near)) {
    const remainder = near % MICROS_PER_DAY;
    const rest = remainder < 0 ? remainder + MICROS_PER_DAY : remainder;
    return { days: (near - rest) / MICROS_PER_DAY, micros: rest };
  }
  const day = BigInt(MICROS_PER_DAY);
  const rest = ((micros % day) + day) % day;
  return { days: Number((micros - rest) / day), micros: Number(rest) };
}

/** The inverse of {@link splitMicros}. */
export function joinMicros(days: number, micros: number): bigint {
  const near = days * MICROS_PER_DAY + micros;
  return Number.isSafeInteger(near) ? BigInt(near) : BigInt(days) * BigInt(MICROS_PER_DAY) + BigInt(micros);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOfDays(days: number): number {
  const sinceMonday = (days + 3) % 7;
  return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1;
}
