import { test } from "uvu";
import * as assert from "uvu/assert";
import { cutParts, partOfKeys, withRest, type RawEntry } from "../../../runtime/apply/part.ts";
import { packAges, packKeys } from "../../../runtime/control/stream-entry.ts";

test("a key that is named twice within a part is read once, at the time of its last change", () => {
  const [part, ...others] = cutParts([entry("1-0", "a", "b"), entry("5-0", "a")], { limit: 10, append: undefined });
  assert.is(others.length, 0);
  assert.equal(part?.keys, ["a", "b"]);
  assert.equal(part?.times, [5000n, 1000n]);
  assert.equal(
    part?.finishes.map(({ id }) => id),
    ["1-0", "5-0"],
  );
});

test("an entry that does not fit ends with the part that holds its last key", () => {
  const parts = cutParts([entry("1-0", "a", "b"), entry("2-0", "c", "d", "e"), entry("3-0", "f")], {
    limit: 3,
    append: undefined,
  });
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
  const parts = cutParts([entry("1-0", "a", "b"), entry("2-0", "c", "a")], { limit: 2, append: undefined });
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
  const [part] = cutParts([entry("1-0", "a"), malformed], { limit: 10, append: undefined });
  assert.equal(part?.keys, ["a"]);
  assert.equal(part?.malformed, [malformed]);
  assert.equal(
    part?.finishes.map(({ id }) => id),
    ["1-0", "2-0"],
  );
});

test("keys that were not read come next, and the entries are finished with them", () => {
  const [part] = cutParts([entry("1-0", "a", "b", "c")], { limit: 10, append: undefined });
  if (part === undefined) throw new Error("no part");
  const [now, rest] = withRest(part, [2]);
  assert.equal(now.finishes, []);
  assert.equal(rest.keys, ["c"]);
  assert.equal(rest.times, [1000n]);
  assert.equal(
    rest.finishes.map(({ id }) => id),
    ["1-0"],
  );
});

const APPENDING = { committed: undefined, only: false };

test("where rows are appended an entry is never cut, even when it is longer than a part", () => {
  const entries = [entry("1-0", "a", "b"), entry("2-0", "b", "c"), entry("3-0", "d", "e", "f", "g"), entry("4-0", "a")];
  const parts = cutParts(entries, { limit: 3, append: APPENDING });
  assert.equal(
    parts.map(({ keys, finishes }) => [keys.join(""), finishes.map(({ id }) => id).join(" ")]),
    [
      ["abc", "1-0 2-0"],
      ["defg", "3-0"],
      ["a", "4-0"],
    ],
  );
});

test("where rows are appended each observation of a key is kept, but none by a sweep and none that was appended already", () => {
  const entries = [
    entry("9-2", "a"),
    entry("9-10", "a", "b"),
    sweepEntry("11-0", "a", "c"),
    entry("10-18446744073709551615", "b"),
  ];
  const observedAfter = (committed: string | undefined): unknown => {
    const [part] = cutParts(entries, { limit: 10, append: { committed, only: false } });
    return part?.keys.map((key, at) => [key, part.times[at], part.observed?.[at]]);
  };
  assert.equal(observedAfter(undefined), [
    ["a", 11_000n, [9000n, 9000n]],
    ["b", 10_000n, [9000n, 10_000n]],
    ["c", 11_000n, []],
  ]);
  assert.equal(observedAfter("9-2"), [
    ["a", 11_000n, [9000n]],
    ["b", 10_000n, [9000n, 10_000n]],
    ["c", 11_000n, []],
  ]);
  assert.equal(observedAfter("10-18446744073709551614"), [
    ["a", 11_000n, []],
    ["b", 10_000n, [10_000n]],
    ["c", 11_000n, []],
  ]);
});

const HISTORY = "a".repeat(40);
const LINEAGE = { replid: HISTORY, previousReplid: "b".repeat(40), previousEnd: 700 };

/** As capture writes it where rows are appended. */
function observed(id: string, offset: number, changes: Readonly<Record<string, number>>, history = HISTORY): RawEntry {
  const ages = packAges(Object.values(changes).map((start) => offset - start));
  const { fields } = entry(id, ...Object.keys(changes));
  const more = ["o", String(offset), "h", history, "c"].map((text) => Buffer.from(text));
  return { id: Buffer.from(id), fields: [...fields, ...more, ages] };
}

function appendedKeys(entries: readonly RawEntry[]): readonly unknown[] {
  const before = { offset: 500, lineage: LINEAGE };
  const [part] = cutParts(entries, { limit: 10, append: { committed: "3-0", before, only: false } });
  return part?.keys.map((key, at) => [key, part.observed?.[at]]) ?? [];
}

test("a change that was appended by another entry is not appended again, and a later one of its key is", () => {
  const entries = [
    observed("7-0", 500, { a: 100, b: 499 }),
    observed("8-0", 900, { b: 500, a: 800 }),
    entry("9-0", "c"),
  ];
  assert.equal(appendedKeys(entries), [
    ["a", [8000n]],
    ["b", [8000n]],
    ["c", [9000n]],
  ]);
});

test("offsets are compared within one history and the one that it continues", () => {
  const older = observed("7-0", 500, { a: 100 }, LINEAGE.previousReplid);
  const givenUp = observed("8-0", 500, { b: 100 }, "c".repeat(40));
  assert.equal(appendedKeys([older, givenUp]), [
    ["a", []],
    ["b", [8000n]],
  ]);
});

test("a route that only appends looks at no key that a sweep names, and finishes the entry", () => {
  const entries = [entry("1-0", "a"), sweepEntry("2-0", "b", "c"), entry("3-0", "b")];
  const [part] = cutParts(entries, { limit: 10, append: { committed: "1-0", only: true } });
  // What was committed before may still have to be dead-lettered.
  assert.equal(part?.keys, ["a", "b"]);
  assert.is(part?.finishes.length, 3);
});

test("elsewhere observations are not kept", () => {
  assert.is(cutParts([entry("1-0", "a")], { limit: 10, append: undefined })[0]?.observed, undefined);
});

test("a parked key that is tried again is an observation of its own", () => {
  assert.equal(partOfKeys(["a"], 5).observed, [[5000n]]);
});

function sweepEntry(id: string, ...keys: string[]): RawEntry {
  return { id: Buffer.from(id), fields: [Buffer.from("k"), packKeys(keys), Buffer.from("s"), Buffer.from("sweep")] };
}

function entry(id: string, ...keys: string[]): RawEntry {
  return { id: Buffer.from(id), fields: [Buffer.from("k"), packKeys(keys)] };
}

test.run();
