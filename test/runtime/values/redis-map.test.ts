import { test } from "uvu";
import * as assert from "uvu/assert";
import { jsonOfMap, jsonOfRaw } from "../../../runtime/values/json-of.ts";
import { jsonText } from "../../../runtime/values/json-text.ts";
import { has, keys, pick, values, without } from "../../../runtime/values/objects.ts";
import { entry } from "../../../runtime/values/paths.ts";
import type { Raw } from "../../../runtime/values/raw.ts";
import { RedisMap, hashMap, rawList, scoreMap } from "../../../runtime/values/redis-map.ts";
import { random } from "../../support/random.ts";
import { rejects, site } from "./support.ts";

const r = random();
const bytes = (text: string): Buffer => Buffer.from(text);

/** Names that share prefixes, of which some are no UTF-8, and each once. */
function randomNames(): readonly Buffer[] {
  const names = Array.from({ length: r.int(0, 6) }, () =>
    r.chance(0.5) ? r.bytes(r.int(0, 2)) : bytes(r.pick(["", "a", "é", "__proto__", "🦊"])),
  );
  return names.filter((name, at) => names.findIndex((other) => other.equals(name)) === at);
}

function entriesOf(map: RedisMap<Raw>): readonly (readonly [string, string])[] {
  return Array.from(map, ([name, value]) => [hex(name), hex(value)] as const);
}

function hex(raw: Raw): string {
  return (typeof raw === "string" ? Buffer.from(raw) : raw).toString("hex");
}

test("a hash keeps order and bytes, and finds a name by its bytes or by the text that they are", () => {
  for (let run = 0; run < 3000; run++) {
    const pairs = randomNames().map((name) => [name, r.bytes(2)] as const);
    const map = hashMap(pairs.flat());
    assert.equal(
      entriesOf(map),
      pairs.map(([name, value]) => [hex(name), hex(value)]),
    );
    assert.is(map.size, pairs.length);
    for (const asked of [...pairs.map(([name]) => name), r.bytes(1), bytes("a")]) {
      const expected = pairs.find(([name]) => name.equals(asked))?.[1] ?? null;
      assert.is(entry(map, asked), expected);
      assert.is(has(map, asked), expected !== null);
    }
    for (const text of ["", "a", "é", "__proto__", "🦊", "\ufffd"]) {
      assert.is(entry(map, text), pairs.find(([name]) => name.equals(bytes(text)))?.[1] ?? null);
    }
  }
});

test("picked and other entries share out a map by bytes and keep its order", () => {
  for (let run = 0; run < 2000; run++) {
    const pairs = randomNames().map((name) => [name, r.bytes(1)] as const);
    const wanted = [...randomNames(), r.pick(["a", "é", "🦊"]), null];
    const isWanted = ([name]: readonly [Buffer, Buffer]): boolean =>
      wanted.some((other) => other !== null && hex(other) === hex(name));
    const shown = (list: readonly (readonly [Buffer, Buffer])[]) =>
      list.map(([name, value]) => [hex(name), hex(value)]);
    const [picked, others] = [pick(hashMap(pairs.flat()), wanted), without(hashMap(pairs.flat()), wanted)];
    assert.equal(picked && entriesOf(picked), shown(pairs.filter(isWanted)));
    assert.equal(others && entriesOf(others), shown(pairs.filter((pair) => !isWanted(pair))));
  }
});

test("keys and values are in order", () => {
  const map = hashMap([bytes("b"), bytes("1"), Buffer.from([0xff]), bytes("2")]);
  assert.equal(keys(map), [bytes("b"), Buffer.from([0xff])]);
  assert.equal(values(map), [bytes("1"), bytes("2")]);
});

test("a score is the shortest text of its double, whatever a server prints", () => {
  const scores: readonly (readonly [string, string])[] = [
    ["0.10000000000000001", "0.1"],
    ["0.1", "0.1"],
    ["3", "3"],
    ["-0", "-0"],
    ["9007199254740993", "9007199254740992"],
    ["1e+20", "100000000000000000000"],
    ["inf", "inf"],
    ["-inf", "-inf"],
  ];
  for (const [printed, expected] of scores) {
    assert.is(String(entry(scoreMap([bytes("m"), bytes(printed)]), "m")), expected);
  }
  for (let run = 0; run < 2000; run++) {
    const double = r.pick([r.next(), r.next() * 1e9, r.next() * 1e-9]);
    const score = entry(scoreMap([bytes("m"), bytes(double.toPrecision(17))]), "m");
    assert.is(Number(score), double);
    assert.ok(String(score).length <= double.toPrecision(17).length);
  }
});

test("half a pair and a null among the parts are mistakes of ours", () => {
  assert.throws(() => hashMap([bytes("a")]), /half a pair/);
  assert.throws(() => hashMap([bytes("a"), null]), /half a pair/);
  assert.throws(() => rawList([null]), /half a pair/);
  assert.equal(rawList([bytes("a")]), [bytes("a")]);
});

test("a map becomes an object when its names are text", () => {
  const each = (value: Raw) => jsonOfRaw(value, site);
  assert.is(
    jsonText(jsonOfMap(hashMap([bytes("é"), bytes("1"), bytes("a"), bytes("2")]), each, site)),
    '{"é":"1","a":"2"}',
  );
  rejects("RDI5014", () => jsonOfMap(hashMap([Buffer.from([0xff]), bytes("1")]), each, site));
  rejects("RDI5014", () => jsonOfMap(hashMap([bytes("a"), Buffer.from([0xff])]), each, site));
});

test.run();
