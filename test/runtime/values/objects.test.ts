/** Objects, compared with SQLite's JSON functions and with plain JavaScript. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Json, JsonObject } from "../../../runtime/values/json.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { asList, asObject, fromEntries, listOf } from "../../../runtime/values/json-shapes.ts";
import { jsonText, toJson } from "../../../runtime/values/json-text.ts";
import { has, keys, merge, objectOf, pick, values, without } from "../../../runtime/values/objects.ts";
import { random } from "../../support/random.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
import { NAMES, plainOf, randomPlain, randomPlainObject } from "./plain-json.ts";
import type { Plain } from "./plain-json.ts";
import { rejectionOf, rejects, site } from "./support.ts";

const r = random();
const sqlite = sqliteCalculator();
const RUNS = 1000;

test.after(() => sqlite.close());

function objectIn(plain: Plain): JsonObject {
  return asObject(parseJson(JSON.stringify(plain), site), site) ?? new Map<string, Json | null>();
}

/** Without names of digits, which JavaScript's objects put first. */
function randomMembers(): { readonly [name: string]: Plain } {
  return Object.fromEntries(Object.entries(randomPlainObject(r, 2)).filter(([name]) => name !== "0"));
}

function randomNames(): readonly string[] {
  return Array.from({ length: r.int(0, 3) }, () => r.pick(NAMES));
}

test("keys, values and has are what SQLite says", () => {
  for (let run = 0; run < RUNS; run++) {
    const members = randomMembers();
    const [text, object, name] = [JSON.stringify(members), objectIn(members), r.pick(NAMES)];
    assert.is(toJson(keys(object)), sqlite.value("(SELECT json_group_array(key) FROM json_each(?1))", text), text);
    const isThere = sqlite.value("EXISTS (SELECT 1 FROM json_each(?1) WHERE key = ?2)", text, name);
    assert.is(has(object, name), isThere === 1, text);
    assert.equal(values(object)?.map(plainOf), Object.values(members), text);
  }
});

test("picked and other members share out an object and keep its order", () => {
  for (let run = 0; run < RUNS; run++) {
    const [members, names] = [randomMembers(), randomNames()];
    const part = (wanted: boolean): string =>
      JSON.stringify(Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name) === wanted)));
    assert.is(toJson(pick(objectIn(members), names)), part(true));
    assert.is(toJson(without(objectIn(members), names)), part(false));
  }
});

test("merge and spreading are JavaScript's spread, with null for nothing only in a spread", () => {
  for (let run = 0; run < RUNS; run++) {
    const [a, b, name, value] = [randomMembers(), randomMembers(), r.pick(["a", "key", "é"]), randomPlain(r, 1)];
    const given: Json | null = parseJson(JSON.stringify(value), site);
    assert.is(toJson(merge(objectIn(a), objectIn(b))), JSON.stringify({ ...a, ...b }));
    assert.is(toJson(objectOf(objectIn(a), [name, given], objectIn(b))), JSON.stringify({ ...a, [name]: value, ...b }));
    assert.is(toJson(objectOf([name, given], null, objectIn(a))), JSON.stringify({ [name]: value, ...a }));
  }
  assert.is(toJson(objectOf()), "{}");
  assert.is(merge(null, new Map()), null);
  assert.is(merge(new Map(), null), null);
});

test("from_entries undoes entries, in both forms, and the last of a repeated name counts", () => {
  for (let run = 0; run < RUNS; run++) {
    const members = randomMembers();
    const pairs = Object.entries(members);
    const lists = parseJson(JSON.stringify(pairs), site);
    const objects = parseJson(JSON.stringify(pairs.map(([key, value]) => ({ key, value }))), site);
    assert.is(toJson(fromEntries(asList(lists, site), site)), JSON.stringify(members));
    assert.is(toJson(fromEntries(asList(objects, site), site)), JSON.stringify(members));
  }
  const read = (text: string): string | null => toJson(fromEntries(listOf(parseJson(text, site), site), site));
  assert.is(read('[["a",1],["b",2],{"key":"a","value":3}]'), '{"a":3,"b":2}');
  assert.is(read('[{"key":"a"}]'), '{"a":null}');
  assert.is(read("[[1.50,1],[true,2]]"), '{"1.50":1,"true":2}');
  for (const text of [
    "[1]",
    "[null]",
    '[["a"]]',
    '[["a",1,2]]',
    '[{"value":1}]',
    "[[null,1]]",
    "[[[],1]]",
    '[{"key":{}}]',
  ]) {
    rejects("RDI5010", () => read(text));
  }
});

test("only a list is a list and only an object is an object; null is null, or empty for a loop", () => {
  const [list, object] = [parseJson("[1]", site), parseJson('{"a":1}', site)];
  assert.is(asList(list, site), list);
  assert.is(asObject(object, site), object);
  assert.is(asList(null, site), null);
  assert.is(asObject(null, site), null);
  assert.is(jsonText(listOf(null, site)), "[]");
  for (const text of ['"a"', "1", "true", '{"a":1}']) rejects("RDI5010", () => listOf(parseJson(text, site), site));
  for (const text of ['"a"', "1", "true", "[1]"]) rejects("RDI5010", () => asObject(parseJson(text, site), site));
  assert.is(rejectionOf(() => listOf(object, site)).message, "balance: not a JSON list: an object");
  assert.is(rejectionOf(() => asObject("a", site)).message, "balance: not a JSON object: a string");
});

test("has says null only for nulls, and false of what has no names", () => {
  const object = new Map<string, Json | null>([["a", null]]);
  assert.is(has(object, "a"), true);
  for (const name of ["b", "__proto__", "size", "constructor"]) assert.is(has(object, name), false);
  assert.is(has(null, "a"), null);
  assert.is(has(object, null), null);
  for (const json of ["a", true, ["a"]]) assert.is(has(json, "a"), false);
});

test("a null operand makes keys, values, pick and without null", () => {
  const object = new Map<string, Json | null>();
  assert.equal([keys(null), values(null), pick(null, []), pick(object, null)], [null, null, null, null]);
  assert.equal([without(null, []), without(object, null), fromEntries(null, site)], [null, null, null]);
});

test.run();
