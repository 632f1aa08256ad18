import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeChar, decodeText, decodeVarchar, textOfRaw } from "../../../runtime/values/decode-text.ts";
import { outcome, property, rejectionOf, rejects, site } from "./support.ts";

test("text arrives unchanged: empty, quotes, line ends, emoji, a real replacement character", () => {
  for (const text of ["", "Ada", `a'b"c\\d`, "line\r\nline\t", "Zoë 🦊 Łukasz", "\ufffd", "\ufeffbom", " "]) {
    assert.is(decodeText(Buffer.from(text), site), text);
  }
  assert.is(decodeText("ascii capture", site), "ascii capture");
});

test("invalid UTF-8 is rejected, never replaced", () => {
  for (const hex of ["ff", "c080", "e282", "eda080", "f4908080", "6180", "f09f9a"]) {
    rejects("RDI5014", () => decodeText(Buffer.from(hex, "hex"), site));
  }
});

test("a NUL character is rejected, in bytes and in captures", () => {
  rejects("RDI5015", () => decodeText(Buffer.from("a\0b"), site));
  rejects("RDI5015", () => decodeText("a\0b", site));
});

test("varchar counts code points, not UTF-16 units and not bytes", () => {
  assert.is(decodeVarchar(Buffer.from("🦊🦊🦊"), 3, site), "🦊🦊🦊");
  assert.is(decodeVarchar(Buffer.from("ééé"), 3, site), "ééé");
  rejects("RDI5013", () => decodeVarchar(Buffer.from("🦊🦊🦊🦊"), 3, site));
  rejects("RDI5013", () => decodeVarchar(Buffer.from("abc "), 3, site));
  assert.is(decodeVarchar(Buffer.from(""), 1, site), "");
});

test("char leaves out trailing spaces and does not count them", () => {
  assert.is(decodeChar(Buffer.from("ab   "), 2, site), "ab");
  assert.is(decodeChar(Buffer.from(" a"), 2, site), " a");
  rejects("RDI5013", () => decodeChar(Buffer.from("abc"), 2, site));
});

test("a long run of spaces takes linear time, because quadratic time would stop the lane", () => {
  const spaces = " ".repeat(2_000_000);
  assert.is(decodeChar(Buffer.from(`a${spaces}`), 2, site), "a");
  rejects("RDI5013", () => decodeChar(Buffer.from(`${spaces}a`), 2, site));
});

test("a rejected text keeps the value out of the message", () => {
  const rejection = rejectionOf(() => decodeVarchar(Buffer.from("secret word"), 3, site));
  assert.is(rejection.message, "balance: longer than 3 characters");
  assert.is(rejection.value, "secret word");
});

test("textOfRaw decodes like text", () => {
  assert.is(textOfRaw(Buffer.from("x🦊"), site), "x🦊");
  rejects("RDI5014", () => textOfRaw(Buffer.from([0xff]), site));
});

test("random bytes decode exactly where a fatal TextDecoder accepts them", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const pieces = ["a", "é", "€", "🦊", "\ufffd", "\ud7ff", "\ue000"].map((text) => Buffer.from(text));
  property(3000, (random) => {
    const parts = Array.from({ length: random.below(6) }, () =>
      random.below(4) === 0
        ? Buffer.from([1 + random.below(255)])
        : (pieces[random.below(pieces.length)] ?? Buffer.alloc(0)),
    );
    const bytes = Buffer.concat(parts);
    let expected = "RDI5014";
    try {
      expected = decoder.decode(bytes);
    } catch {
      // Not valid: the code stands.
    }
    assert.is(
      outcome(() => decodeText(bytes, site)),
      expected,
    );
  });
});

test.run();
