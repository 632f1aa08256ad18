import { test } from "uvu";
import * as assert from "uvu/assert";
import { instant, localDate, localDateTime } from "../../../runtime/values/instant.ts";
import * as values from "../../../runtime/values/index.ts";
import { site } from "./support.ts";

type Call = () => unknown;

const one = values.exact("1");
const t = instant(1n);
const d = values.duration(1n);
const date = localDate(1);
const local = localDateTime(1n);
const utc = values.zone("UTC");
const format = values.timeFormat("yyyy-MM-dd");

/** Every function, once for each operand that is null. */
const NULL_CALLS: Readonly<Record<string, readonly Call[]>> = {
  abs: [() => values.abs(null)],
  add: both(values.add, one),
  addDouble: both(values.addDouble, 1),
  addDuration: both(values.addDuration, d),
  between: [() => values.between(null, 1, 1), () => values.between(1, null, 1), () => values.between(1, 1, null)],
  bigintOfInt: [() => values.bigintOfInt(null)],
  ceil: [() => values.ceil(null)],
  concat: [() => values.concat(null), () => values.concat("a", null)],
  contains: both(values.contains, "a"),
  dateMinusDuration: [() => values.dateMinusDuration(null, d, site), () => values.dateMinusDuration(date, null, site)],
  dateOf: [() => values.dateOf(null, utc), () => values.dateOf(t, null)],
  dateOfTimestamp: [() => values.dateOfTimestamp(null)],
  datePlusDuration: [() => values.datePlusDuration(null, d, site), () => values.datePlusDuration(date, null, site)],
  days: [() => values.days(null, site)],
  daysBetween: both(values.daysBetween<values.Instant>, t),
  daysBetweenDates: both(values.daysBetweenDates, date),
  decodeBigint: [() => values.decodeBigint(null, site)],
  decodeBoolean: [() => values.decodeBoolean(null, site)],
  decodeBytes: [() => values.decodeBytes(null)],
  decodeChar: [() => values.decodeChar(null, 1, site)],
  decodeDate: [() => values.decodeDate(null, site)],
  decodeDouble: [() => values.decodeDouble(null, site)],
  decodeExact: [() => values.decodeExact(null, site)],
  decodeInt: [() => values.decodeInt(null, site)],
  decodeNumeric: [() => values.decodeNumeric(null, 1, 0, site)],
  decodeReal: [() => values.decodeReal(null, site)],
  decodeSmallint: [() => values.decodeSmallint(null, site)],
  decodeText: [() => values.decodeText(null, site)],
  decodeTime: [() => values.decodeTime(null, site)],
  decodeTimestamp: [() => values.decodeTimestamp(null, site)],
  decodeTimestamptz: [() => values.decodeTimestamptz(null, site)],
  decodeUuid: [() => values.decodeUuid(null, site)],
  decodeVarchar: [() => values.decodeVarchar(null, 1, site)],
  divide: both((a: values.Exact | null, b: values.Exact | null) => values.divide(a, b, site), one),
  divideDouble: both((a: number | null, b: number | null) => values.divideDouble(a, b, site), 1),
  doubleOfExact: [() => values.doubleOfExact(null, site)],
  endsWith: both(values.endsWith, "a"),
  equal: both(values.equal<string>, "a"),
  exactOfBigint: [() => values.exactOfBigint(null)],
  exactOfDouble: [() => values.exactOfDouble(null, site)],
  exactOfInt: [() => values.exactOfInt(null)],
  exactOfText: [() => values.exactOfText(null, site)],
  extract: [() => values.extract("epoch", null, utc), () => values.extract("epoch", t, null)],
  extractOfDate: [() => values.extractOfDate("year", null)],
  extractOfTime: [() => values.extractOfTime("hour", null)],
  extractOfTimestamp: [() => values.extractOfTimestamp("year", null)],
  fitChar: [() => values.fitChar(null, 1, site)],
  fitVarchar: [() => values.fitVarchar(null, 1, site)],
  floor: [() => values.floor(null)],
  formatDate: [() => values.formatDate(null)],
  formatInstant: [() => values.formatInstant(null)],
  formatTime: [() => values.formatTime(null)],
  formatTimestamp: [() => values.formatTimestamp(null)],
  fromMicros: [() => values.fromMicros(null, site)],
  fromMillis: [() => values.fromMillis(null, site)],
  fromSeconds: [() => values.fromSeconds(null, site)],
  greater: both(values.greater<string>, "a"),
  greaterOrEqual: both(values.greaterOrEqual<string>, "a"),
  hours: [() => values.hours(null, site)],
  left: [() => values.left(null, one), () => values.left("a", null)],
  length: [() => values.length(null)],
  less: both(values.less<string>, "a"),
  lessOrEqual: both(values.lessOrEqual<string>, "a"),
  lower: [() => values.lower(null)],
  ltrim: [() => values.ltrim(null)],
  mid: [() => values.mid(null, one, one), () => values.mid("a", null, one), () => values.mid("a", one, null)],
  millis: [() => values.millis(null, site)],
  minusDate: both(values.minusDate, date),
  minusDuration: [() => values.minusDuration(null, d), () => values.minusDuration(t, null)],
  minusInstant: both(values.minusInstant, t),
  minusTimestamp: both(values.minusTimestamp, local),
  minutes: [() => values.minutes(null, site)],
  multiply: both(values.multiply, one),
  multiplyDouble: both(values.multiplyDouble, 1),
  multiplyDuration: [() => values.multiplyDuration(null, one, site), () => values.multiplyDuration(d, null, site)],
  negate: [() => values.negate(null)],
  negateDouble: [() => values.negateDouble(null)],
  negateDuration: [() => values.negateDuration(null)],
  not: [() => values.not(null)],
  oneOf: [() => values.oneOf(null, ["a"]), () => values.oneOf<string>("a", null)],
  parseTime: [
    () => values.parseTime(null, format, utc, site),
    () => values.parseTime("1970-01-01", format, null, site),
  ],
  plusDuration: [() => values.plusDuration(null, d), () => values.plusDuration(t, null)],
  printTime: [() => values.printTime(null, format, utc), () => values.printTime(t, format, null)],
  quotient: both((a: values.Exact | null, b: values.Exact | null) => values.quotient(a, b, site), one),
  remainder: both((a: values.Exact | null, b: values.Exact | null) => values.remainder(a, b, site), one),
  remainderDouble: both((a: number | null, b: number | null) => values.remainderDouble(a, b, site), 1),
  replace: [
    () => values.replace(null, "a", "a"),
    () => values.replace("a", null, "a"),
    () => values.replace("a", "a", null),
  ],
  right: [() => values.right(null, one), () => values.right("a", null)],
  round: [
    () => values.round(null),
    () => values.round(null, one),
    () => values.round(one, null),
    () => values.round(1, null),
  ],
  rtrim: [() => values.rtrim(null)],
  seconds: [() => values.seconds(null, site)],
  secondsBetween: both(values.secondsBetween<values.Instant>, t),
  startOf: [() => values.startOf(null, "day", utc), () => values.startOf(t, "day", null)],
  startOfDate: [() => values.startOfDate(null, "month")],
  startOfTimestamp: [() => values.startOfTimestamp(null, "month")],
  startsWith: both(values.startsWith, "a"),
  storeText: [() => values.storeText(null, site)],
  subtract: both(values.subtract, one),
  subtractDouble: both(values.subtractDouble, 1),
  subtractDuration: both(values.subtractDuration, d),
  textOfBoolean: [() => values.textOfBoolean(null)],
  textOfDate: [() => values.textOfDate(null)],
  textOfDouble: [() => values.textOfDouble(null)],
  textOfDuration: [() => values.textOfDuration(null)],
  textOfExact: [() => values.textOfExact(null)],
  textOfInstant: [() => values.textOfInstant(null)],
  textOfRaw: [() => values.textOfRaw(null, site)],
  textOfTime: [() => values.textOfTime(null)],
  textOfTimestamp: [() => values.textOfTimestamp(null)],
  timeOf: [() => values.timeOf(null, utc), () => values.timeOf(t, null)],
  timeOfTimestamp: [() => values.timeOfTimestamp(null)],
  timestampMinusDuration: [
    () => values.timestampMinusDuration(null, d),
    () => values.timestampMinusDuration(local, null),
  ],
  timestampPlusDuration: [() => values.timestampPlusDuration(null, d), () => values.timestampPlusDuration(local, null)],
  toBigint: [() => values.toBigint(null, site)],
  toInt: [() => values.toInt(null, site)],
  toMillis: [() => values.toMillis(null)],
  toNumeric: [() => values.toNumeric(null, 1, 0, site)],
  toReal: [() => values.toReal(null, site)],
  toSeconds: [() => values.toSeconds(null)],
  toSmallint: [() => values.toSmallint(null, site)],
  trim: [() => values.trim(null)],
  trunc: [() => values.trunc(null)],
  upper: [() => values.upper(null)],
  zoneOf: [() => values.zoneOf(null, site)],
};

/** Functions that say something else about null, or take none; logic.test.ts and store.test.ts have them. */
const OTHERS = [
  "Rejection",
  "and",
  "attempt",
  "coalesce",
  "duration",
  "exact",
  "holds",
  "lazy",
  "nullIf",
  "or",
  "reject",
  "required",
  "same",
  "sites",
  "timeFormat",
  "zone",
];

function both<T>(apply: (left: T | null, right: T | null) => unknown, value: T): readonly Call[] {
  return [() => apply(null, value), () => apply(value, null), () => apply(null, null)];
}

test("a null operand makes every function null", () => {
  for (const [name, calls] of Object.entries(NULL_CALLS)) {
    for (const call of calls) assert.is(call(), null, `${name}: ${String(call)}`);
  }
});

test("no function is left out of the table", () => {
  assert.equal([...Object.keys(NULL_CALLS), ...OTHERS].sort(), Object.keys(values).sort());
});

test.run();
