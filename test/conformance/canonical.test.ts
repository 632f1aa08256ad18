import { test } from "uvu";
import * as assert from "uvu/assert";
import { canonical } from "./canonical.ts";

const FORMS: readonly (readonly [type: string, text: string, expected: string])[] = [
  ["int", "7", "7"],
  ["numeric(12,2)", "1.50", "1.5"],
  ["numeric", "100", "100"],
  ["numeric", "-0.10", "-0.1"],
  ["numeric", "5.000", "5"],
  ["real", "0.1", "0.10000000149011612"],
  ["real", "0.10000000149011612", "0.10000000149011612"],
  ["double", "1E308", "1e+308"],
  ["double", "-0", "-0"],
  ["double", "Infinity", "Infinity"],
  ["boolean", "t", "true"],
  ["boolean", "0", "false"],
  ["boolean", "FALSE", "false"],
  ["char(3)", "a  ", "a"],
  ["varchar(3)", "a  ", "a  "],
  ["uuid", "0E37DF36-F698-11E6-8DD4-CB9CED3DF976", "0e37df36-f698-11e6-8dd4-cb9ced3df976"],
  ["bytes", "00FF", "00ff"],
  ["date", "2024-02-29", "2024-02-29"],
  ["time", "12:00:00.500000", "12:00:00.5"],
  ["time", "12:00:00.0000000", "12:00:00"],
  ["timestamp", "2024-02-29T10:20:30.000000", "2024-02-29 10:20:30"],
  ["timestamptz", "2024-02-29 10:20:30.120000+00", "2024-02-29 10:20:30.12"],
  ["timestamptz", "2024-02-29 10:20:30Z", "2024-02-29 10:20:30"],
  ["timestamp", "0044-03-15 10:00:00.10 BC", "0044-03-15 10:00:00.1 BC"],
  ["json", '{ "b" : [1.0, null], "a": "\\u0041" }', '{"a":"A","b":[1.0,null]}'],
  ["json", "[ ]", "[]"],
  ["json", "12345678901234567890.10", "12345678901234567890.10"],
  ["text", " null ", " null "],
];

for (const [type, text, expected] of FORMS) {
  test(`${text} of the type ${type} is ${expected}`, () => assert.is(canonical(type, text), expected));
}

test("JSON with something behind it is no JSON", () => assert.throws(() => canonical("json", "1 2")));

test.run();
