import { exact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { FIRST_INSTANT, LAST_INSTANT, duration } from "./instant.ts";
import type { Duration } from "./instant.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

const MILLISECOND = exact("1000");
const SECOND = exact("1000000");
const MINUTE = exact("60000000");
const HOUR = exact("3600000000");
const DAY = exact("86400000000");

/** From the first instant to the last one. */
const LONGEST = LAST_INSTANT - FIRST_INSTANT;

/** Digits beyond µs reject, and so does what is longer than all of timestamptz. */
export function millis(value: Exact | null, site: Site): Duration | null {
  return value === null ? null : durationOf(value, MILLISECOND, site);
}

export function seconds(value: Exact | null, site: Site): Duration | null {
  return value === null ? null : durationOf(value, SECOND, site);
}

export function minutes(value: Exact | null, site: Site): Duration | null {
  return value === null ? null : durationOf(value, MINUTE, site);
}

export function hours(value: Exact | null, site: Site): Duration | null {
  return value === null ? null : durationOf(value, HOUR, site);
}

/** Days of 24 hours. */
export function days(value: Exact | null, site: Site): Duration | null {
  return value === null ? null : durationOf(value, DAY, site);
}

export function addDuration(left: Duration | null, right: Duration | null): Duration | null {
  return left === null || right === null ? null : duration(left + right);
}

export function subtractDuration(left: Duration | null, right: Duration | null): Duration | null {
  return left === null || right === null ? null : duration(left - right);
}

export function negateDuration(value: Duration | null): Duration | null {
  return value === null ? null : duration(-value);
}

/** A product that is no whole number of µs rejects. */
export function multiplyDuration(value: Duration | null, factor: Exact | null, site: Site): Duration | null {
  return value === null || factor === null ? null : durationOf(factor, exact(value.toString()), site);
}

/** The number of units of so many µs. */
function durationOf(count: Exact, microsPerUnit: Exact, site: Site): Duration {
  const micros = count.times(microsPerUnit);
  if (micros.e > 20) return outOfRange(count, site);
  if (!micros.isInteger())
    return refuse("RDI5011", "more digits than microseconds have", site, renderText(count.toFixed()));
  const whole = BigInt(micros.toFixed());
  return whole <= LONGEST && whole >= -LONGEST ? duration(whole) : outOfRange(count, site);
}

function outOfRange(count: Exact, site: Site): never {
  return refuse("RDI5011", "out of range for a duration", site, renderText(count.toPrecision(20)));
}
