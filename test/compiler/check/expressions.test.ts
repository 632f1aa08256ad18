import { test } from "uvu";
import * as assert from "uvu/assert";
import { columnValue } from "./support.ts";

/** What a column becomes in the plan: [column, its value]. */
const values: readonly (readonly [string, string, string?])[] = [
  // Undecoded values take the column's type.
  ["v: text", "decodeText(hash.v, @v)"],
  ["v: text not null", "required(decodeText(hash.v, @v), @v)"],
  ["v: varchar(9) = a", "decodeVarchar(hash.a, 9, @v)"],
  ["v: char(2) = a", "decodeChar(hash.a, 2, @v)"],
  ["v: smallint = a", "decodeSmallint(hash.a, @v)"],
  ["v: int = (a)", "decodeInt(hash.a, @v)"],
  ["v: bigint = a", "decodeBigint(hash.a, @v)"],
  ["v: numeric = a", "decodeExact(hash.a, @v)"],
  ["v: numeric(9) = a", "decodeNumeric(hash.a, 9, 0, @v)"],
  ["v: real = a", "decodeReal(hash.a, @v)"],
  ["v: double = a", "decodeDouble(hash.a, @v)"],
  ["v: boolean = a", "decodeBoolean(hash.a, @v)"],
  ["v: uuid = a", "decodeUuid(hash.a, @v)"],
  ["v: bytes = a", "decodeBytes(hash.a)"],
  ["v: date = a", "decodeDate(hash.a, @v)"],
  ["v: time = a", "decodeTime(hash.a, @v)"],
  ["v: timestamp = a", "decodeTimestamp(hash.a, @v)"],
  ["v: timestamptz = a", "decodeTimestamptz(hash.a, @v)"],
  // Captures decode like fields, in their own type.
  ["v: int = @id", "required(decodeInt(key.id, @v), @v)"],
  ["v: numeric(9,2) = @id", "required(decodeNumeric(key.id, 9, 2, @v), @v)"],
  ["v: text = @key", "required(decodeText(key.key, @v), @v)"],
  ['v: text = "{@id}!"', 'concat(decodeText(key.id, @v), "!")'],
  // Constants fold into the column's representation.
  ["v: int = 7", "7"],
  ["v: bigint = -7", "-7n"],
  ["v: numeric(5,2) = 1.50", 'exact("1.50")'],
  ["v: double = 1.5", "1.5"],
  ["v: int = 1e3", "1000"],
  ['v: text = "a"', '"a"'],
  ['v: text = r"\\d{2}"', '"\\\\d{2}"'],
  ["v: boolean not null = true", "true"],
  ["v: text = null", "null"],
  // `??` decodes straight to the column.
  ["v: numeric(12,2) = a ?? 0", 'coalesce(decodeNumeric(hash.a, 12, 2, @v), () => exact("0"))'],
  ["v: bigint = a ?? b ?? 0", "coalesce(coalesce(decodeBigint(hash.a, @v), () => decodeBigint(hash.b, @v)), () => 0n)"],
  ['v: text = a ?? reject("no a")', 'coalesce(decodeText(hash.a, @v), () => reject("no a", @v))'],
  // Arithmetic is exact and checked where it is stored.
  ["v: int = a + 1", 'toInt(add(decodeExact(hash.a, @v), exact("1")), @v)'],
  ["v: numeric(9,2) = a * b", "toNumeric(multiply(decodeExact(hash.a, @v), decodeExact(hash.b, @v)), 9, 2, @v)"],
  ["v: numeric = -a", "negate(decodeExact(hash.a, @v))"],
  [
    "v: bigint = div(a, 2) % 3",
    'toBigint(remainder(quotient(decodeExact(hash.a, @v), exact("2"), @v), exact("3"), @v), @v)',
  ],
  [
    "v: numeric(9,2) = round(a / 3, 2)",
    'toNumeric(round(divide(decodeExact(hash.a, @v), exact("3"), @v), exact("2")), 9, 2, @v)',
  ],
  ["v: double = (a as double) * 2", "multiplyDouble(decodeDouble(hash.a, @v), 2)"],
  ["v: double = a as double", "decodeDouble(hash.a, @v)"],
  ["v: double = (a + 1) as double", 'doubleOfExact(add(decodeExact(hash.a, @v), exact("1")), @v)'],
  [
    "v: numeric(9,2) = (a ?? 0) * 0.5",
    'toNumeric(multiply(coalesce(decodeExact(hash.a, @v), () => exact("0")), exact("0.5")), 9, 2, @v)',
  ],
  // Text, templates and functions.
  ['v: text = "{a} {b}"', 'concat(decodeText(hash.a, @v), " ", decodeText(hash.b, @v))'],
  ['v: text = a ++ "-" ++ b', 'concat(decodeText(hash.a, @v), "-", decodeText(hash.b, @v))'],
  ['v: text = "{a}"', "decodeText(hash.a, @v)"],
  ["v: varchar(5) = upper(a)", "fitVarchar(upper(decodeText(hash.a, @v)), 5, @v)"],
  ["v: text = left(a, 3)", 'left(decodeText(hash.a, @v), exact("3"))'],
  ["v: int = length(a)", "toInt(length(decodeText(hash.a, @v)), @v)"],
  ['v: boolean = starts_with(a, "x")', 'startsWith(decodeText(hash.a, @v), "x")'],
  ["v: int = trim(a) as int", "decodeInt(trim(decodeText(hash.a, @v)), @v)"],
  ["v: text = (a + 1) as text", 'textOfExact(add(decodeExact(hash.a, @v), exact("1")))'],
  ["v: text = to_text(a)", "decodeText(hash.a, @v)"],
  ["v: int = a as int", "decodeInt(hash.a, @v)"],
  ["v: bigint = a as int", "toBigint(exactOfInt(decodeInt(hash.a, @v)), @v)"],
  // Null and errors.
  ['v: numeric(9,2) = nullif(a, "")', 'decodeNumeric(nullIf(decodeText(hash.a, @v), "", same), 9, 2, @v)'],
  ['v: text = nullif(a, "")', 'nullIf(decodeText(hash.a, @v), "", same)'],
  ["v: int = nullif(a, 0)", 'toInt(nullIf(decodeExact(hash.a, @v), exact("0"), same), @v)'],
  ["v: int = try(a)", "attempt(() => decodeInt(hash.a, @v))"],
  ["v: int = try(a) ?? 0", "coalesce(attempt(() => decodeInt(hash.a, @v)), () => 0)"],
  [
    "v: int = (try(a) ?? 0) + 1",
    'toInt(add(coalesce(attempt(() => decodeExact(hash.a, @v)), () => exact("0")), exact("1")), @v)',
  ],
  // Logic and comparison.
  ["v: boolean = a and not b", "and(decodeBoolean(hash.a, @v), () => not(decodeBoolean(hash.b, @v)))"],
  ["v: boolean = a == b", "equal(decodeText(hash.a, @v), decodeText(hash.b, @v))"],
  ["v: boolean = a > 5", 'greater(decodeExact(hash.a, @v), exact("5"))'],
  ["v: boolean = a is null", "same(hash.a, null)"],
  ['v: boolean = a is not "x"', 'not(same(decodeText(hash.a, @v), "x"))'],
  ['v: boolean = a in ["x", "y"]', 'oneOf(decodeText(hash.a, @v), ["x", "y"])'],
  ["v: boolean = a not between 1 and 9", 'not(between(decodeExact(hash.a, @v), exact("1"), exact("9")))'],
  // Times.
  ["v: timestamptz = from_millis(a)", "fromMillis(decodeExact(hash.a, @v), @v)"],
  ["v: timestamptz = now()", "now"],
  ["v: timestamptz = a + 7d", "plusDuration(decodeTimestamptz(hash.a, @v), duration(604800000000n))"],
  [
    "v: boolean = from_millis(a) - b > 1h",
    "greater(minusInstant(fromMillis(decodeExact(hash.a, @v), @v), decodeTimestamptz(hash.b, @v)), duration(3600000000n))",
  ],
  // Lets: lazy when they can reject, undecoded until they are used.
  ["v: int = x", "decodeInt(x, @v)", "let x = a"],
  ["v: text = x", "x()", "let x = lower(a)"],
  ["v: int = try(x)", "attempt(() => decodeInt(x, @v))", "let x = a"],
  ["v: bigint = x", "decodeBigint(key.id, @v)", "let x = @id"],
  ["v: text", "v()", "let v = trim(v)"],
  ["v: double = x", "0.5", "let x = 0.5"],
];

for (const [column, expected, clauses] of values) {
  test(`${clauses === undefined ? "" : `${clauses}, `}${column} becomes ${expected}`, () => {
    assert.is(columnValue(column, clauses), expected);
  });
}

test.run();
