/** What the encoders write is what SQLite reads, to the bit: the same build of it that a worker has. */
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as sqlite from "../../../runtime/sinks/sqlite/json-cells.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { exact } from "../../../runtime/values/exact.ts";
import { instant, localDate, localDateTime, localTime } from "../../../runtime/values/instant.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { random } from "../../support/random.ts";

const SITE = { file: "a.rdi", line: 1, column: "value" };

const database = new Libsql(":memory:");
const reading = database.prepare("SELECT value, typeof(value) FROM json_each(?1)").safeIntegers(true).raw();

function read(cells: sqlite.Cells): readonly (readonly unknown[])[] {
  const rows: unknown[] = reading.all([`[${cells.join(",")}]`]);
  return rows.flatMap((row) => (Array.isArray(row) ? [row] : []));
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof SinkError && thrown.class === "data") return thrown.message;
    throw thrown;
  }
  throw new Error("it was not refused");
}

test("integers keep every digit", () => {
  const most = 9223372036854775807n;
  assert.equal(read(sqlite.bigint([most, -most - 1n, 9007199254740993n, null])), [
    [most, "integer"],
    [-most - 1n, "integer"],
    [9007199254740993n, "integer"],
    [null, "null"],
  ]);
});

test("a numeric is text in plain notation, without zeros at its end, and zero has no sign", () => {
  const cells = sqlite.numeric([exact("1e30"), exact("0.0000000001"), exact("-12.50"), exact("-0"), null]);
  assert.equal(cells, ['"1000000000000000000000000000000"', '"0.0000000001"', '"-12.5"', '"0"', "null"]);
});

test("random doubles, small ones and infinities among them, are read to the bit", () => {
  const r = random();
  const bits = Buffer.alloc(8);
  const values = [Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2.636542280052723e-173, 0.1, 1, 1e22];
  while (values.length < 100_000) {
    bits.writeUInt32LE(r.int(0, 0xffffffff), 0);
    bits.writeUInt32LE(r.int(0, 0xffffffff), 4);
    const value = r.chance(0.5) ? bits.readDoubleLE() : r.int(-1e9, 1e9) / r.int(1, 1e6);
    if (!Number.isNaN(value)) values.push(value);
  }
  const found = read(sqlite.double(values));
  for (const [at, value] of values.entries()) {
    assert.is(found[at]?.[1], "real");
    if (found[at]?.[0] !== value) assert.unreachable(`${value} became ${String(found[at]?.[0])}, seed ${r.seed}`);
  }
});

test("the shortest digits of a double would not do", () => {
  const [row] = read([String(2.636542280052723e-173)]);
  assert.is.not(row?.[0], 2.636542280052723e-173);
});

test("a NaN is refused, since SQLite makes NULL of it", () => {
  assert.match(
    refusal(() => sqlite.real([1, NaN])),
    /NaN/,
  );
});

test("random texts are read as they are", () => {
  const r = random();
  const parts = ['"', "\\", "\n", "\u0001", "\u2028", "é", "😀", "'", "a", " ", "\u007f", "\\u0041", "]", ","];
  const texts = Array.from({ length: 5000 }, () => Array.from({ length: r.int(0, 12) }, () => r.pick(parts)).join(""));
  assert.equal(
    read(sqlite.text(texts)).map(([text]) => text),
    texts,
  );
});

test("NUL and half of a surrogate pair are refused, which SQLite would store and show as something else", () => {
  assert.match(
    refusal(() => sqlite.text(["a\0b"])),
    /NUL/,
  );
  refusal(() => sqlite.text(["a\ud800"]));
});

test("booleans are 1 and 0: the driver can't bind them", () => {
  assert.equal(sqlite.boolean([true, false, null]), ["1", "0", "null"]);
});

test("bytes are hexadecimal digits", () => assert.equal(sqlite.bytes([Buffer.from([0, 255])]), ['"00ff"']));

test("all times of a type have the same length and sort as the times do", () => {
  assert.equal(sqlite.time([localTime(45_000_000_000n), localTime(1n)]), ['"12:30:00.000000"', '"00:00:00.000001"']);
  assert.equal(sqlite.date([localDate(19_753)]), ['"2024-01-31"']);
  assert.equal(sqlite.timestamp([localDateTime(1_700_000_000_123_000n)]), ['"2023-11-14T22:13:20.123000"']);
  const r = random();
  const micros = Array.from({ length: 2000 }, () => BigInt(r.int(-62_000_000, 250_000_000)) * 1_000_003n * 977n);
  const sorted = [...micros].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  assert.equal(
    sqlite.timestamptz(sorted.map(instant)),
    [...sqlite.timestamptz(micros.map(instant))].sort(),
    `seed ${r.seed}`,
  );
});

test("years that have no four digits are refused: their texts would not sort", () => {
  refusal(() => sqlite.date([localDate(3_000_000)]));
  refusal(() => sqlite.timestamptz([instant(-70_000_000_000_000_000n)]));
});

test("JSON is the text that it was made of", () => {
  assert.equal(sqlite.json([parseJson(Buffer.from('{"a": [1.0, null]}'), SITE), null]), [
    '"{\\"a\\":[1.0,null]}"',
    "null",
  ]);
});

test.after(() => void database.close());

test.run();
