import { test } from "uvu";
import * as assert from "uvu/assert";
import { explain, knownCodes, nearestCodes } from "../../../compiler/report/explain.ts";
import { RUNTIME_CODES } from "../../../runtime/codes.ts";

test("every known code has a page that begins with the code", () => {
  const codes = knownCodes(RUNTIME_CODES);
  assert.ok(codes.length > 80);
  for (const code of codes) assert.ok(explain(code, RUNTIME_CODES)?.startsWith(`${code}: `), code);
});

test("a compiler code shows a wrong and a right example", () => {
  const page = explain("RDI2040", RUNTIME_CODES) ?? "";
  assert.match(page, /^RDI2040: No owner columns \(error\)\n\n/);
  assert.match(page, /\n\nNot so:\n\n {4}from hash/);
  assert.match(page, /\n\nBut so:\n\n {4}from hash/);
});

test("a run-time code says what it does to the work", () => {
  assert.match(explain("RDI5010", RUNTIME_CODES) ?? "", /^RDI5010: .* \(sends a key to the dead letters\)\n\n/);
});

test("a code may be written in lower case, or as a number", () => {
  assert.is(explain("rdi2040", RUNTIME_CODES), explain("RDI2040", RUNTIME_CODES));
  assert.is(explain("2040", RUNTIME_CODES), explain("RDI2040", RUNTIME_CODES));
});

test("an unknown code has no page, and near ones are offered", () => {
  assert.is(explain("RDI2990", RUNTIME_CODES), undefined);
  assert.is(explain("toString", RUNTIME_CODES), undefined);
  assert.ok(nearestCodes("RDI2941", RUNTIME_CODES).includes("RDI2041"));
});

test.run();
