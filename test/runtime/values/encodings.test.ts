import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  base64Decode,
  base64Encode,
  hexDecode,
  hexEncode,
  urlDecode,
  urlEncode,
} from "../../../runtime/values/encodings.ts";
import { random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";
import { sqliteCalculator } from "../../support/sqlite.ts";
import { rejects, site } from "./support.ts";

const r = random();

test("base64 is RFC 4648's, with padding", () => {
  const vectors = {
    "": "",
    f: "Zg==",
    fo: "Zm8=",
    foo: "Zm9v",
    foob: "Zm9vYg==",
    fooba: "Zm9vYmE=",
    foobar: "Zm9vYmFy",
  };
  for (const [text, encoded] of Object.entries(vectors)) {
    assert.is(base64Encode(text, site), encoded);
    assert.is(base64Decode(encoded, site)?.toString(), text);
  }
  assert.is(base64Encode(Buffer.from([0xfb, 0xff]), site), "+/8=");
});

test("what is not exactly base64 rejects", () => {
  for (const text of ["Zg", "Zg=", "Zg===", "Zh==", "Z", "Zm9v\n", " Zm9v", "-_8=", "Zm=v", "Zm9v=", "Zm9ü"]) {
    rejects("RDI5010", () => base64Decode(text, site));
  }
});

/** By hand: every three bytes are four digits of six bits. */
function base64ByHand(bytes: Buffer): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,6}/g) ?? [];
  const text = groups.map((group) => digits[Number.parseInt(group.padEnd(6, "0"), 2)]).join("");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

test("base64 and hexadecimal digits come back as the same bytes", () => {
  const sqlite = sqliteCalculator();
  for (let run = 0; run < 500; run++) {
    const bytes = r.bytes(r.int(0, 20));
    const [base64, hex] = [base64ByHand(bytes), String(sqlite.value("lower(hex(?1))", bytes))];
    assert.is(base64Encode(bytes, site), base64);
    assert.equal(base64Decode(base64, site), bytes);
    assert.is(hexEncode(bytes, site), hex);
    assert.equal(hexDecode(hex, site), bytes);
    assert.equal(hexDecode(hex.toUpperCase(), site), bytes);
  }
  sqlite.close();
});

test("what is not pairs of hexadecimal digits rejects", () => {
  for (const text of ["0", "0g", "0x00", " 00", "00 ", "\\x00", "éé", "０0"]) {
    rejects("RDI5010", () => hexDecode(text, site));
  }
  assert.is(hexEncode("é", site), "c3a9");
});

test("url encoding leaves RFC 3986's unreserved characters, and nothing else", () => {
  assert.is(urlEncode("aZ09-._~", site), "aZ09-._~");
  assert.is(urlEncode("a b+c/!'()*é🦊", site), "a%20b%2Bc%2F%21%27%28%29%2A%C3%A9%F0%9F%A6%8A");
  assert.is(urlEncode(Buffer.from([0, 0xff]), site), "%00%FF");
});

test("every text comes back from its url encoding, which another decoder reads too", () => {
  for (let run = 0; run < 1000; run++) {
    const text = randomText(r, 8);
    const encoded = urlEncode(text, site) ?? "";
    assert.match(encoded, /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
    assert.is(urlDecode(encoded, site), text);
    assert.is(new URLSearchParams(`x=${encoded}`).get("x"), text);
  }
});

test("url decoding leaves what is not encoded as it is", () => {
  assert.is(urlDecode("a+b é%2b%C3%a9", site), "a+b é+é");
});

test("a broken escape rejects, and so do bytes that are not UTF-8", () => {
  for (const text of ["%", "100%", "%2", "%zz", "%%20", "%u00e9"]) rejects("RDI5010", () => urlDecode(text, site));
  for (const text of ["%FF", "%C3", "%C3x", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%C3é"]) {
    rejects("RDI5014", () => urlDecode(text, site));
  }
});

test("half of a surrogate pair has no bytes to encode", () => {
  for (const encode of [base64Encode, hexEncode, urlEncode]) rejects("RDI5014", () => encode("a\ud83e", site));
});

test.run();
