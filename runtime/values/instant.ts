declare const kind: unique symbol;

/** A timestamptz: µs since 1970-01-01 00:00 UTC. */
export type Instant = bigint & { readonly [kind]: "timestamptz" };

/** A timestamp: µs since 1970-01-01 00:00 of a wall clock in no particular zone. */
export type LocalDateTime = bigint & { readonly [kind]: "timestamp" };

/** A date: days since 1970-01-01. */
export type LocalDate = number & { readonly [kind]: "date" };

/** A time: µs since midnight. */
export type LocalTime = bigint & { readonly [kind]: "time" };

/** µs. */
export type Duration = bigint & { readonly [kind]: "duration" };

/** The first instant that PostgreSQL's timestamptz holds: 24 November 4714 BC. */
export const FIRST_INSTANT = -210_866_803_200_000_000n;

/** The last one: the end of the year 294276. */
export const LAST_INSTANT = 9_224_318_015_999_999_999n;

export function instant(micros: bigint): Instant {
  return micros as Instant;
}

export function localDateTime(micros: bigint): LocalDateTime {
  return micros as LocalDateTime;
}

export function localDate(days: number): LocalDate {
  return days as LocalDate;
}

export function localTime(micros: bigint): LocalTime {
  return micros as LocalTime;
}

/** A duration literal, in µs. */
export function duration(micros: bigint): Duration {
  return micros as Duration;
}
