import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact, exactOfNumber } from "../../../runtime/values/exact.ts";
import { padLeft, padRight, repeat } from "../../../runtime/values/text-padding.ts";
import { random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";
import { rejects, site } from "./support.ts";

const n = exactOfNumber;
const MIB = 1024 * 1024;

test("padding counts code points and never cuts off", () => {
  assert.is(padLeft("7", n(3), "0", site), "007");
  assert.is(padRight("🦊", n(3), "🐟", site), "🦊🐟🐟");
  assert.is(padLeft("x", n(6), "ab", site), "ababax");
  assert.is(padRight("x", n(6), "ab", site), "xababa");
  assert.is(padLeft("abc", n(2), "0", site), "abc");
  assert.is(padLeft("abc", n(-1), "0", site), "abc");
  assert.is(padLeft("abc", exact("4.9"), undefined, site), " abc");
  assert.is(padRight("abc", n(9), "", site), "abc");
});

test("padding fills up to the width with the fill over and over", () => {
  const r = random();
  for (let run = 0; run < 2000; run++) {
    const [text, fill, width] = [randomText(r, 6), randomText(r, 3), r.int(-2, 15)];
    const [letters, fills] = [[...text], [...fill]];
    const missing = Math.max(fills.length === 0 ? 0 : width - letters.length, 0);
    const expected = Array.from({ length: missing }, (_, at) => fills[at % fills.length]).join("");
    const why = JSON.stringify([text, fill, width]);
    assert.is(padLeft(text, n(width), fill, site), expected + text, why);
    assert.is(padRight(text, n(width), fill, site), text + expected, why);
  }
});

test("repeat takes whole counts, and none below 1", () => {
  assert.is(repeat("ab", n(3), site), "ababab");
  assert.is(repeat("ab", exact("1.9"), site), "ab");
  assert.is(repeat("ab", n(0), site), "");
  assert.is(repeat("ab", n(-5), site), "");
  assert.is(repeat("", exact("1e300"), site), "");
});

test("what would be larger than 16 MiB of UTF-8 rejects", () => {
  assert.is(repeat("a", n(16 * MIB), site)?.length, 16 * MIB);
  assert.is(padLeft("é", n(16 * MIB - 1), "a", site)?.length, 16 * MIB - 1);
  rejects("RDI5013", () => repeat("a", n(16 * MIB + 1), site));
  rejects("RDI5013", () => repeat("é", n(8 * MIB + 1), site));
  rejects("RDI5013", () => repeat("a", exact("1e300"), site));
  rejects("RDI5013", () => padLeft("é", n(16 * MIB), "a", site));
  rejects("RDI5013", () => padRight("a", exact("1e300"), "a", site));
});

test("a fill that is longer than what is missing counts only as far as it is used", () => {
  assert.is(padRight("ab", n(3), "x".repeat(17 * MIB), site), "abx");
});

test.run();
