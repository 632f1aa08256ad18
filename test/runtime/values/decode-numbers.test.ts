import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  decodeBigint,
  decodeExact,
  decodeInt,
  decodeNumeric,
  decodeSmallint,
} from "../../../runtime/values/decode-numbers.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { outcome, property, rejects, site } from "./support.ts";
import type { Random } from "./support.ts";

const raw = (text: string): Buffer => Buffer.from(text);

/** An independent reading of decimal text: an integer and a power of ten. */
function scaled(text: string): { readonly digits: bigint; readonly exponent: number } | undefined {
  const parts = /^([+-]?)(\d*)(?:(\.)(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", , fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  return { digits, exponent: Number(exponent) - fraction.length };
}

/** The integer that the text denotes: a word for text that is no number, undefined where there is a fraction. */
function integerOf(text: string): bigint | undefined | "no number" {
  const value = scaled(text);
  if (value === undefined) return "no number";
  if (value.exponent >= 0) return value.digits * 10n ** BigInt(value.exponent);
  const unit = 10n ** BigInt(-value.exponent);
  return value.digits % unit === 0n ? value.digits / unit : undefined;
}

function expectedInteger(text: string, bits: bigint): bigint | string {
  const value = integerOf(text);
  if (value === undefined || value === "no number") return "RDI5010";
  return BigInt.asIntN(Number(bits), value) === value ? value : "RDI5011";
}

const ALPHABET = ["-", "+", ".", " ", "x", "_", "\u0000"] as const;

function numberText(random: Random): string {
  const text = [
    random.pick(["", "", "-", "+"]),
    random.digits(random.below(22)),
    random.pick(["", "", ".", `.${random.digits(random.below(12))}`, ".000"]),
    random.pick(["", "", "", `e${random.below(25)}`, `E-${random.below(25)}`, "e+2"]),
  ].join("");
  if (random.below(5) > 0) return text;
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick(ALPHABET) + text.slice(at);
}

test("integers at the edges of their types", () => {
  assert.is(decodeSmallint(raw("32767"), site), 32767);
  assert.is(decodeSmallint(raw("-32768"), site), -32768);
  assert.is(decodeInt(raw("2147483647"), site), 2147483647);
  assert.is(decodeInt(raw("-2147483648"), site), -2147483648);
  assert.is(decodeBigint(raw("9223372036854775807"), site), 9223372036854775807n);
  assert.is(decodeBigint(raw("-9223372036854775808"), site), -9223372036854775808n);
  for (const text of ["32768", "-32769", "1e5"]) rejects("RDI5011", () => decodeSmallint(raw(text), site));
  for (const text of ["2147483648", "-2147483649", "1e100"]) rejects("RDI5011", () => decodeInt(raw(text), site));
  for (const text of ["9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e1000"]) {
    rejects("RDI5011", () => decodeBigint(raw(text), site));
  }
});

test("longer spellings of an integer are integers", () => {
  for (const text of ["12", "+12", "012", "12.0", "12.", "1.2e1", "120e-1", "12.000"]) {
    assert.is(decodeInt(raw(text), site), 12);
    assert.is(decodeBigint(raw(text), site), 12n);
  }
  assert.is(decodeInt("1e3", site), 1000);
});

test("zero is never negative", () => {
  for (const text of ["-0", "-0.0", "-0e5", "-00"]) {
    assert.ok(Object.is(decodeInt(raw(text), site), 0), text);
    assert.ok(Object.is(decodeSmallint(raw(text), site), 0), text);
    assert.is(decodeBigint(raw(text), site), 0n);
    assert.is(decodeExact(raw(text), site)?.toFixed(), "0");
  }
});

test("what is no number is rejected: empty, spaces, words, other bases, other digits", () => {
  const bad = ["", " ", " 1", "1 ", "1\n", "-", "+", ".", "-.", "e5", "1e", "1e+", "--1", "1-", "1,5", "0x10", "1_000"];
  for (const text of [...bad, "NaN", "Infinity", "inf", "true", "1.2.3", "１２", "²", "1\0", "12abc", "0b1"]) {
    rejects("RDI5010", () => decodeInt(raw(text), site));
    rejects("RDI5010", () => decodeBigint(raw(text), site));
    rejects("RDI5010", () => decodeExact(raw(text), site));
    rejects("RDI5010", () => decodeNumeric(raw(text), 10, 2, site));
  }
  rejects("RDI5010", () => decodeInt(Buffer.from([0x31, 0xff]), site));
  rejects("RDI5010", () => decodeInt("\u0131\u0232", site));
});

test("a fraction is no integer", () => {
  for (const text of ["12.5", "0.1", "1e-1", "12.00000000000000000001"]) {
    rejects("RDI5010", () => decodeInt(raw(text), site));
    rejects("RDI5010", () => decodeBigint(raw(text), site));
  }
});

test("numerics keep all digits, beyond 2^53 and with 12 decimals", () => {
  for (const text of [
    "9007199254740993",
    "0.000000000001",
    "12345678901234567890.123456789012",
    "-0.10",
    "1e-7",
    ".5",
  ]) {
    const value = decodeExact(raw(text), site);
    assert.is(value?.toFixed(), exact(text).toFixed());
  }
  assert.is(decodeNumeric(raw("9999999999.99"), 12, 2, site)?.toFixed(), "9999999999.99");
  assert.is(decodeNumeric(raw("12.5000"), 12, 2, site)?.toFixed(), "12.5");
});

test("numeric(p,s) rejects what it would round or can't hold", () => {
  for (const text of ["10000000000", "1e10", "0.001", "9999999999.999", "1.234"]) {
    rejects("RDI5011", () => decodeNumeric(raw(text), 12, 2, site));
  }
  assert.is(decodeNumeric(raw("1200"), 2, -2, site)?.toFixed(), "1200");
  rejects("RDI5011", () => decodeNumeric(raw("1250"), 2, -2, site));
  assert.is(decodeNumeric(raw("0.00012"), 2, 5, site)?.toFixed(), "0.00012");
  rejects("RDI5011", () => decodeNumeric(raw("0.00123"), 2, 5, site));
  assert.is(decodeNumeric(raw("0.000"), 1, 1, site)?.toFixed(), "0");
});

test("absurd exponents are rejected without being written out", () => {
  const absurd = [
    "1e1000000",
    "1e131072",
    "1e-16384",
    "1e-1000000000",
    "1e99999999999999999999",
    "1e-99999999999999999999",
  ];
  for (const text of [...absurd, `1e${"9".repeat(400)}`, `1e-${"9".repeat(400)}`, "9".repeat(300_000)]) {
    rejects("RDI5011", () => decodeExact(raw(text), site));
    rejects("RDI5011", () => decodeNumeric(raw(text), 12, 2, site));
  }
  assert.is(decodeExact(raw("1e131071"), site)?.toFixed().length, 131_072);
  assert.is(decodeExact(raw("1e-16383"), site)?.decimalPlaces(), 16_383);
  assert.is(decodeExact(raw("0e99999999999999999999"), site)?.toFixed(), "0");
});

test("long junk takes linear time, because quadratic time would stop the lane", () => {
  for (const text of [`${"9".repeat(2_000_000)}x`, `1.${"0".repeat(2_000_000)}x`, `1e${"0".repeat(2_000_000)}x`]) {
    rejects("RDI5010", () => decodeInt(raw(text), site));
    rejects("RDI5010", () => decodeExact(raw(text), site));
  }
});

test("random text is an integer of each type exactly where whole-number arithmetic says so", () => {
  property(8000, (random) => {
    const text = numberText(random);
    const got = [decodeSmallint, decodeInt, decodeBigint].map((decode) =>
      outcome(() => BigInt(decode(raw(text), site) ?? 0)),
    );
    assert.equal(
      got,
      [16n, 32n, 64n].map((bits) => expectedInteger(text, bits)),
      JSON.stringify(text),
    );
  });
});

test("random text has the value that its digits say, by the short way and by decimal.js alike", () => {
  property(8000, (random) => {
    const text = numberText(random);
    const expected = scaled(text);
    const got = outcome(() => decodeExact(raw(text), site));
    if (expected === undefined || got === null || typeof got === "string") {
      assert.is(got, "RDI5010", JSON.stringify(text));
      assert.is(expected, undefined, JSON.stringify(text));
      return;
    }
    const value = scaled(got.toFixed());
    assert.ok(value !== undefined);
    const lowest = Math.min(value.exponent, expected.exponent);
    const at = (number: { digits: bigint; exponent: number }): bigint =>
      number.digits * 10n ** BigInt(number.exponent - lowest);
    assert.is(at(value), at(expected), JSON.stringify(text));
    const parsed = exact(text);
    assert.equal({ s: got.s, e: got.e, d: got.d }, { s: parsed.s, e: parsed.e, d: parsed.d }, JSON.stringify(text));
    assert.is(decodeExact(got.toFixed(), site)?.toFixed(), got.toFixed());
  });
});

test("random numbers fit numeric(p,s) exactly where a scaled integer has few enough digits", () => {
  property(4000, (random) => {
    const text = `${random.pick(["", "-"])}${random.digits(1 + random.below(8))}.${random.digits(1 + random.below(8))}`;
    const precision = 1 + random.below(12);
    const scale = random.below(precision + 1);
    const value = scaled(text);
    assert.ok(value !== undefined);
    const unit = 10n ** 20n;
    const fixed = value.digits * 10n ** BigInt(20 + value.exponent);
    const step = unit / 10n ** BigInt(scale);
    const magnitude = fixed < 0n ? -fixed : fixed;
    const fits = magnitude % step === 0n && magnitude / step < 10n ** BigInt(precision);
    const got = outcome(() => decodeNumeric(raw(text), precision, scale, site)?.toFixed());
    assert.is(got, fits ? exact(text).toFixed() : "RDI5011", `${text} as numeric(${precision},${scale})`);
  });
});

test.run();
