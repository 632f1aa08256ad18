import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeDouble, decodeReal } from "../../../runtime/values/decode-floats.ts";
import { property, rejects, site } from "./support.ts";

const raw = (text: string): Buffer => Buffer.from(text);

test("doubles are the nearest ones, with the spellings of Redis and PostgreSQL for what is not finite", () => {
  assert.is(decodeDouble(raw("0.1"), site), 0.1);
  assert.is(decodeDouble(raw("1e+20"), site), 1e20);
  assert.is(decodeDouble(raw("1.7976931348623157e308"), site), Number.MAX_VALUE);
  assert.is(decodeDouble(raw("5e-324"), site), 5e-324);
  assert.ok(Object.is(decodeDouble(raw("-0"), site), -0));
  for (const text of ["inf", "+inf", "Infinity", "INF"]) assert.is(decodeDouble(raw(text), site), Infinity);
  for (const text of ["-inf", "-Infinity"]) assert.is(decodeDouble(raw(text), site), -Infinity);
  for (const text of ["nan", "NaN"]) assert.ok(Number.isNaN(decodeDouble(raw(text), site)));
});

test("a number that a float turns into infinity or zero is out of range", () => {
  for (const text of ["1e309", "-1e309", "1e-400", "0.1e-400"]) rejects("RDI5011", () => decodeDouble(raw(text), site));
  for (const text of ["1e39", "3.5e38", "1e-46", "-1e300"]) rejects("RDI5011", () => decodeReal(raw(text), site));
  assert.is(decodeDouble(raw("0e-400"), site), 0);
  assert.is(decodeReal(raw("-inf"), site), -Infinity);
  assert.is(decodeReal(raw("3.4028235e38"), site), 3.4028234663852886e38);
});

test("a real is a float4", () => {
  assert.is(decodeReal(raw("0.1"), site), Math.fround(0.1));
  assert.is(decodeReal(raw("16777217"), site), 16777216);
});

test("what is no number is no float", () => {
  for (const text of ["", " 1", "1 ", "abc", "0x1p3", "infinit", "+nan", "1e", "Infinity ", "1_0"]) {
    rejects("RDI5010", () => decodeDouble(raw(text), site));
    rejects("RDI5010", () => decodeReal(raw(text), site));
  }
});

test("every double's own text comes back as itself", () => {
  const view = new DataView(new ArrayBuffer(8));
  property(3000, (random) => {
    view.setUint32(0, random.below(2 ** 32));
    view.setUint32(4, random.below(2 ** 32));
    const value = view.getFloat64(0);
    assert.ok(Object.is(decodeDouble(raw(String(value)), site), value), String(value));
    const real = view.getFloat32(0);
    assert.ok(Object.is(decodeReal(raw(String(real)), site), real), String(real));
  });
});

test.run();
