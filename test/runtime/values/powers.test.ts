import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { LARGEST_EXACT_EXPONENT, power, sqrt } from "../../../runtime/values/powers.ts";
import { random } from "../../support/random.ts";
import { outcome, rejects, site } from "./support.ts";

const raised = (base: string, exponent: string): string | undefined =>
  outcome(() => power(exact(base), exact(exponent), site)?.toFixed());
const root = (value: string): string | undefined => outcome(() => sqrt(exact(value), site)?.toFixed());

test("whole exponents give exact powers", () => {
  assert.is(raised("1.1", "3"), "1.331");
  assert.is(raised("-2", "63"), "-9223372036854775808");
  assert.is(raised("10", "100"), `1${"0".repeat(100)}`);
  assert.is(raised("0", "0"), "1");
  assert.is(raised("123456789.123456789", "2"), "15241578780673678.515622620750190521");
});

test("an exact power is what whole numbers say", () => {
  const r = random();
  for (let run = 0; run < 1000; run++) {
    const [digits, scale, exponent] = [BigInt(r.int(-99_999_999, 99_999_999)), r.int(0, 8), r.int(0, 100)];
    const expected = exact(`${digits ** BigInt(exponent)}e-${scale * exponent}`).toFixed();
    assert.is(raised(`${digits}e-${scale}`, String(exponent)), expected, `(${digits}e-${scale})^${exponent}`);
  }
});

test("all other powers have 34 digits", () => {
  assert.is(raised("2", "-1"), "0.5");
  assert.is(raised("3", "-1"), `0.${"3".repeat(34)}`);
  assert.is(raised("2", "0.5"), "1.414213562373095048801688724209698");
  assert.is(raised("3", String(LARGEST_EXACT_EXPONENT + 1)), "1546132562196033993109383389296864000000000000000");
  assert.is(raised("-2", "-3"), "-0.125");
  assert.is(raised("-1", "1e300"), "1");
  assert.is(raised("-1", "1000000000000000000000000000001"), "-1");
  assert.is(raised("0", "0.5"), "0");
  assert.is(raised("0", "1e9"), "0");
});

test("powers without a value reject", () => {
  assert.is(raised("0", "-1"), "RDI5016");
  assert.is(raised("0", "-0.5"), "RDI5016");
  assert.is(raised("-2", "0.5"), "RDI5011");
  assert.is(raised("-2", "-1.5"), "RDI5011");
});

test("powers that no numeric holds reject without being calculated", () => {
  const started = performance.now();
  assert.is(raised("1e2000", "100"), "RDI5011");
  assert.is(raised("1e-200", "100"), "RDI5011");
  assert.is(raised("10", "131072"), "RDI5011");
  assert.is(raised("10", "131071"), `1${"0".repeat(131_071)}`);
  assert.is(raised("10", "-16384"), "RDI5011");
  for (const exponent of ["1e12", "1e17", "1e400", "12345678901234567890.5"]) {
    assert.is(raised("2", exponent), "RDI5011", exponent);
    assert.is(raised("2", `-${exponent}`), "RDI5011", exponent);
    assert.is(raised("1", exponent), "1", exponent);
  }
  assert.is(raised("9".repeat(130_000), "0.00001")?.slice(0, 6), "19.952");
  assert.ok(performance.now() - started < 5000);
});

test("a root has 34 digits", () => {
  assert.is(root("2"), "1.414213562373095048801688724209698");
  assert.is(root("144"), "12");
  assert.is(root("0.0001"), "0.01");
  assert.is(root("0"), "0");
  assert.is(root("1e130000"), `1${"0".repeat(65_000)}`);
});

test("a root is nearest: half a unit below and above, the squares lie around the value", () => {
  const r = random();
  for (let run = 0; run < 1000; run++) {
    const text = `${r.int(1, 2 ** 40)}${r.int(0, 2 ** 40)}e${r.int(-60, 40)}`;
    const [value, result] = [exact(text), exact(root(text) ?? "")];
    const half = exact(`5e${result.e - 34}`);
    assert.ok(result.precision() <= 34);
    assert.ok(result.minus(half).times(result.minus(half)).lessThanOrEqualTo(value), text);
    assert.ok(result.plus(half).times(result.plus(half)).greaterThanOrEqualTo(value), text);
  }
});

test("the root of a negative number rejects", () => {
  assert.is(root("-0.01"), "RDI5011");
  rejects("RDI5011", () => sqrt(-1, site));
  rejects("RDI5011", () => sqrt(-Infinity, site));
});

test("doubles calculate as IEEE 754 says", () => {
  assert.is(power(2, 0.5, site), Math.SQRT2);
  assert.is(power(2, -1, site), 0.5);
  assert.is(power(10, 400, site), Infinity);
  assert.is(power(10, -400, site), 0);
  assert.is(power(-2, 3, site), -8);
  assert.is(power(NaN, 0, site), 1);
  assert.is(power(1, NaN, site), 1);
  assert.is(power(1, -Infinity, site), 1);
  assert.is(power(-1, Infinity, site), 1);
  assert.ok(Number.isNaN(power(NaN, 2, site)));
  assert.is(sqrt(2, site), Math.SQRT2);
  assert.is(sqrt(Infinity, site), Infinity);
  assert.ok(Number.isNaN(sqrt(NaN, site)));
});

test("doubles have no power of zero below it, nor a root of a negative number", () => {
  rejects("RDI5016", () => power(0, -1, site));
  rejects("RDI5016", () => power(-0, -0.5, site));
  rejects("RDI5011", () => power(-2, 0.5, site));
});

test.run();
