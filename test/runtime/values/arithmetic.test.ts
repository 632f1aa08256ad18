import { test } from "uvu";
import * as assert from "uvu/assert";
import { add, divide, multiply, negate, quotient, remainder, subtract } from "../../../runtime/values/arithmetic.ts";
import { exact } from "../../../runtime/values/exact.ts";
import type { Exact } from "../../../runtime/values/exact.ts";
import { property, rejects, site } from "./support.ts";
import type { Random } from "./support.ts";

/** An integer and how many of its digits stand behind the point. */
interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

function randomScaled(random: Random): Scaled {
  const size = random.pick([3, 8, 20, 60]);
  const digits = BigInt(random.digits(1 + random.below(size))) * (random.below(2) === 0 ? 1n : -1n);
  return { digits, scale: random.below(size) };
}

function textOf(value: Scaled): string {
  const magnitude = (value.digits < 0n ? -value.digits : value.digits).toString().padStart(value.scale + 1, "0");
  const whole = magnitude.slice(0, magnitude.length - value.scale);
  const fraction = magnitude.slice(magnitude.length - value.scale).replace(/0+$/, "");
  return `${value.digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Both as integers of one scale. */
function aligned(
  left: Scaled,
  right: Scaled,
): { readonly left: bigint; readonly right: bigint; readonly scale: number } {
  const scale = Math.max(left.scale, right.scale);
  const lift = (value: Scaled): bigint => value.digits * 10n ** BigInt(scale - value.scale);
  return { left: lift(left), right: lift(right), scale };
}

const exactOf = (value: Scaled): Exact => exact(textOf(value));

test("+ − × are exact for any number of digits", () => {
  property(4000, (random) => {
    const [left, right] = [randomScaled(random), randomScaled(random)];
    const [a, b] = [exactOf(left), exactOf(right)];
    const both = aligned(left, right);
    const why = `${textOf(left)} and ${textOf(right)}`;
    assert.is(add(a, b)?.toFixed(), textOf({ digits: both.left + both.right, scale: both.scale }), why);
    assert.is(subtract(a, b)?.toFixed(), textOf({ digits: both.left - both.right, scale: both.scale }), why);
    assert.is(
      multiply(a, b)?.toFixed(),
      textOf({ digits: left.digits * right.digits, scale: left.scale + right.scale }),
      why,
    );
    assert.is(negate(a)?.toFixed(), textOf({ digits: -left.digits, scale: left.scale }), why);
  });
});

test("div and % are exact, cut off towards zero, and add up to the dividend", () => {
  property(4000, (random) => {
    const [left, right] = [randomScaled(random), randomScaled(random)];
    if (right.digits === 0n) return;
    const both = aligned(left, right);
    const why = `${textOf(left)} by ${textOf(right)}`;
    const [div, rest] = [quotient(exactOf(left), exactOf(right), site), remainder(exactOf(left), exactOf(right), site)];
    assert.is(div?.toFixed(), (both.left / both.right).toString(), why);
    assert.is(rest?.toFixed(), textOf({ digits: both.left % both.right, scale: both.scale }), why);
    assert.is(add(multiply(div, exactOf(right)), rest)?.toFixed(), textOf(left), why);
  });
});

test("/ carries 34 significant digits and rounds half to even", () => {
  assert.is(divide(exact("1"), exact("3"), site)?.toFixed(), `0.${"3".repeat(34)}`);
  assert.is(divide(exact("2"), exact("3"), site)?.toFixed(), `0.${"6".repeat(33)}7`);
  assert.is(divide(exact("1"), exact("8"), site)?.toFixed(), "0.125");
  const tie = (digits: string): string | undefined => divide(exact(digits), exact("10"), site)?.toFixed();
  assert.is(tie(`1${"0".repeat(32)}25`), `1${"0".repeat(32)}2`);
  assert.is(tie(`1${"0".repeat(32)}35`), `1${"0".repeat(32)}4`);
});

test("/ is what whole-number division with half-even rounding gives", () => {
  property(3000, (random) => {
    const [left, right] = [randomScaled(random), randomScaled(random)];
    if (right.digits === 0n) return;
    const got = divide(exactOf(left), exactOf(right), site);
    assert.is(got?.toFixed(), roundedQuotient(left, right), `${textOf(left)} / ${textOf(right)}`);
  });
});

test("a quotient goes on exactly: its sums and products are not cut to 34 digits", () => {
  const third = divide(exact("1"), exact("3"), site);
  assert.is(multiply(third, exact("1.0000000001"))?.toFixed(), `0.${"3".repeat(10)}${"6".repeat(24)}${"3".repeat(10)}`);
  assert.is(add(third, exact("1e40"))?.toFixed(), `1${"0".repeat(40)}.${"3".repeat(34)}`);
});

test("division by zero rejects, by minus zero too", () => {
  for (const zero of [exact("0"), exact("-0"), exact("0.00")]) {
    rejects("RDI5016", () => divide(exact("1"), zero, site));
    rejects("RDI5016", () => quotient(exact("1"), zero, site));
    rejects("RDI5016", () => remainder(exact("0"), zero, site));
  }
});

test("no float stands in between", () => {
  assert.is(add(exact("0.1"), exact("0.2"))?.toFixed(), "0.3");
  assert.is(add(exact("9007199254740993"), exact("1"))?.toFixed(), "9007199254740994");
  assert.is(
    multiply(exact("123456789012345678901234567890.123456789012"), exact("1e30"))?.toFixed(),
    "123456789012345678901234567890123456789012000000000000000000",
  );
  assert.is(subtract(exact("1e50"), exact("1e-50"))?.toFixed(), `${"9".repeat(50)}.${"9".repeat(50)}`);
});

/** 34 significant digits of left / right, half to even, by whole numbers alone. */
function roundedQuotient(left: Scaled, right: Scaled): string {
  const negative = left.digits < 0n !== right.digits < 0n && left.digits !== 0n;
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  // The lift gives the whole quotient far more than 34 digits; a last, sticky digit stands for what is left over.
  const lift = 300;
  const dividend = magnitude(left.digits) * 10n ** BigInt(lift);
  const divisor = magnitude(right.digits);
  const digits = (dividend / divisor) * 10n + (dividend % divisor === 0n ? 0n : 1n);
  const scale = lift + 1 + left.scale - right.scale;
  const excess = digits.toString().length - 34;
  if (digits === 0n || excess <= 0) return textOf({ digits: negative ? -digits : digits, scale });
  const unit = 10n ** BigInt(excess);
  const [kept, rest] = [digits / unit, digits % unit];
  const up = rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n);
  const rounded = (up ? kept + 1n : kept) * unit;
  return textOf({ digits: negative ? -rounded : rounded, scale });
}

test.run();
