import { test } from "uvu";
import * as assert from "uvu/assert";
import { cutParts, withRest, type RawEntry } from "../../../runtime/apply/part.ts";
import { packKeys } from "../../../runtime/control/stream-entry.ts";

test("a key that is named twice within a part is read once, at the time of its last change", () => {
  const [part, ...others] = cutParts([entry("1-0", "a", "b"), entry("5-0", "a")], 10);
  assert.is(others.length, 0);
  assert.equal(part?.keys, ["a", "b"]);
  assert.equal(part?.times, [5000n, 1000n]);
  assert.equal(
    part?.finishes.map(({ id }) => id),
    ["1-0", "5-0"],
  );
});

test("an entry that does not fit ends with the part that holds its last key", () => {
  const parts = cutParts([entry("1-0", "a", "b"), entry("2-0", "c", "d", "e"), entry("3-0", "f")], 3);
  assert.equal(
    parts.map(({ keys }) => keys),
    [
      ["a", "b", "c"],
      ["d", "e", "f"],
    ],
  );
  assert.equal(
    parts.map(({ finishes }) => finishes.map(({ id }) => id)),
    [["1-0"], ["2-0", "3-0"]],
  );
});

test("a key is read again in a later part", () => {
  const parts = cutParts([entry("1-0", "a", "b"), entry("2-0", "c", "a")], 2);
  assert.equal(
    parts.map(({ keys }) => keys),
    [
      ["a", "b"],
      ["c", "a"],
    ],
  );
});

test("a malformed entry names no key and is finished with its part", () => {
  const malformed = { id: Buffer.from("2-0"), fields: [Buffer.from("k"), Buffer.from([0, 0, 0, 9, 65])] };
  const [part] = cutParts([entry("1-0", "a"), malformed], 10);
  assert.equal(part?.keys, ["a"]);
  assert.equal(part?.malformed, [malformed]);
  assert.equal(
    part?.finishes.map(({ id }) => id),
    ["1-0", "2-0"],
  );
});

test("keys that were not read come next, and the entries are finished with them", () => {
  const [part] = cutParts([entry("1-0", "a", "b", "c")], 10);
  if (part === undefined) throw new Error("no part");
  const [now, rest] = withRest(part, ["c"], [1000n as never]);
  assert.equal(now.finishes, []);
  assert.equal(rest.keys, ["c"]);
  assert.equal(
    rest.finishes.map(({ id }) => id),
    ["1-0"],
  );
});

function entry(id: string, ...keys: string[]): RawEntry {
  return { id: Buffer.from(id), fields: [Buffer.from("k"), packKeys(keys)] };
}

test.run();
