/** Everything about values that generated code may name. */
export type { Raw } from "./raw.ts";
export type { Exact } from "./exact.ts";
export type { Duration, Instant, LocalDate, LocalDateTime, LocalTime } from "./instant.ts";
export type { Bool } from "./logic.ts";
export type { Comparable } from "./ordering.ts";
export type { Equatable } from "./content.ts";
export type { Json, JsonKind, JsonList, JsonObject, Undecoded } from "./json.ts";
export type { Step } from "./paths.ts";
export type { Site } from "./site.ts";
export type { Regex } from "./regex.ts";
export type { RoundingMode } from "./number-functions.ts";
export type { HashAlgorithm } from "./hashing.ts";
export type { Zone } from "./zone.ts";
export type { TimeFormat } from "./time-pattern.ts";
export type { ClockUnit, DateUnit, TimeUnit } from "./time-units.ts";
export type { ClockPart, DatePart, TimePart } from "./time-parts.ts";
export { Rejection } from "./rejection.ts";
export { sites } from "./site.ts";
export { exact } from "./exact.ts";
export { duration } from "./instant.ts";
export { decodeChar, decodeText, decodeVarchar, textOfRaw } from "./decode-text.ts";
export { decodeBigint, decodeExact, decodeInt, decodeNumeric, decodeSmallint } from "./decode-numbers.ts";
export { decodeDouble, decodeReal } from "./decode-floats.ts";
export { decodeDate, decodeTime, decodeTimestamp, decodeTimestamptz } from "./decode-times.ts";
export { decodeBoolean, decodeBytes, decodeUuid } from "./decode-misc.ts";
export {
  fitChar,
  fitVarchar,
  required,
  storeJson,
  storeText,
  toBigint,
  toInt,
  toNumeric,
  toReal,
  toSmallint,
} from "./store.ts";
export {
  bigintOfInt,
  doubleOfExact,
  exactOfBigint,
  exactOfDouble,
  exactOfInt,
  exactOfText,
  textOfBoolean,
  textOfDate,
  textOfDouble,
  textOfDuration,
  textOfExact,
  textOfInstant,
  textOfTime,
  textOfTimestamp,
} from "./casts.ts";
export { and, attempt, coalesce, given, holds, lazy, noArm, not, nullIf, or, reject } from "./logic.ts";
export { JsonNumber, jsonType } from "./json.ts";
export { parseJson } from "./json-parse.ts";
export { documentReader } from "./document.ts";
export { expiryOf } from "./expiry.ts";
export { RedisMap, hashMap, rawList, scoreMap, shortestScore } from "./redis-map.ts";
export { redisContent, redisFields, redisMember, redisScore } from "./redis-rows.ts";
export { asList, asObject, fromEntries, listOf } from "./json-shapes.ts";
export { jsonText, textOfJson, toJson } from "./json-text.ts";
export {
  jsonOfBoolean,
  jsonOfDate,
  jsonOfDouble,
  jsonOfDuration,
  jsonOfExact,
  jsonOfInstant,
  jsonOfInteger,
  jsonOfList,
  jsonOfMap,
  jsonOfRaw,
  jsonOfText,
  jsonOfTime,
  jsonOfTimestamp,
} from "./json-of.ts";
export { xmlToJson } from "./xml-to-json.ts";
export { entry, item, member, path } from "./paths.ts";
export { has, keys, merge, objectOf, pick, values, without } from "./objects.ts";
export { distinct, flatten, loop, loopMap, pairs, sort } from "./lists.ts";
export { all, any, avg, avgDouble, count, first, last, max, min, sum, sumDouble } from "./aggregates.ts";
export { between, equal, greater, greaterOrEqual, less, lessOrEqual, oneOf, same } from "./comparison.ts";
export { add, divide, multiply, negate, quotient, remainder, subtract } from "./arithmetic.ts";
export {
  addDouble,
  divideDouble,
  multiplyDouble,
  negateDouble,
  remainderDouble,
  subtractDouble,
} from "./double-arithmetic.ts";
export {
  capitalize,
  concat,
  contains,
  endsWith,
  indexOf,
  left,
  length,
  lower,
  ltrim,
  mid,
  replace,
  reverse,
  right,
  rtrim,
  startsWith,
  trim,
  upper,
} from "./text-functions.ts";
export { join, split } from "./text-lists.ts";
export { padLeft, padRight, repeat } from "./text-padding.ts";
export { matches, regex, regexExtract, regexReplace } from "./regex.ts";
export { abs, ceil, floor, round, sign, trunc } from "./number-functions.ts";
export { power, sqrt } from "./powers.ts";
export { digest } from "./hashing.ts";
export { base64Decode, base64Encode, hexDecode, hexEncode, urlDecode, urlEncode } from "./encodings.ts";
export { randomUuid, uuidV5 } from "./uuids.ts";
export { geoLatitude, geoLongitude } from "./geo.ts";
export {
  fromMicros,
  fromMillis,
  fromSeconds,
  minusDuration,
  minusInstant,
  plusDuration,
  toMillis,
  toSeconds,
} from "./time-functions.ts";
export { formatDate, formatInstant, formatTime, formatTimestamp } from "./time-format.ts";
export { zone, zoneOf } from "./zone.ts";
export { dateOf, dateOfTimestamp, timeOf, timeOfTimestamp } from "./zone-clock.ts";
export { startOf, startOfDate, startOfTimestamp } from "./time-units.ts";
export { extract, extractOfDate, extractOfTime, extractOfTimestamp } from "./time-parts.ts";
export { timeFormat } from "./time-pattern.ts";
export { parseTime } from "./time-parse.ts";
export { printTime } from "./time-print.ts";
export {
  addDuration,
  days,
  hours,
  millis,
  minutes,
  multiplyDuration,
  negateDuration,
  seconds,
  subtractDuration,
} from "./durations.ts";
export {
  dateMinusDuration,
  datePlusDuration,
  daysBetween,
  daysBetweenDates,
  minusDate,
  minusTimestamp,
  secondsBetween,
  timestampMinusDuration,
  timestampPlusDuration,
} from "./time-arithmetic.ts";
