/** Every decoder takes JSON's scalars like the text that they are. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as values from "../../../runtime/values/index.ts";
import type { Json, Undecoded } from "../../../runtime/values/json.ts";
import { outcome, rejectionOf, rejects, site } from "./support.ts";

const DECODERS: Readonly<Record<string, (value: Undecoded) => unknown>> = {
  smallint: (value) => values.decodeSmallint(value, site),
  int: (value) => values.decodeInt(value, site),
  bigint: (value) => values.decodeBigint(value, site),
  exact: (value) => values.decodeExact(value, site)?.toFixed(),
  numeric: (value) => values.decodeNumeric(value, 12, 2, site)?.toFixed(),
  double: (value) => values.decodeDouble(value, site),
  real: (value) => values.decodeReal(value, site),
  boolean: (value) => values.decodeBoolean(value, site),
  text: (value) => values.decodeText(value, site),
  varchar: (value) => values.decodeVarchar(value, 4, site),
  char: (value) => values.decodeChar(value, 4, site),
  bytes: (value) => values.decodeBytes(value, site)?.toString("latin1"),
  uuid: (value) => values.decodeUuid(value, site),
  date: (value) => values.decodeDate(value, site),
  time: (value) => values.decodeTime(value, site),
  timestamp: (value) => values.decodeTimestamp(value, site),
  timestamptz: (value) => values.decodeTimestamptz(value, site),
  hole: (value) => values.textOfRaw(value, site),
};

function document(text: string): Json {
  const value = values.parseJson(text, site);
  assert.ok(value !== null);
  return value;
}

test("a JSON scalar decodes to what the bytes of its text decode to", () => {
  const texts = ["12", "-0", "1.50", "12.345", "1e3", "1e400", "true", "false", "9223372036854775808", "123456"];
  const strings = [
    "",
    "12",
    "t",
    "2024-01-31",
    "12:30",
    "2024-01-31T12:30:00Z",
    "0e4f4a1c-53b5-4c27-9b1e-5a1f0c9d7e10",
    "é",
  ];
  const cases = [
    ...texts.map((text) => [document(text), text] as const),
    ...strings.map((text) => [document(JSON.stringify(text)), text] as const),
  ];
  for (const [value, text] of cases) {
    for (const [type, decode] of Object.entries(DECODERS)) {
      assert.equal(
        outcome(() => decode(value)),
        outcome(() => decode(Buffer.from(text))),
        `${text} as ${type}`,
      );
    }
  }
});

test("lists and objects decode to nothing, and the message says what is there instead", () => {
  for (const [type, decode] of Object.entries(DECODERS).filter(([type]) => type !== "hole")) {
    assert.match(rejectionOf(() => decode(document("[1]"))).message, /^balance: not .*: a JSON list$/, type);
    assert.match(rejectionOf(() => decode(document('{"a":1}'))).message, /^balance: not .*: a JSON object$/, type);
    rejects("RDI5010", () => decode(document("[]")));
  }
  const rejection = rejectionOf(() => values.decodeInt(document(`["${"secret ".repeat(100)}"]`), site));
  assert.is(rejection.value?.length, 80);
});

test("in text lists and objects are JSON", () => {
  assert.is(values.textOfRaw(document('{ "a": [1.0, null] }'), site), '{"a":[1.0,null]}');
});

test("half of a surrogate pair, which JSON can escape, is no text", () => {
  for (const text of ['"\\ud800"', '"a\\udc00b"', '"\\udc00\\ud800"']) {
    rejects("RDI5014", () => values.decodeText(document(text), site));
    rejects("RDI5014", () => values.decodeVarchar(document(text), 9, site));
    rejects("RDI5014", () => values.decodeBytes(document(text), site));
    rejects("RDI5014", () => values.textOfRaw(document(text), site));
  }
  assert.is(values.decodeText(document('"\\ud83e\\udd8a"'), site), "🦊");
  rejects("RDI5015", () => values.decodeText(document('"\\u0000"'), site));
});

test.run();
