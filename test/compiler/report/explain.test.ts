import { test } from "uvu";
import * as assert from "uvu/assert";
import { explain, knownCodes, nearestCodes } from "../../../compiler/report/explain.ts";

test("every known code has a page that begins with the code", () => {
  const codes = knownCodes();
  assert.ok(codes.length > 80);
  for (const code of codes) assert.ok(explain(code)?.startsWith(`${code}: `), code);
});

test("a compiler code shows a wrong and a right example", () => {
  const page = explain("RDI2040") ?? "";
  assert.match(page, /^RDI2040: No owner columns \(error\)\n\n/);
  assert.match(page, /\n\nWrong:\n\n {2}from hash/);
  assert.match(page, /\n\nRight:\n\n {2}from hash/);
});

test("a run-time code says what it does to the work", () => {
  assert.match(explain("RDI5010") ?? "", /^RDI5010: .* \(sends a key to the dead letters\)\n\n/);
});

test("a code may be written in lower case, or as a number", () => {
  assert.is(explain("rdi2040"), explain("RDI2040"));
  assert.is(explain("2040"), explain("RDI2040"));
  assert.is(explain("RDI-2040"), explain("RDI2040"));
});

test("an unknown code has no page, and near ones are offered", () => {
  assert.is(explain("RDI2990"), undefined);
  assert.is(explain("toString"), undefined);
  assert.ok(nearestCodes("RDI2941").includes("RDI2041"));
});

test.run();
