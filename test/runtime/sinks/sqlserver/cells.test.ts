import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../../runtime/values/exact.ts";
import * as cells from "../../../../runtime/sinks/sqlserver/cells.ts";
import { rowsDocument } from "../../../../runtime/sinks/sqlserver/rows-document.ts";
import { SinkError } from "../../../../runtime/sinks/sink.ts";
import { random } from "../../../support/random.ts";
import { randomText } from "../../../support/random-text.ts";

function codeOf(encode: () => unknown): string {
  try {
    encode();
  } catch (error) {
    if (error instanceof SinkError && error.class === "data") return error.serverCode;
    throw error;
  }
  return "";
}

test("numbers keep every digit and their sign", () => {
  assert.equal(cells.bigint([-9223372036854775808n, 9223372036854775807n, null]), [
    "-9223372036854775808",
    "9223372036854775807",
    null,
  ]);
  const long = "12345678901234567890123456.789012345678";
  assert.equal(cells.numeric([exact(long), exact("-0.10"), exact("1e-7")]), [long, "-0.1", "0.0000001"]);
  assert.equal(cells.double([0.1, -0, 2.2250738585072014e-308, 1.7976931348623157e308]), [
    "0.1",
    "-0",
    "2.2250738585072014e-308",
    "1.7976931348623157e+308",
  ]);
});

test("what is no number is refused, since SQL Server has none of these", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.is(
      codeOf(() => cells.double([1, value])),
      "NOT_FINITE",
    );
    assert.is(
      codeOf(() => cells.real([value])),
      "NOT_FINITE",
    );
  }
});

test("a number that would become 0 is refused", () => {
  assert.equal(cells.real([2 ** -126, 0]), ["1.1754943508222875e-38", "0"]);
  for (const value of [5e-324, -(2 ** -1023)])
    assert.is(
      codeOf(() => cells.double([value])),
      "OUT_OF_RANGE",
    );
  for (const value of [2 ** -127, -1e-45])
    assert.is(
      codeOf(() => cells.real([value])),
      "OUT_OF_RANGE",
    );
});

test("booleans, bytes and texts are those that CONVERT takes", () => {
  assert.equal(cells.boolean([true, false, null]), ["1", "0", null]);
  assert.equal(cells.bytes([Buffer.from([0, 255]), Buffer.alloc(0), null]), ["00ff", "", null]);
  assert.equal(cells.text(["", " ", null]), ["", " ", null]);
});

test("a key that ends with a blank, or with a zero byte, is refused, and no other", () => {
  assert.equal(cells.keyText(["", " a", "a\t", "a\u00a0", "A", "á", null]), [
    "",
    " a",
    "a\t",
    "a\u00a0",
    "A",
    "á",
    null,
  ]);
  for (const text of [" ", "a ", "a  "])
    assert.is(
      codeOf(() => cells.keyText(["b", text])),
      "TRAILING_BLANK",
      `"${text}"`,
    );
  assert.equal(cells.keyBytes([Buffer.from([0, 1]), Buffer.alloc(0), null]), ["0001", "", null]);
  assert.is(
    codeOf(() => cells.keyBytes([Buffer.from([97, 0])])),
    "TRAILING_ZERO",
  );
});

test("a document is JSON that holds the texts as they are", () => {
  const r = random();
  const columns = [1, 2, 3].map(() => Array.from({ length: 50 }, () => (r.chance(0.2) ? null : randomText(r, 12))));
  const rows: unknown = JSON.parse(rowsDocument(50, columns));
  assert.equal(
    rows,
    Array.from({ length: 50 }, (_, at) => columns.map((cells) => cells[at] ?? null)),
  );
});

test("a document of no columns has its rows, and positions come last", () => {
  assert.is(rowsDocument(2, []), "[[],[]]");
  assert.is(rowsDocument(2, [["a", null]], "position"), '[["a","0"],[null,"1"]]');
});

test.run();
