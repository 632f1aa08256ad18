import { test } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber } from "../../../runtime/values/json.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { jsonText } from "../../../runtime/values/json-text.ts";
import { random } from "../../support/random.ts";
import { plainOf, randomPlain, spelled } from "./plain-json.ts";
import type { Plain } from "./plain-json.ts";
import { rejectionOf, rejects, site } from "./support.ts";

const r = random();
const REJECTED = Symbol("rejected");

function parsed(text: string): Plain | typeof REJECTED {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return REJECTED;
  }
}

/** A character is dropped, doubled or put in; most texts are no JSON then. */
function mutated(text: string): string {
  const characters = Array.from(text);
  characters.splice(r.int(0, characters.length), r.int(0, 1), r.pick(INSERTED));
  return characters.join("");
}

const INSERTED = ["", "", ",", "]", "}", "{", '"', "\\", "0", "-", ".", "e", " ", "\u0000", "\u00a0", "\ufeff", "n"];

test("random texts are the values that JSON.parse reads", () => {
  for (let run = 0; run < 4000; run++) {
    const text = spelled(r, randomPlain(r, 4));
    assert.equal(plainOf(parseJson(Buffer.from(text), site)), JSON.parse(text), text);
    assert.equal(plainOf(parseJson(text, site)), JSON.parse(text), text);
  }
});

test("texts with a mistake reject exactly where JSON.parse does", () => {
  let mistakes = 0;
  for (let run = 0; run < 12_000; run++) {
    const text = mutated(spelled(r, randomPlain(r, 3)));
    const expected = parsed(text);
    if (expected === REJECTED) {
      mistakes++;
      rejects("RDI5023", () => parseJson(Buffer.from(text), site));
    } else assert.equal(plainOf(parseJson(Buffer.from(text), site)), expected, text);
  }
  assert.ok(mistakes > 3000);
});

test("numbers keep their digits", () => {
  for (const text of [
    "0",
    "-0",
    "1.50",
    "1E+2",
    "12345678901234567890.123456789012345678901",
    "1e-400",
    "9".repeat(5000),
  ]) {
    const value = parseJson(` ${text} `, site);
    assert.ok(value instanceof JsonNumber);
    assert.is(value.text, text);
  }
});

test("names keep their order, and the last of a repeated one counts", () => {
  const value = parseJson('{"10":1,"b":2,"2":3,"b":4,"__proto__":5}', site);
  assert.is(jsonText(value), '{"10":1,"b":4,"2":3,"__proto__":5}');
});

test("the message says what is wrong and at which byte, and never shows the value", () => {
  const problems: readonly (readonly [string, string])[] = [
    ["", "a value is missing, at byte 0"],
    ["abc", "a value is missing, at byte 0"],
    ['{"é":1,}', "a name in quotes is missing, at byte 8"],
    ['{"a" 1}', "a colon is missing, at byte 5"],
    ["[1 2]", "a comma or ] is missing, at byte 3"],
    ['{"a":1 "b"', "a comma or } is missing, at byte 7"],
    ["[01]", "a comma or ] is missing, at byte 2"],
    ["-x", "a digit is missing, at byte 0"],
    ["1 2", "there is more behind the value, at byte 2"],
    ['"a', "a string has no end, at byte 2"],
    ['"a\\', "JSON has no such escape, at byte 2"],
    ['"\\x"', "JSON has no such escape, at byte 1"],
    ['"\\n\\u12g4"', "a \\u wants four hexadecimal digits, at byte 3"],
    ['"\t"', "a string contains a control character, at byte 1"],
    ["\ufeff1", "a value is missing, at byte 0"],
  ];
  for (const [text, problem] of problems) {
    const rejection = rejectionOf(() => parseJson(Buffer.from(text), site));
    assert.is(rejection.message, `balance: not JSON: ${problem}`);
    assert.is(rejection.code, "RDI5023");
  }
});

test("bytes that are not UTF-8 reject as such", () => {
  rejects("RDI5014", () => parseJson(Buffer.from([0x22, 0xff, 0x22]), site));
  rejects("RDI5014", () => parseJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), site));
});

test("1000 levels are read and 1001 reject, whatever they are made of", () => {
  const nested = (levels: number): string => '[{"a":'.repeat(levels / 2) + "1" + "}]".repeat(levels / 2);
  assert.is(jsonText(parseJson(nested(1000), site)), nested(1000));
  rejects("RDI5023", () => parseJson(nested(1002), site));
  rejects("RDI5023", () => parseJson("[".repeat(1001) + "]".repeat(1001), site));
  assert.match(rejectionOf(() => parseJson("[".repeat(2_000_000), site)).message, /deeper than 1000 levels/);
  assert.is(jsonText(parseJson(`[${"[],".repeat(5000)}[]]`, site)).length, 5001 * 3 + 1);
});

test("long values and long junk take linear time, because quadratic time would stop the lane", () => {
  const long = "x".repeat(4_000_000);
  assert.is(parseJson(`"${long}"`, site), long);
  assert.is(String(parseJson(`"${"\\n".repeat(1_000_000)}"`, site)).length, 1_000_000);
  rejects("RDI5023", () => parseJson(`"${long}`, site));
  rejects("RDI5023", () => parseJson(`${"9".repeat(4_000_000)}x`, site));
  rejects("RDI5023", () => parseJson(`${" ".repeat(4_000_000)}x`, site));
});

test.run();
