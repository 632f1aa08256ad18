import { test } from "uvu";
import * as assert from "uvu/assert";
import { addKey, createDirtySet, restoreKeys, takeKeys } from "../../../runtime/capture/dirty-set.ts";
import { laneOfSlot, slotOf } from "../../../runtime/control/slots.ts";

const customer = { text: "c:{id:int}", regex: /^c:(0|-?[1-9]\d*)$/, prefix: "c:", glob: "c:*" };
const anything = { text: "{all}", regex: /^(.*)$/s, prefix: "", glob: "*" };

function build(floors = [0]) {
  const unmatched: string[] = [];
  const routes = [
    { name: "customers.a", job: "customers", pattern: customer },
    { name: "customers.b", job: "customers", pattern: customer },
    { name: "all.a", job: "all", pattern: anything },
  ];
  const dirty = createDirtySet({ routes, floors, onUnmatched: (job, key) => unmatched.push(`${job} ${key}`) });
  return { dirty, unmatched };
}

test("a key goes to every route of every job that it matches, once", () => {
  const { dirty } = build();
  for (const key of ["c:1", "x", "c:1", "x", "c:2"]) addKey(dirty, key, 0);
  assert.is(dirty.size, 3);
  assert.equal(takeKeys(dirty), [
    [
      ["c:1", "c:2"],
      ["c:1", "c:2"],
      ["c:1", "x", "c:2"],
    ],
  ]);
});

test("after a flush a key counts anew", () => {
  const { dirty } = build();
  addKey(dirty, "c:1", 0);
  takeKeys(dirty);
  assert.is(dirty.size, 0);
  addKey(dirty, "c:1", 0);
  assert.equal(takeKeys(dirty), [[["c:1"], ["c:1"], ["c:1"]]]);
});

test("a key that begins like a pattern and is none of its spellings is reported once a flush", () => {
  const { dirty, unmatched } = build();
  for (const key of ["c:007", "c:007", "d:1"]) addKey(dirty, key, 0);
  assert.equal(unmatched, ["customers c:007"]);
  takeKeys(dirty);
  addKey(dirty, "c:007", 0);
  assert.equal(unmatched, ["customers c:007", "customers c:007"]);
});

test("a lane drops what lies before its own position, and only that", () => {
  const laneOf = (key: string) => laneOfSlot(slotOf(key), 2);
  const key = (lane: number) =>
    Array.from({ length: 50 }, (_, id) => `c:${id}`).find((each) => laneOf(each) === lane) ?? "";
  const { dirty } = build([100, 50]);
  addKey(dirty, key(0), 99);
  addKey(dirty, key(1), 99);
  assert.equal(
    takeKeys(dirty).map(([first]) => first),
    [[], [key(1)]],
  );
  addKey(dirty, key(0), 99);
  addKey(dirty, key(0), 100);
  assert.equal(
    takeKeys(dirty).map(([first]) => first),
    [[key(0)], []],
  );
});

test("keys that could not be written are put back without duplicates", () => {
  const { dirty } = build();
  addKey(dirty, "c:1", 0);
  addKey(dirty, "c:2", 0);
  const [keys = []] = takeKeys(dirty);
  addKey(dirty, "c:2", 0);
  addKey(dirty, "c:3", 0);
  restoreKeys(dirty, 0, { keys, starts: new Map() });
  addKey(dirty, "c:1", 0);
  assert.is(dirty.size, 3);
  assert.equal(takeKeys(dirty)[0]?.[0], ["c:1", "c:2", "c:3"]);
});

test.run();
