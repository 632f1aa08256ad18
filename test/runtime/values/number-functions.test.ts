import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { abs, ceil, floor, round, sign, trunc } from "../../../runtime/values/number-functions.ts";
import type { RoundingMode } from "../../../runtime/values/number-functions.ts";
import { random } from "../../support/random.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
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

test("sign", () => {
  assert.equal(
    ["-0.1", "0", "-0", "12"].map((value) => sign(exact(value))?.toFixed()),
    ["-1", "0", "0", "1"],
  );
  assert.is(sign(-Infinity), -1);
  assert.is(sign(0.5), 1);
  assert.is(sign(0), 0);
  assert.ok(Number.isNaN(sign(NaN)));
});

/** How many units (given as so many tenths) each mode takes of -2.5 to 2.5. */
const MODES: Readonly<Record<RoundingMode, readonly number[]>> = {
  half_up: [-3, -2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2, 3],
  half_even: [-2, -2, -2, -1, 0, 0, 0, 0, 0, 1, 2, 2, 2],
  half_down: [-2, -2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2, 2],
  up: [-3, -3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3, 3],
  down: [-2, -2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2, 2],
  ceiling: [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2, 3, 3],
  floor: [-3, -3, -2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2],
};
const TENTHS = [-25, -21, -15, -11, -5, -1, 0, 1, 5, 11, 15, 21, 25];

test("each mode takes halves and all the rest its own way, for exact numbers and doubles", () => {
  for (const [mode, units] of Object.entries(MODES) as [RoundingMode, readonly number[]][]) {
    for (const [at, tenths] of TENTHS.entries()) {
      const why = `${tenths / 10} ${mode}`;
      assert.is(round(exact(`${tenths}e-1`), exact("0"), mode)?.toNumber(), units[at], why);
      assert.is(
        round(exact(`${tenths}e-3`), exact("2"), mode)
          ?.times(100)
          .toNumber(),
        units[at],
        why,
      );
      assert.is(
        round(exact(`${tenths}e2`), exact("-3"), mode)
          ?.dividedBy(1000)
          .toNumber(),
        units[at],
        why,
      );
      assert.is((round(tenths / 10, exact("0"), mode) ?? NaN) + 0, units[at], why);
    }
  }
});

test("absurd digits do no harm in any mode", () => {
  for (const mode of Object.keys(MODES) as RoundingMode[]) {
    assert.is(round(exact("1.5"), exact("1e100"), mode)?.toFixed(), "1.5", mode);
    const large = round(exact("1.5"), exact("-1e100"), mode);
    assert.ok(large?.isZero() || large?.equals(exact("1e131072")), mode);
  }
  assert.is(round(exact("1e200000"), exact("-1e6"))?.toFixed(), "0");
});

test("sign and round are SQLite's where a double holds the number exactly", () => {
  const [sqlite, r] = [sqliteCalculator(), random()];
  for (let run = 0; run < 500; run++) {
    const [value, digits] = [r.int(-100_000, 100_000) / 8, r.int(0, 2)];
    assert.is((sign(value) ?? NaN) + 0, sqlite.value("sign(?1)", value), String(value));
    assert.is(
      (round(value, exact(String(digits))) ?? NaN) + 0,
      sqlite.value("round(?1, ?2)", value, digits),
      String(value),
    );
  }
  sqlite.close();
});

test.run();
