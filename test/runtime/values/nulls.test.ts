import { test } from "uvu";
import * as assert from "uvu/assert";
import { instant } from "../../../runtime/values/instant.ts";
import * as values from "../../../runtime/values/index.ts";
import { site } from "./support.ts";

type Call = () => unknown;

const one = values.exact("1");
const t = instant(1n);
const d = values.duration(1n);
const anything = values.regex("");

/** Every function, once for each operand that is null. */
const NULL_CALLS: Readonly<Record<string, readonly Call[]>> = {
  abs: [() => values.abs(null)],
  add: both(values.add, one),
  addDouble: both(values.addDouble, 1),
  base64Decode: [() => values.base64Decode(null, site)],
  base64Encode: [() => values.base64Encode(null, site)],
  between: [() => values.between(null, 1, 1), () => values.between(1, null, 1), () => values.between(1, 1, null)],
  bigintOfInt: [() => values.bigintOfInt(null)],
  capitalize: [() => values.capitalize(null)],
  ceil: [() => values.ceil(null)],
  concat: [() => values.concat(null), () => values.concat("a", null)],
  contains: both(values.contains, "a"),
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
  geoLatitude: [() => values.geoLatitude(null, site)],
  geoLongitude: [() => values.geoLongitude(null, site)],
  greater: both(values.greater<string>, "a"),
  greaterOrEqual: both(values.greaterOrEqual<string>, "a"),
  hash: [() => values.hash(null, "md5", site)],
  hexDecode: [() => values.hexDecode(null, site)],
  hexEncode: [() => values.hexEncode(null, site)],
  indexOf: both(values.indexOf, "a"),
  join: [() => values.join(null, ","), () => values.join(["a"], null)],
  left: [() => values.left(null, one), () => values.left("a", null)],
  length: [() => values.length(null)],
  less: both(values.less<string>, "a"),
  lessOrEqual: both(values.lessOrEqual<string>, "a"),
  lower: [() => values.lower(null)],
  ltrim: [() => values.ltrim(null)],
  matches: [() => values.matches(null, anything)],
  mid: [() => values.mid(null, one, one), () => values.mid("a", null, one), () => values.mid("a", one, null)],
  minusDuration: [() => values.minusDuration(null, d), () => values.minusDuration(t, null)],
  minusInstant: both(values.minusInstant, t),
  multiply: both(values.multiply, one),
  multiplyDouble: both(values.multiplyDouble, 1),
  negate: [() => values.negate(null)],
  negateDouble: [() => values.negateDouble(null)],
  not: [() => values.not(null)],
  oneOf: [() => values.oneOf(null, ["a"]), () => values.oneOf<string>("a", null)],
  parseJson: [() => values.parseJson(null, site)],
  plusDuration: [() => values.plusDuration(null, d), () => values.plusDuration(t, null)],
  padLeft: [
    () => values.padLeft(null, one, " ", site),
    () => values.padLeft("a", null, " ", site),
    () => values.padLeft("a", one, null, site),
  ],
  padRight: [
    () => values.padRight(null, one, " ", site),
    () => values.padRight("a", null, " ", site),
    () => values.padRight("a", one, null, site),
  ],
  power: [
    () => values.power(null, one, site),
    () => values.power(one, null, site),
    () => values.power(null, 1, site),
    () => values.power(1, null, site),
  ],
  quotient: both((a: values.Exact | null, b: values.Exact | null) => values.quotient(a, b, site), one),
  regexExtract: [() => values.regexExtract(null, anything)],
  regexReplace: [() => values.regexReplace(null, anything, "a"), () => values.regexReplace("a", anything, null)],
  remainder: both((a: values.Exact | null, b: values.Exact | null) => values.remainder(a, b, site), one),
  remainderDouble: both((a: number | null, b: number | null) => values.remainderDouble(a, b, site), 1),
  repeat: [() => values.repeat(null, one, site), () => values.repeat("a", null, site)],
  replace: [
    () => values.replace(null, "a", "a"),
    () => values.replace("a", null, "a"),
    () => values.replace("a", "a", null),
  ],
  reverse: [() => values.reverse(null)],
  right: [() => values.right(null, one), () => values.right("a", null)],
  round: [
    () => values.round(null),
    () => values.round(null, one),
    () => values.round(one, null),
    () => values.round(1, null),
  ],
  rtrim: [() => values.rtrim(null)],
  sign: [() => values.sign(null)],
  split: [() => values.split(null), () => values.split("a", null)],
  sqrt: [() => values.sqrt(null, site)],
  startsWith: both(values.startsWith, "a"),
  storeText: [() => values.storeText(null, site)],
  subtract: both(values.subtract, one),
  subtractDouble: both(values.subtractDouble, 1),
  textOfBoolean: [() => values.textOfBoolean(null)],
  textOfDate: [() => values.textOfDate(null)],
  textOfDouble: [() => values.textOfDouble(null)],
  textOfDuration: [() => values.textOfDuration(null)],
  textOfExact: [() => values.textOfExact(null)],
  textOfInstant: [() => values.textOfInstant(null)],
  textOfRaw: [() => values.textOfRaw(null, site)],
  textOfTime: [() => values.textOfTime(null)],
  textOfTimestamp: [() => values.textOfTimestamp(null)],
  toBigint: [() => values.toBigint(null, site)],
  toInt: [() => values.toInt(null, site)],
  toNumeric: [() => values.toNumeric(null, 1, 0, site)],
  toReal: [() => values.toReal(null, site)],
  toSmallint: [() => values.toSmallint(null, site)],
  trim: [() => values.trim(null)],
  trunc: [() => values.trunc(null)],
  upper: [() => values.upper(null)],
  urlDecode: [() => values.urlDecode(null, site)],
  urlEncode: [() => values.urlEncode(null, site)],
  uuidV5: both((a: string | null, b: string | null) => values.uuidV5(a, b, site), values.randomUuid()),
};

/** Functions that say something else about null, or take none; logic.test.ts and store.test.ts have them. */
const OTHERS = [
  "JsonNumber",
  "RedisMap",
  "Rejection",
  "and",
  "attempt",
  "coalesce",
  "duration",
  "exact",
  "hashMap",
  "holds",
  "jsonText",
  "jsonType",
  "lazy",
  "nullIf",
  "or",
  "rawList",
  "randomUuid",
  "regex",
  "reject",
  "required",
  "same",
  "scoreMap",
  "sites",
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
