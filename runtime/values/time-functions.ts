import { exact, shortExact } from "./exact.ts";
import type { Exact } from "./exact.ts";
import { FIRST_INSTANT, LAST_INSTANT, duration, instant } from "./instant.ts";
import type { Duration, Instant } from "./instant.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

const MILLION = exact("1000000");
const THOUSAND = exact("1000");
/** From here on {@link shortExact} does not help. */
const SHORT_LIMIT = 10n ** 14n;
const ONE = exact("1");

/** Seconds since 1970 UTC, down to µs. Rejects more digits, and what lies outside PostgreSQL's timestamptz. */
export function fromSeconds(value: Exact | null, site: Site): Instant | null {
  return value === null ? null : instantOf(value, MILLION, site);
}

export function fromMillis(value: Exact | null, site: Site): Instant | null {
  return value === null ? null : instantOf(value, THOUSAND, site);
}

export function fromMicros(value: Exact | null, site: Site): Instant | null {
  return value === null ? null : instantOf(value, ONE, site);
}

/** Seconds since 1970 UTC, down to µs. */
export function toSeconds(value: Instant | null): Exact | null {
  return value === null ? null : secondsOf(value);
}

/** Milliseconds since 1970 UTC, down to µs. */
export function toMillis(value: Instant | null): Exact | null {
  return value === null ? null : exactOfMicros(value, 1000n);
}

/** A result that no timestamptz holds is refused where it is stored. */
export function plusDuration(value: Instant | null, added: Duration | null): Instant | null {
  return value === null || added === null ? null : instant(value + added);
}

export function minusDuration(value: Instant | null, taken: Duration | null): Instant | null {
  return value === null || taken === null ? null : instant(value - taken);
}

/** How long after `right` `left` is. */
export function minusInstant(left: Instant | null, right: Instant | null): Duration | null {
  return left === null || right === null ? null : duration(left - right);
}

export function secondsOf(micros: bigint): Exact {
  return exactOfMicros(micros, 1_000_000n);
}

/** The unit is a power of ten, up to 10^7 µs. */
function exactOfMicros(micros: bigint, microsPerUnit: bigint): Exact {
  const size = micros < 0n ? -micros : micros;
  const whole = size / microsPerUnit;
  if (whole >= SHORT_LIMIT) return exact(micros.toString()).times(exact(`1e${1 - String(microsPerUnit).length}`));
  const rest = Number(size % microsPerUnit);
  return shortExact(micros < 0n, Number(whole), rest * (1e7 / Number(microsPerUnit)));
}

function instantOf(value: Exact, microsPerUnit: Exact, site: Site): Instant {
  if (value.e > 18) return outOfRange(value, site);
  const micros = value.times(microsPerUnit);
  if (!micros.isInteger())
    return refuse("RDI5011", "more digits than microseconds have", site, renderText(value.toFixed()));
  const whole = BigInt(micros.toFixed());
  return whole >= FIRST_INSTANT && whole <= LAST_INSTANT ? instant(whole) : outOfRange(value, site);
}

function outOfRange(value: Exact, site: Site): never {
  return refuse("RDI5011", "out of range for timestamptz", site, renderText(value.toPrecision(20)));
}
