import { MICROS_PER_DAY } from "./calendar.ts";
import { exactOfNumber } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { duration, localDate, localDateTime } from "./instant.ts";
import type { Duration, Instant, LocalDate, LocalDateTime } from "./instant.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";
import { isoDuration } from "./time-format.ts";
import { secondsOf } from "./time-functions.ts";

/* As with instants, a result that the column's type does not hold is refused where it is stored. */

const DAY = BigInt(MICROS_PER_DAY);

export function timestampPlusDuration(value: LocalDateTime | null, added: Duration | null): LocalDateTime | null {
  return value === null || added === null ? null : localDateTime(value + added);
}

export function timestampMinusDuration(value: LocalDateTime | null, taken: Duration | null): LocalDateTime | null {
  return value === null || taken === null ? null : localDateTime(value - taken);
}

/** How long after `right` `left` is, in a zone that never changes its clock. */
export function minusTimestamp(left: LocalDateTime | null, right: LocalDateTime | null): Duration | null {
  return left === null || right === null ? null : duration(left - right);
}

/** A date moves by whole days only; anything else rejects. */
export function datePlusDuration(value: LocalDate | null, added: Duration | null, site: Site): LocalDate | null {
  return value === null || added === null ? null : localDate(value + wholeDays(added, site));
}

export function dateMinusDuration(value: LocalDate | null, taken: Duration | null, site: Site): LocalDate | null {
  return value === null || taken === null ? null : localDate(value - wholeDays(taken, site));
}

/** Days of 24 hours. */
export function minusDate(left: LocalDate | null, right: LocalDate | null): Duration | null {
  return left === null || right === null ? null : duration(BigInt(left - right) * DAY);
}

/** From the first to the second, down to µs: negative where the second is the earlier one. */
export function secondsBetween<Time extends Instant | LocalDateTime>(from: Time | null, to: Time | null): Exact | null {
  return from === null || to === null ? null : secondsOf(BigInt(to) - BigInt(from));
}

/** Whole days of 24 hours from the first to the second, cut off towards zero. */
export function daysBetween<Time extends Instant | LocalDateTime>(from: Time | null, to: Time | null): Exact | null {
  return from === null || to === null ? null : exactOfNumber(Number((BigInt(to) - BigInt(from)) / DAY));
}

export function daysBetweenDates(from: LocalDate | null, to: LocalDate | null): Exact | null {
  return from === null || to === null ? null : exactOfNumber(to - from);
}

function wholeDays(value: Duration, site: Site): number {
  if (value % DAY === 0n) return Number(value / DAY);
  return refuse("RDI5011", "a date moves by whole days only", site, renderText(isoDuration(value)));
}
