import { test } from "uvu";
import * as assert from "uvu/assert";
import { join, split } from "../../../runtime/values/text-lists.ts";

test("split has one part more than there are separators", () => {
  assert.equal(split("a,b,,c"), ["a", "b", "", "c"]);
  assert.equal(split(",", ","), ["", ""]);
  assert.equal(split("", ","), [""]);
  assert.equal(split("a::b", "::"), ["a", "b"]);
  assert.equal(split("abc", ";"), ["abc"]);
});

test("an empty separator occurs nowhere", () => {
  assert.equal(split("🦊a", ""), ["🦊a"]);
  assert.equal(split("", ""), [""]);
});

test("join passes over nulls, and keeps empty texts", () => {
  assert.is(join(["a", null, "", "b"], "-"), "a--b");
  assert.is(join([], ","), "");
  assert.is(join([null], ","), "");
});

test.run();
