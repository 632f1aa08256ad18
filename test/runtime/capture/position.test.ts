import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodePosition, encodePosition } from "../../../runtime/capture/position.ts";

const REPLID = "0123456789abcdef0123456789abcdef01234567";

test("a position survives being stored", () => {
  for (const database of [0, 15, undefined]) {
    const position = { replid: REPLID, offset: 9_007_199_254_740_991, database };
    assert.equal(decodePosition(encodePosition(position)), position);
  }
  assert.is(encodePosition({ replid: REPLID, offset: 7, database: undefined }), `${REPLID}:7:?`);
});

test("what is no position counts as missing", () => {
  const wrong = [
    null,
    undefined,
    "",
    "x",
    `${REPLID}:1`,
    `${REPLID}:-1:0`,
    `${REPLID}:9007199254740993:0`,
    `${REPLID.slice(1)}:1:0`,
  ];
  for (const text of wrong) assert.is(decodePosition(text), undefined);
});

test.run();
