import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeEntry, packAges, packKeys, unpackKeys } from "../../../runtime/control/stream-entry.ts";

const ID = Buffer.from("1700000000000-3");
const fields = (...texts: (string | Buffer)[]) => texts.map((text) => Buffer.from(text as string));

test("keys come back byte for byte", () => {
  const keys = ["a", "", "with\r\nnewline", "\x00\xff\xfe", Buffer.from("größe 😀").toString("latin1")];
  assert.equal(unpackKeys(packKeys(keys)), keys);
});

test("bytes that end within a key are no keys", () => {
  const packed = packKeys(["abc", "defg"]);
  for (let length = 1; length < packed.length; length++) {
    const expected = length === 7 ? ["abc"] : undefined;
    assert.equal(unpackKeys(packed.subarray(0, length)), expected);
  }
});

test("an entry has keys, and perhaps an offset and a sweep", () => {
  const packed = packKeys(["k"]);
  assert.equal(decodeEntry(ID, fields("k", packed, "o", "12345678901234567890")), {
    id: "1700000000000-3",
    keys: ["k"],
    offset: 12345678901234567890n,
    history: undefined,
    starts: undefined,
    sweep: undefined,
    members: new Map(),
    bytes: packed.length,
  });
  const ages = packAges([0, 7, 2 ** 32]);
  const entry = decodeEntry(ID, fields("k", packKeys(["a", "b", "c"]), "o", "5000000000", "c", ages));
  assert.equal(entry?.starts, [5000000000, 4999999993, 5000000000 - (2 ** 32 - 1)]);
  assert.is(entry?.bytes, 15 + 12);
  assert.is(decodeEntry(ID, fields("k", packed, "s", "7"))?.sweep, "7");
});

test("an entry without keys or with a wrong offset is malformed", () => {
  assert.is(decodeEntry(ID, fields("o", "1")), undefined);
  assert.is(decodeEntry(ID, fields("k", packKeys(["k"]), "o", "x")), undefined);
});

test.run();
