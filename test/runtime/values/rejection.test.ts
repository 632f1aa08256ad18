import { test } from "uvu";
import * as assert from "uvu/assert";
import { Rejection } from "../../../runtime/values/rejection.ts";
import { renderRaw, renderText } from "../../../runtime/values/rendering.ts";
import { sites } from "../../../runtime/values/site.ts";
import { decodeInt } from "../../../runtime/values/decode-numbers.ts";
import { rejectionOf, site } from "./support.ts";

test("sites names each column's place", () => {
  const at = sites("shop.rdi", { id: 15, "odd name": 16 });
  assert.equal(at.id, { file: "shop.rdi", line: 15, column: "id" });
  assert.equal(at["odd name"], { file: "shop.rdi", line: 16, column: "odd name" });
});

test("a rejection says code, place and problem, and is no Error with a stack", () => {
  const rejection = rejectionOf(() => decodeInt(Buffer.from("12.5"), site));
  assert.is(rejection.code, "RDI5010");
  assert.is(rejection.message, "balance: not an int");
  assert.is(rejection.value, "12.5");
  assert.is(String(rejection), "RDI5010 shop.rdi:15 balance: not an int");
  assert.not.ok(rejection instanceof Error);
  assert.ok(rejection instanceof Rejection);
});

test("a rendering shows invalid bytes and control characters as hex and doubles backslashes", () => {
  assert.is(renderRaw(Buffer.from([0x61, 0xff, 0xc3, 0x28])), "a\\xff\\xc3(");
  assert.is(renderRaw(Buffer.from("a\nb\0c\\xff")), "a\\x0ab\\x00c\\\\xff");
  assert.is(renderRaw(Buffer.from("é🦊")), "é🦊");
  assert.is(renderRaw(""), "");
});

test("a rendering has at most 80 characters and is cut at a whole character", () => {
  assert.is(renderRaw("x".repeat(80)), "x".repeat(80));
  assert.is(renderRaw("x".repeat(81)), `${"x".repeat(79)}…`);
  assert.is(renderRaw(Buffer.from("\n".repeat(30))), `${"\\x0a".repeat(19)}…`);
  assert.is(renderRaw(Buffer.from("🦊".repeat(40))), "🦊".repeat(40));
  assert.is(renderRaw(Buffer.from("🦊".repeat(41))), `${"🦊".repeat(39)}…`);
  assert.is(renderText("🦊".repeat(41)), `${"🦊".repeat(39)}…`);
  assert.ok(renderRaw(Buffer.alloc(1_000_000, 0xff)).length <= 80);
});

test.run();
