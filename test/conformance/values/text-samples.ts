import { as, labelled, rejected, same, type TypeSamples } from "./type-samples.ts";

const ORDINARY = [
  ...same("a", " ", "a ", " a", "NULL", "null", "'", '"', "\\", "\\'", "{a,b}", "$1", "?", "%s", "é", "e\u0301", "ß"),
  labelled("the empty text", ""),
  labelled("line ends", "a\r\nb\nc\rd"),
  labelled("a tab", "\t"),
  labelled("an emoji of four bytes", "😀"),
  labelled("a family of emojis", "👩‍👩‍👧"),
  labelled("U+10FFFF", "\u{10ffff}"),
  labelled("U+FFFD", "\ufffd"),
  labelled("U+0001", "\u0001"),
  labelled("U+007F", "\u007f"),
  labelled("U+FEFF", "\ufeffx"),
  labelled("right to left", "שלום"),
  labelled("Chinese", "日本語"),
];

const NUL = labelled("a NUL character", "a\0b");

export const TEXTS: readonly TypeSamples[] = [
  {
    type: "text",
    range: "any text, of a million characters at least",
    stored: [
      ...ORDINARY,
      labelled("1 000 000 characters", "x".repeat(1_000_000)),
      labelled("300 000 emojis", "😀".repeat(300_000)),
    ],
    edges: [NUL],
    rejected: [],
  },
  {
    type: "varchar(20)",
    range: "20 UTF-16 units",
    stored: [...ORDINARY, labelled("20 letters", "abcdefghijklmnopqrst")],
    edges: [NUL, labelled("20 emojis", "😀".repeat(20))],
    rejected: [
      { code: "RDI5013", label: "21 letters", written: "abcdefghijklmnopqrstu" },
      { code: "RDI5013", label: "21 emojis", written: "😀".repeat(21) },
    ],
  },
  {
    type: "varchar(2000)",
    range: "2000 UTF-16 units",
    stored: [labelled("1000 emojis", "😀".repeat(1000)), labelled("2000 letters", "y".repeat(2000))],
    edges: [labelled("2000 emojis", "😀".repeat(2000))],
    rejected: [{ code: "RDI5013", label: "2001 letters", written: "y".repeat(2001) }],
  },
  {
    type: "char(3)",
    range: "3 UTF-16 units, spaces at the end apart",
    stored: [...same("abc", "a", "é"), as("ab ", "ab"), labelled("the empty text", ""), labelled("an emoji", "😀")],
    edges: [labelled("3 emojis", "😀😀😀")],
    rejected: rejected("RDI5013", "abcd"),
  },
  {
    type: "uuid",
    range: "any",
    stored: [
      ...same("0e37df36-f698-11e6-8dd4-cb9ced3df976", "00000000-0000-0000-0000-000000000000"),
      ...same("ffffffff-ffff-ffff-ffff-ffffffffffff"),
      as("0E37DF36-F698-11E6-8DD4-CB9CED3DF976", "0e37df36-f698-11e6-8dd4-cb9ced3df976"),
    ],
    edges: [],
    rejected: rejected("RDI5010", "0e37df36", ""),
  },
  {
    type: "bytes",
    range: "any bytes, a hundred thousand at least",
    expression: "hex_decode(v)",
    stored: [
      labelled("no byte", ""),
      ...same("00", "ff", "00ff80007f", "5c783030", "27", "c3a9", "f09f9880", "0a0d1a"),
      labelled("100 000 bytes", "00ff80fe".repeat(25_000)),
    ],
    edges: [],
    rejected: [],
  },
  {
    type: "json",
    range: "any JSON, every digit of its numbers",
    expression: "parse_json(v)",
    stored: [
      ...same("1", "true", '"a"', "[]", "{}", '{"a":[1,{"b":null}]}', "12345678901234567890", '"é😀"', '"\\"\\\\"'),
      as('{"b":1,"a":2}', '{"a":2,"b":1}'),
      labelled("1000 nested lists", `${"[".repeat(1000)}${"]".repeat(1000)}`),
    ],
    edges: [
      ...same("1.0", "12345678901234567890.0123456789", "1e400"),
      labelled("a NUL character in a string", '"a\\u0000b"'),
      labelled("half a surrogate pair", '"\\ud800"'),
    ],
    rejected: rejected("RDI5023", "{", ""),
  },
];
