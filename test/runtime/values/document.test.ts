/** Documents as the read script hands them over: whole, or as RedisJSON replies for paths. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { documentReader, pathText } from "../../../runtime/values/document.ts";
import { jsonText } from "../../../runtime/values/json-text.ts";
import { Rejection } from "../../../runtime/values/rejection.ts";
import { expiryOf } from "../../../runtime/values/expiry.ts";

const SITE = { file: "a.rdi", line: 1, column: "value" };

test("a whole document is taken as it is", () => {
  assert.is(read([["a"]], "d", `{"a":1,"b":2}`), `{"a":1,"b":2}`);
  assert.is(read([["a"]], "d", "[1]"), "[1]");
  assert.is(read([["a"]], "d", "null"), "null");
});

test("for one path RedisJSON replies a list, empty where nothing is there", () => {
  assert.is(read([["a"]], "p", "[1.50]"), `{"a":1.50}`);
  assert.is(read([["a", "b"]], "p", `["x"]`), `{"a":{"b":"x"}}`);
  assert.is(read([["a"]], "p", "[]"), "{}");
  assert.is(read([["a"]], "p", "[null]"), `{"a":null}`);
  assert.is(read([["a"]], "p", `[[1,{"$[\\"a\\"]":[2]}]]`), `{"a":[1,{"$[\\"a\\"]":[2]}]}`);
  assert.is(read([["a"]], "p", `[{"$[\\"a\\"]":[2]}]`), `{"a":{"$[\\"a\\"]":[2]}}`);
});

test("for several paths it replies an object of lists in any order", () => {
  const paths = [["id"], ["customer", "id"], ["customer", "name"], ["gone"]];
  const reply = `{"$[\\"customer\\"][\\"name\\"]":["Ada"],"$[\\"gone\\"]":[],"$[\\"id\\"]":[7],"$[\\"customer\\"][\\"id\\"]":[null]}`;
  assert.is(read(paths, "p", reply), `{"id":7,"customer":{"id":null,"name":"Ada"}}`);
});

test("a path names any member by its text", () => {
  assert.is(pathText(["a", "b.c", "ü"]), `$["a"]["b.c"]["ü"]`);
});

test("the parts may stand behind another one", () => {
  const parts = ["123", "p", "[1]"];
  assert.is(jsonText(documentReader([["a"]], SITE, 1)((at) => parts[at] ?? null)), `{"a":1}`);
});

test("what is no JSON is rejected", () => {
  assert.throws(
    () => read([["a"]], "d", "{"),
    (thrown: unknown) => thrown instanceof Rejection && thrown.code === "RDI5023",
  );
});

test("an expiry is an instant in microseconds, to the end of timestamptz", () => {
  assert.is(expiryOf(null, SITE), null);
  assert.is(expiryOf("1700000000123", SITE), 1_700_000_000_123_000n);
  assert.is(expiryOf(Buffer.from("0"), SITE), 0n);
  assert.is(expiryOf("9224318015999999", SITE), 9_224_318_015_999_999_000n);
  assert.throws(
    () => expiryOf("9224318016000000", SITE),
    (thrown: unknown) => thrown instanceof Rejection && thrown.code === "RDI5011",
  );
});

function read(paths: readonly (readonly string[])[], form: string, text: string): string {
  return jsonText(documentReader(paths, SITE)((at) => [form, text][at] ?? null));
}

test.run();
