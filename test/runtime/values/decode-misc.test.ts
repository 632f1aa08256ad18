import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeBoolean, decodeBytes, decodeUuid } from "../../../runtime/values/decode-misc.ts";
import { property, rejects, site } from "./support.ts";

test("exactly the listed words are booleans", () => {
  for (const word of ["true", "t", "yes", "y", "on", "1"]) assert.is(decodeBoolean(Buffer.from(word), site), true);
  for (const word of ["false", "f", "no", "n", "off", "0"]) assert.is(decodeBoolean(word, site), false);
  for (const word of ["", "True", "TRUE", "2", "01", " 1", "tru", "of", "null", "yess", "disabled"]) {
    rejects("RDI5010", () => decodeBoolean(Buffer.from(word), site));
  }
});

test("a uuid is read in either case and given in lower case", () => {
  assert.is(decodeUuid("0E4F4A1C-53B5-4C27-9B1E-5A1F0C9D7EAB", site), "0e4f4a1c-53b5-4c27-9b1e-5a1f0c9d7eab");
  const plain = "0e4f4a1c-53b5-4c27-9b1e-5a1f0c9d7eab";
  assert.is(decodeUuid(Buffer.from(plain), site), plain);
  const bad = [
    "",
    plain.replaceAll("-", ""),
    `{${plain}}`,
    `${plain} `,
    plain.replace("0", "g"),
    plain.slice(1),
    `${plain.slice(0, 35)}\n`,
  ];
  for (const text of bad) rejects("RDI5010", () => decodeUuid(Buffer.from(text), site));
});

test("random uuids come back", () => {
  property(200, (random) => {
    const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
    const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    assert.is(decodeUuid(Buffer.from(uuid.toUpperCase()), site), uuid);
  });
});

test("bytes are what they are", () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  assert.ok(decodeBytes(every)?.equals(every));
  assert.ok(decodeBytes("a\0z")?.equals(Buffer.from([0x61, 0, 0x7a])));
  assert.ok(decodeBytes("é🦊")?.equals(Buffer.from("é🦊")));
});

test.run();
