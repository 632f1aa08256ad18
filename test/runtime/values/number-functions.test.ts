import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { abs, ceil, floor, round, trunc } from "../../../runtime/values/number-functions.ts";
import { property } from "./support.ts";

const rounded = (value: string, digits: string): string | undefined => round(exact(value), exact(digits))?.toFixed();

test("halves are rounded away from zero", () => {
  assert.is(round(exact("2.5"))?.toFixed(), "3");
  assert.is(round(exact("-2.5"))?.toFixed(), "-3");
  assert.is(round(exact("-0.4"))?.toFixed(), "0");
  assert.is(rounded("1.005", "2"), "1.01");
  assert.is(rounded("1.00499999999999999999", "2"), "1");
  assert.is(rounded("9.995", "2"), "10");
});

test("negative digits round before the point, absurd ones do no harm", () => {
  assert.is(rounded("1250", "-2"), "1300");
  assert.is(rounded("-1249", "-2"), "-1200");
  assert.is(rounded("49", "-2"), "0");
  assert.is(rounded("50", "-2"), "100");
  assert.is(rounded("1.5", "1e100"), "1.5");
  assert.is(rounded("1.5", "-1e100"), "0");
  assert.is(rounded("1.25", "1.9"), "1.3");
});

test("floor, ceil, trunc and abs of exact numbers", () => {
  const all = (value: string): readonly (string | undefined)[] =>
    [floor, ceil, trunc, abs].map((apply) => (apply as typeof floor)(exact(value))?.toFixed());
  assert.equal(all("-1.5"), ["-2", "-1", "-1", "1.5"]);
  assert.equal(all("1.5"), ["1", "2", "1", "1.5"]);
  assert.equal(all("123456789012345678901234567890.5"), [
    "123456789012345678901234567890",
    "123456789012345678901234567891",
    "123456789012345678901234567890",
    "123456789012345678901234567890.5",
  ]);
});

test("doubles are rounded as doubles, and what is not finite stays", () => {
  assert.is(round(2.5), 3);
  assert.is(round(1.005, exact("2")), 1.01);
  assert.is(floor(-1.5), -2);
  assert.is(ceil(1.2), 2);
  assert.is(trunc(-1.7), -1);
  assert.is(abs(-1.5), 1.5);
  assert.ok(Number.isNaN(round(NaN)));
  assert.is(round(-Infinity, exact("2")), -Infinity);
});

test("round is what whole numbers say", () => {
  property(3000, (random) => {
    const [scale, digits] = [random.below(8), random.below(12) - 4];
    const value = BigInt(random.digits(1 + random.below(12))) * (random.below(2) === 0 ? 1n : -1n);
    const fixed = value * 10n ** BigInt(12 - scale);
    const unit = 10n ** BigInt(12 - digits);
    const magnitude = fixed < 0n ? -fixed : fixed;
    const units = (magnitude * 2n + unit) / (unit * 2n);
    const expected = exact(`${fixed < 0n ? "-" : ""}${units * unit}e-12`).toFixed();
    const text = `${value}e-${scale}`;
    assert.is(round(exact(text), exact(String(digits)))?.toFixed(), expected, `round(${text}, ${digits})`);
  });
});

test.run();
