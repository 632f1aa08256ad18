import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { duration, instant, localDate, localDateTime, localTime } from "../../../runtime/values/instant.ts";
import * as json from "../../../runtime/values/json-of.ts";
import { toJson } from "../../../runtime/values/json-text.ts";
import { random } from "../../support/random.ts";
import { rejects, site } from "./support.ts";

const r = random();

test("exact numbers keep all digits and never have an exponent", () => {
  assert.is(toJson(json.jsonOfExact(exact("12345678901234567890.10"))), "12345678901234567890.1");
  assert.is(toJson(json.jsonOfExact(exact("1e30"))), `1${"0".repeat(30)}`);
  assert.is(toJson(json.jsonOfExact(exact("-0.0"))), "0");
});

test("doubles are written as JSON.stringify writes them, and only finite ones", () => {
  const doubles = [
    0,
    -0,
    1e21,
    5e-324,
    0.1,
    -1.5,
    2 ** 53,
    ...Array.from({ length: 500 }, () => r.bytes(8).readDoubleLE()),
  ];
  for (const value of doubles.filter(Number.isFinite)) {
    assert.is(toJson(json.jsonOfDouble(value, site)), JSON.stringify(value));
  }
  for (const value of [NaN, Infinity, -Infinity]) rejects("RDI5011", () => json.jsonOfDouble(value, site));
});

test("integers, booleans, text and times have their plain forms", () => {
  assert.is(toJson(json.jsonOfInteger(-7)), "-7");
  assert.is(toJson(json.jsonOfInteger(9223372036854775807n)), "9223372036854775807");
  assert.is(toJson(json.jsonOfBoolean(false)), "false");
  assert.is(toJson(json.jsonOfText("1")), '"1"');
  assert.is(toJson(json.jsonOfRaw(Buffer.from("é"), site)), '"é"');
  rejects("RDI5014", () => json.jsonOfRaw(Buffer.from([0xff]), site));
  assert.is(toJson(json.jsonOfInstant(instant(1_500_000n))), '"1970-01-01T00:00:01.5Z"');
  assert.is(toJson(json.jsonOfTimestamp(localDateTime(0n))), '"1970-01-01T00:00:00"');
  assert.is(toJson(json.jsonOfDate(localDate(1))), '"1970-01-02"');
  assert.is(toJson(json.jsonOfTime(localTime(60_000_000n))), '"00:01:00"');
  assert.is(toJson(json.jsonOfDuration(duration(5_400_000_000n))), '"PT1H30M"');
});

test("lists and maps become JSON element by element", () => {
  assert.is(toJson(json.jsonOfList([exact("1.50"), null], json.jsonOfExact)), "[1.5,null]");
  const map = new Map([
    ["b", true],
    ["a", null],
  ]);
  assert.is(toJson(json.jsonOfMap(map, json.jsonOfBoolean, site)), '{"b":true,"a":null}');
  assert.equal([json.jsonOfList(null, json.jsonOfText), json.jsonOfMap(null, json.jsonOfText, site)], [null, null]);
});

test.run();
