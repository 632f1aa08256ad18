import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { negate } from "../../../runtime/values/arithmetic.ts";
import {
  fitChar,
  fitVarchar,
  required,
  storeText,
  toBigint,
  toInt,
  toNumeric,
  toReal,
  toSmallint,
} from "../../../runtime/values/store.ts";
import { rejectionOf, rejects, site } from "./support.ts";

test("integers are stored within their range and without a fraction", () => {
  assert.is(toSmallint(exact("-32768"), site), -32768);
  assert.is(toInt(exact("2147483647.0"), site), 2147483647);
  assert.is(toBigint(exact("-9223372036854775808"), site), -9223372036854775808n);
  assert.is(toBigint(exact("9223372036854775807"), site), 9223372036854775807n);
  assert.ok(Object.is(toInt(negate(exact("0")), site), 0));
  rejects("RDI5011", () => toSmallint(exact("32768"), site));
  rejects("RDI5011", () => toInt(exact("-2147483649"), site));
  rejects("RDI5011", () => toInt(exact("1e400"), site));
  rejects("RDI5011", () => toBigint(exact("9223372036854775808"), site));
  rejects("RDI5011", () => toBigint(exact("-1e1000"), site));
  for (const store of [toSmallint, toInt, toBigint]) rejects("RDI5011", () => store(exact("12.5"), site));
});

test("numerics are stored whole or not at all", () => {
  assert.is(toNumeric(exact("9999999999.99"), 12, 2, site)?.toFixed(), "9999999999.99");
  assert.is(toNumeric(exact("0"), 1, 1, site)?.toFixed(), "0");
  rejects("RDI5011", () => toNumeric(exact("0.001"), 12, 2, site));
  rejects("RDI5011", () => toNumeric(exact("10000000000"), 12, 2, site));
  assert.is(toNumeric(exact("1e131071"), 147_455, 16_383, site)?.e, 131_071);
  rejects("RDI5011", () => toNumeric(exact("1e131072"), 147_455, 16_383, site));
});

test("the rendering of a number with a million digits is short", () => {
  const rejection = rejectionOf(() => toInt(exact("-1.5e1000000"), site));
  assert.is(rejection.value, "-1.50000000000000000000e+1000000");
});

test("reals become float4, out of range at either end rejects", () => {
  assert.is(toReal(0.1, site), Math.fround(0.1));
  assert.is(toReal(-Infinity, site), -Infinity);
  assert.ok(Number.isNaN(toReal(NaN, site)));
  rejects("RDI5011", () => toReal(1e39, site));
  rejects("RDI5011", () => toReal(-1e-60, site));
});

test("computed text holds no NUL and no half of a pair", () => {
  assert.is(storeText("é🦊", site), "é🦊");
  rejects("RDI5015", () => storeText("a\0", site));
  rejects("RDI5014", () => storeText("a\ud83e", site));
  rejects("RDI5014", () => storeText("\udd8a", site));
  rejects("RDI5015", () => fitVarchar("\0", 5, site));
});

test("varchar and char count code points", () => {
  assert.is(fitVarchar("🦊🦊", 2, site), "🦊🦊");
  rejects("RDI5013", () => fitVarchar("🦊🦊x", 2, site));
  rejects("RDI5013", () => fitVarchar("ab ", 2, site));
  assert.is(fitChar("ab  ", 2, site), "ab");
  rejects("RDI5013", () => fitChar("abc", 2, site));
});

test("required passes values on and rejects null", () => {
  assert.is(required("", site), "");
  assert.is(required(0, site), 0);
  const rejection = rejectionOf(() => required(null, site));
  assert.is(rejection.code, "RDI5012");
  assert.is(rejection.value, undefined);
});

test.run();
