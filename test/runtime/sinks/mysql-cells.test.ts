import { test } from "uvu";
import * as assert from "uvu/assert";
import * as mysql from "../../../runtime/sinks/mysql/cells.ts";
import { rowsDocument } from "../../../runtime/sinks/mysql/rows-document.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { instant, localDate, localTime } from "../../../runtime/values/instant.ts";
import { random, type Random } from "../../support/random.ts";

const DAY = 86_400_000_000n;

test("numbers keep every digit: no parser sees them as doubles", () => {
  assert.equal(mysql.bigint([9223372036854775807n, null]), ['"9223372036854775807"', "null"]);
  assert.equal(mysql.numeric([exact("-12345678901234567890.0123456789")]), ['"-12345678901234567890.0123456789"']);
  assert.equal(mysql.double([0.1, 5e-324]), ['"0.1"', '"5e-324"']);
});

test("what no column holds is a fault of data", () => {
  const bad: readonly (() => unknown)[] = [
    () => mysql.double([NaN]),
    () => mysql.real([Infinity]),
    () => mysql.date([localDate(-800_000)]),
    () => mysql.date([localDate(3_000_000)]),
    () => mysql.timestamptz([instant(-719_528n * DAY)]),
  ];
  for (const encode of bad) {
    try {
      encode();
      assert.unreachable();
    } catch (error) {
      assert.ok(error instanceof SinkError && error.class === "data", String(error));
    }
  }
});

test("times are those of UTC, without a zone", () => {
  assert.equal(mysql.timestamptz([instant(1_717_243_200_000_001n)]), ['"2024-06-01 12:00:00.000001"']);
  assert.equal(mysql.date([localDate(0)]), ['"1970-01-01"']);
  assert.equal(mysql.time([localTime(DAY - 1n)]), ['"23:59:59.999999"']);
});

test("spaces at the end of a char go, those of a text stay", () => {
  assert.equal(mysql.char(["ab  "]), ['"ab"']);
  assert.equal(mysql.text(["ab  "]), ['"ab  "']);
});

test("any text and any bytes are read back from a document by a parser of JSON", () => {
  const dice = random();
  for (let round = 0; round < 200; round++) {
    const texts = Array.from({ length: dice.int(0, 5) }, () => (dice.chance(0.2) ? null : anyText(dice)));
    const bytes = texts.map((text) => (text === null ? null : Buffer.from(text)));
    const document = rowsDocument({ count: texts.length, columns: [mysql.text(texts), mysql.bytes(bytes)] }) ?? "";
    const read: readonly (readonly (string | null)[])[] = JSON.parse(document);
    assert.equal(
      read.map(([text, hex]) => [text, hex === null ? null : Buffer.from(hex ?? "", "base64").toString()]),
      texts.map((text) => [text, text]),
    );
  }
});

function anyText(dice: Random): string {
  const codes = Array.from({ length: dice.int(0, 20) }, () => dice.int(1, dice.chance(0.5) ? 127 : 0x1ffff));
  return codes
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .join("");
}

test("the rows of a batch are put together once, however many statements take them", () => {
  const inputs = { count: 1, columns: [["1"]] };
  assert.is(rowsDocument(inputs), rowsDocument(inputs));
  assert.is(rowsDocument({ count: 3, columns: [] }), undefined);
});

test.run();
