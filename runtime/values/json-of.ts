import { textOfDate, textOfDuration, textOfExact, textOfInstant, textOfTime, textOfTimestamp } from "./casts.ts";
import { decodeText } from "./decode-text.ts";
import type { Exact } from "./exact.ts";
import type { Duration, Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
import { JsonNumber } from "./json.ts";
import type { Json } from "./json.ts";
import type { Raw } from "./raw.ts";
import { RedisMap } from "./redis-map.ts";
import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

/* Values of other types as JSON. Text and booleans are JSON already. */

/** All digits, never with an exponent. */
export function jsonOfExact(value: Exact | null): JsonNumber | null {
  return value === null ? null : new JsonNumber(textOfExact(value.isZero() ? value.abs() : value) ?? "");
}

/** The shortest digits that denote the double. NaN and infinities, which JSON does not have, reject. */
export function jsonOfDouble(value: number | null, site: Site): JsonNumber | null {
  if (value === null) return null;
  if (!Number.isFinite(value)) refuse("RDI5011", "JSON has only finite numbers", site, renderText(value));
  return new JsonNumber(String(value));
}

/** A smallint, int or bigint. */
export function jsonOfInteger(value: number | bigint | null): JsonNumber | null {
  return value === null ? null : new JsonNumber(String(value));
}

export function jsonOfBoolean(value: boolean | null): boolean | null {
  return value;
}

export function jsonOfText(value: string | null): string | null {
  return value;
}

/** Bytes of Redis, as the text that they must be. */
export function jsonOfRaw(value: Raw | null, site: Site): string | null {
  return decodeText(value, site);
}

/** `"2024-01-31T12:30:00.25Z"`. */
export function jsonOfInstant(value: Instant | null): string | null {
  return textOfInstant(value);
}

export function jsonOfTimestamp(value: LocalDateTime | null): string | null {
  return textOfTimestamp(value);
}

export function jsonOfDate(value: LocalDate | null): string | null {
  return textOfDate(value);
}

export function jsonOfTime(value: LocalTime | null): string | null {
  return textOfTime(value);
}

/** ISO 8601: `"PT1H30M"`. */
export function jsonOfDuration(value: Duration | null): string | null {
  return textOfDuration(value);
}

/** `each` makes JSON of an element, null included. */
export function jsonOfList<T>(list: readonly T[] | null, each: (element: T) => Json | null): Json | null {
  return list === null ? null : list.map((element) => each(element));
}

/** Names of Redis must be text, or the map rejects. */
export function jsonOfMap<T>(
  map: RedisMap<T> | ReadonlyMap<string, T> | null,
  each: (value: T) => Json | null,
  site: Site,
): Json | null {
  if (map === null) return null;
  const object = new Map<string, Json | null>();
  for (const [name, value] of map) object.set(decodeText(name, site) ?? "", each(value));
  return object;
}
