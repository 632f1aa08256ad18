import { test } from "uvu";
import * as assert from "uvu/assert";
import * as postgres from "../../../runtime/sinks/postgres/arrays.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { instant, localDate, localDateTime, localTime } from "../../../runtime/values/instant.ts";

test("an empty column is an empty array", () => assert.is(postgres.text([]), "{}"));

test("NULL is a null, and the text NULL is a text", () => {
  assert.is(postgres.text([null, "NULL", "null", ""]), '{NULL,"NULL","null",""}');
});

test("quotes and backslashes are escaped, everything else stands for itself", () => {
  assert.is(postgres.text(['a"b', "c\\d", "{e,f}", "g\nh", "😀"]), '{"a\\"b","c\\\\d","{e,f}","g\nh","😀"}');
});

test("integers keep every digit", () => {
  assert.is(
    postgres.bigint([9223372036854775807n, -9223372036854775808n, null]),
    "{9223372036854775807,-9223372036854775808,NULL}",
  );
  assert.is(postgres.int([2147483647, -2147483648]), "{2147483647,-2147483648}");
  assert.is(postgres.smallint([32767, null]), "{32767,NULL}");
});

test("a numeric has no exponent", () => {
  assert.is(
    postgres.numeric([exact("1e30"), exact("0.0000000001"), exact("-12.50")]),
    "{1000000000000000000000000000000,0.0000000001,-12.5}",
  );
});

test("floats keep the sign of zero, NaN and the infinities", () => {
  assert.is(postgres.double([-0, 0, NaN, Infinity, -Infinity, 0.1, 1e300]), "{-0,0,NaN,Infinity,-Infinity,0.1,1e+300}");
  assert.is(postgres.real([1.5]), "{1.5}");
});

test("booleans are t and f", () => assert.is(postgres.boolean([true, false, null]), "{t,f,NULL}"));

test("times keep microseconds", () => {
  assert.is(postgres.timestamptz([instant(1n)]), '{"1970-01-01 00:00:00.000001+00"}');
  assert.is(postgres.timestamp([localDateTime(1n)]), '{"1970-01-01 00:00:00.000001"}');
  assert.is(postgres.date([localDate(1), null]), '{"1970-01-02",NULL}');
  assert.is(postgres.time([localTime(1n)]), '{"00:00:00.000001"}');
});

test("bytes are hexadecimal behind an escaped backslash", () => {
  assert.is(postgres.bytes([Buffer.from([0, 255]), Buffer.alloc(0), null]), '{"\\\\x00ff","\\\\x",NULL}');
});

test.run();
