import { test } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber, jsonType } from "../../../runtime/values/json.ts";
import { parseJson } from "../../../runtime/values/json-parse.ts";
import { jsonText, textOfJson, toJson } from "../../../runtime/values/json-text.ts";
import { hashMap } from "../../../runtime/values/redis-map.ts";
import { renderJson } from "../../../runtime/values/render-json.ts";
import { storeJson } from "../../../runtime/values/store.ts";
import { random } from "../../support/random.ts";
import { jsonOfPlain, randomPlain } from "./plain-json.ts";
import { rejects, site } from "./support.ts";

const r = random();

test("random values are written as JSON.stringify writes them", () => {
  for (let run = 0; run < 4000; run++) {
    const plain = randomPlain(r, 4);
    assert.is(jsonText(jsonOfPlain(plain)), JSON.stringify(plain));
    assert.is(jsonText(parseJson(JSON.stringify(plain), site)), JSON.stringify(plain));
  }
});

test("every UTF-16 unit in a string is written as JSON.stringify writes it", () => {
  for (let unit = 0; unit <= 0xffff; unit++) {
    const text = String.fromCharCode(unit);
    if (jsonText(text) !== JSON.stringify(text)) assert.unreachable(unit.toString(16));
  }
});

test("to_json of null is null, and inside a document null is null", () => {
  assert.is(toJson(null), null);
  assert.is(jsonText([null, new Map([["a", null]])]), '[null,{"a":null}]');
});

test("in text a scalar is its own text and the rest is JSON", () => {
  assert.is(textOfJson('a"b'), 'a"b');
  assert.is(textOfJson(new JsonNumber("1.50")), "1.50");
  assert.is(textOfJson(true), "true");
  assert.is(textOfJson(["a"]), '["a"]');
  assert.is(textOfJson(null), null);
});

test("each kind has its name", () => {
  const kinds = ["a", new JsonNumber("1"), false, [], new Map(), null].map(jsonType);
  assert.equal(kinds, ["string", "number", "boolean", "array", "object", null]);
});

test("rendering shows a short value whole, a long one cut off, and does not write the rest out", () => {
  assert.is(renderJson(parseJson('{"a":[1.50,"x",null,true]}', site)), '{"a":[1.50,"x",null,true]}');
  const long = renderJson(Array.from({ length: 3_000_000 }, () => "abcdefgh"));
  assert.is(long.length, 80);
  assert.ok(long.endsWith("…"));
  assert.is(renderJson("x".repeat(1000)).length, 80);
  const untouched = {
    toString: () => {
      throw new Error("written out");
    },
  };
  assert.is(renderJson(["x".repeat(100), untouched]).length, 80);
  assert.ok(renderJson(parseJson("[".repeat(900) + "]".repeat(900), site)).startsWith("[[[["));
});

test("rendering masks members by name at any depth, and shows names that are no text", () => {
  const document = parseJson('{"a":[{"pin":{"x":1}}],"pin":"2"}', site);
  assert.is(renderJson(document, new Set(["pin"])), '{"a":[{"pin":"***"}],"pin":"***"}');
  assert.is(renderJson(hashMap([Buffer.from([0xff]), Buffer.from("v")])), '{"\\\\\\\\xff":"v"}');
});

test("what no database makes text of can't be stored, a backslash before u can", () => {
  rejects("RDI5015", () => storeJson(parseJson('{"a":"x\\u0000"}', site), site));
  rejects("RDI5014", () => storeJson(parseJson('["\\ud800"]', site), site));
  rejects("RDI5014", () => storeJson(parseJson('{"\\udc00":1}', site), site));
  rejects("RDI5015", () => storeJson("\\\0", site));
  for (const text of ['"\\\\u0000"', '"\\\\ud800"', '"\\\\\\\\u0000"', '"🦊"', '"\\u001f"']) {
    assert.is(storeJson(parseJson(text, site), site), text);
  }
  assert.is(storeJson(null, site), null);
});

test.run();
