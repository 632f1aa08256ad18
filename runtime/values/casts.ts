import { exact, exactOfNumber } from "./exact.ts";
import type { Exact } from "./exact.ts";
import type { Duration, Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
import { exactOfRaw } from "./number-text.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";
import { isoDate, isoDuration, isoInstant, isoTime, isoTimestamp } from "./time-format.ts";

/** Text as a number, by the rules of decoding. */
export function exactOfText(value: string | null, site: Site): Exact | null {
  // A character beyond ASCII must not become the byte of a digit, so the text goes in as text.
  return value === null ? null : exactOfRaw(value, "not a number", site);
}

/** The shortest decimal number that denotes the double. NaN and infinities reject. */
export function exactOfDouble(value: number | null, site: Site): Exact | null {
  if (value === null) return null;
  if (!Number.isFinite(value)) refuse("RDI5011", "not a finite number", site, renderText(value));
  return exactOfNumber(value);
}

/** The nearest double; beyond a double's range at either end rejects. */
export function doubleOfExact(value: Exact | null, site: Site): number | null {
  if (value === null) return null;
  const double = value.toNumber() + 0;
  const lost = double === 0 ? !value.isZero() : !Number.isFinite(double);
  if (lost) refuse("RDI5011", "out of range for double", site, value.toExponential(20));
  return double;
}

export function bigintOfInt(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

export function exactOfInt(value: number | null): Exact | null {
  return value === null ? null : exactOfNumber(value);
}

export function exactOfBigint(value: bigint | null): Exact | null {
  return value === null ? null : exact(value.toString());
}

/** Never with an exponent, without trailing zeros behind the point: `12.5`. */
export function textOfExact(value: Exact | null): string | null {
  return value === null ? null : value.toFixed();
}

/** The shortest digits that denote the double; `NaN`, `Infinity`, `-Infinity`. */
export function textOfDouble(value: number | null): string | null {
  return value === null ? null : String(value);
}

export function textOfBoolean(value: boolean | null): string | null {
  return value === null ? null : String(value);
}

/** `2024-01-31T12:30:00.25Z`. */
export function textOfInstant(value: Instant | null): string | null {
  return value === null ? null : isoInstant(value);
}

/** `2024-01-31T12:30:00.25`. */
export function textOfTimestamp(value: LocalDateTime | null): string | null {
  return value === null ? null : isoTimestamp(value);
}

/** `2024-01-31`. */
export function textOfDate(value: LocalDate | null): string | null {
  return value === null ? null : isoDate(value);
}

/** `12:30:00.25`. */
export function textOfTime(value: LocalTime | null): string | null {
  return value === null ? null : isoTime(value);
}

/** ISO 8601 in hours, minutes and seconds: `PT1H30M`, `-PT0.02S`. */
export function textOfDuration(value: Duration | null): string | null {
  return value === null ? null : isoDuration(value);
}
