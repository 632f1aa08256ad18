import { test } from "uvu";
import * as assert from "uvu/assert";
import { snapshotOf } from "../../../runtime/apply/snapshot.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { hashMap } from "../../../runtime/values/redis-map.ts";
import { sites } from "../../../runtime/values/site.ts";

const site = sites("shop.rdi", { state: 1 }).state;
const bytes = (text: string): Buffer => Buffer.from(text);

function document(text: string): unknown {
  return parseJson(text, site);
}

test("fields of a hash are shown by name, a missing one as null", () => {
  assert.equal(snapshotOf({ name: bytes("Ada"), city: null, pin: bytes("1234") }, ["pin"]), {
    name: "Ada",
    city: null,
    pin: "***",
  });
  assert.is(snapshotOf(undefined, []), undefined);
});

test("a document is shown member by member, numbers as they were written", () => {
  const shown = snapshotOf(
    document('{"id":1.50,"tags":["a",null],"who":{"name":"Ada"},"on":true,"none":null,"s":"x"}'),
    [],
  );
  assert.equal(shown, { id: "1.50", tags: '["a",null]', who: '{"name":"Ada"}', on: "true", none: null, s: "x" });
});

test("a sensitive name is masked at the root and below", () => {
  const shown = snapshotOf(document('{"pin":{"a":1},"who":{"pin":"1234","name":"Ada"},"list":[{"pin":[1]}]}'), ["pin"]);
  assert.equal(shown, { pin: "***", who: '{"pin":"***","name":"Ada"}', list: '[{"pin":"***"}]' });
  assert.equal(snapshotOf({ pin: bytes("1") }, "all"), { pin: "***" });
  assert.equal(snapshotOf(document("[1,2]"), "all"), { 0: "***", 1: "***" });
  assert.equal(snapshotOf(bytes("x"), "all"), { "@value": "***" });
});

test("maps of Redis are shown by names, invalid bytes visible; lists by positions; other values as @value", () => {
  const map = hashMap([bytes("a"), bytes("1"), Buffer.from([0xff]), Buffer.from([0xfe]), bytes("pin"), bytes("2")]);
  assert.equal(snapshotOf(map, ["pin"]), { a: "1", "\\xff": "\\xfe", pin: "***" });
  assert.equal(snapshotOf([bytes("x"), bytes("y")], []), { 0: "x", 1: "y" });
  assert.equal(snapshotOf(bytes("x"), []), { "@value": "x" });
  assert.equal(snapshotOf("x", []), { "@value": "x" });
  assert.equal(snapshotOf(null, []), { "@value": null });
  assert.equal(snapshotOf(document("1.50"), []), { "@value": "1.50" });
});

test("where all is sensitive, names that are data are hidden too", () => {
  assert.equal(snapshotOf(document('{"a":1}'), "all"), { 0: "***" });
  assert.equal(snapshotOf(hashMap([bytes("a"), bytes("1"), bytes("b"), bytes("2")]), "all"), { 0: "***", 1: "***" });
});

test("a member named __proto__ is shown like others", () => {
  const shown = snapshotOf(document('{"__proto__":"p"}'), []);
  assert.equal(Object.entries(shown ?? {}), [["__proto__", "p"]]);
});

test("whatever was read, a snapshot stays small", () => {
  const long = "x".repeat(5000);
  const many = Array.from({ length: 5000 }, (_, at) => [bytes(`${at}${long}`), bytes(long)]).flat();
  const values = [
    document(JSON.stringify(Array.from({ length: 5000 }, () => [long]))),
    hashMap(many),
    bytes(long),
    many,
  ];
  for (const value of values) {
    const shown = snapshotOf(value, []);
    assert.ok(Buffer.byteLength(JSON.stringify(shown)) < 5000);
  }
  assert.is(snapshotOf(hashMap(many), [])?.["…"], "more fields are left out");
});

test.run();
