import { JsonNumber } from "./json.ts";
import type { Json } from "./json.ts";
import { malformed, readFormat } from "./malformed.ts";
import type { Format } from "./malformed.ts";
import type { Raw } from "./raw.ts";
import type { Site } from "./site.ts";

/** Lists and objects within one another. Every one is a call on the stack, so that the limit also keeps the stack small. */
export const MOST_LEVELS = 1000;

/**
 * A text as a JSON value, strictly by RFC 8259: no comments, no trailing commas, no white space but JSON's, no byte
 * order mark. JSON's null is null. Numbers keep their digits.
 */
export function parseJson(raw: Raw | null, site: Site): Json | null {
  return raw === null ? null : readFormat(raw, JSON_FORMAT, site);
}

const JSON_FORMAT: Format<Json | null> = { code: "RDI5023", problem: "not JSON", read: readDocument };

function readDocument(text: string): Json | null {
  const reading: Reading = { text, at: 0, levels: 0 };
  const value = readValue(reading);
  skipSpace(reading);
  return reading.at === text.length ? value : fail(reading, "there is more behind the value");
}

interface Reading {
  readonly text: string;
  /** The UTF-16 unit that is read next. */
  at: number;
  levels: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function readValue(reading: Reading): Json | null {
  const unit = nextUnit(reading);
  if (unit === QUOTE) return readString(reading);
  if (unit === OPEN_OBJECT) return readObject(reading);
  if (unit === OPEN_LIST) return readList(reading);
  if (unit === MINUS || (unit >= 0x30 && unit <= 0x39)) return readNumber(reading);
  if (unit === 0x74) return readWord(reading, "true", true);
  if (unit === 0x66) return readWord(reading, "false", false);
  if (unit === 0x6e) return readWord(reading, "null", null);
  return fail(reading, "a value is missing");
}

function readObject(reading: Reading): Json {
  const members = new Map<string, Json | null>();
  enter(reading);
  if (nextUnit(reading) !== CLOSE_OBJECT) {
    for (;;) {
      if (nextUnit(reading) !== QUOTE) fail(reading, "a name in quotes is missing");
      const name = readString(reading);
      if (nextUnit(reading) !== COLON) fail(reading, "a colon is missing");
      reading.at++;
      members.set(name, readValue(reading));
      if (nextUnit(reading) !== COMMA) break;
      reading.at++;
    }
    if (nextUnit(reading) !== CLOSE_OBJECT) fail(reading, "a comma or } is missing");
  }
  leave(reading);
  return members;
}

function readList(reading: Reading): Json {
  const elements: (Json | null)[] = [];
  enter(reading);
  if (nextUnit(reading) !== CLOSE_LIST) {
    for (;;) {
      elements.push(readValue(reading));
      if (nextUnit(reading) !== COMMA) break;
      reading.at++;
    }
    if (nextUnit(reading) !== CLOSE_LIST) fail(reading, "a comma or ] is missing");
  }
  leave(reading);
  return elements;
}

function enter(reading: Reading): void {
  if (reading.levels === MOST_LEVELS) fail(reading, `it nests deeper than ${MOST_LEVELS} levels`);
  reading.levels++;
  reading.at++;
}

function leave(reading: Reading): void {
  reading.levels--;
  reading.at++;
}

/** A string without escapes is a slice of the text. */
function readString(reading: Reading): string {
  const { text } = reading;
  const start = reading.at + 1;
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      reading.at = at + 1;
      return text.slice(start, at);
    }
    if (unit === BACKSLASH) return readEscaped(reading, at);
    if (unit < 0x20) return malformed(at, "a string contains a control character");
  }
  return malformed(text.length, "a string has no end");
}

/** A string whose first backslash is known. */
function readEscaped(reading: Reading, backslash: number): string {
  const { text } = reading;
  let value = text.slice(reading.at + 1, backslash);
  reading.at = backslash;
  for (;;) {
    value += readEscape(reading);
    const start = reading.at;
    const end = endOfPlain(text, start);
    value += text.slice(start, end);
    reading.at = end;
    if (text.charCodeAt(end) === QUOTE) break;
  }
  reading.at++;
  return value;
}

/** The next quote or backslash. */
function endOfPlain(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE || unit === BACKSLASH) return at;
    if (unit < 0x20) return malformed(at, "a string contains a control character");
  }
  return malformed(text.length, "a string has no end");
}

function readEscape(reading: Reading): string {
  const { text, at } = reading;
  const letter = text.charAt(at + 1);
  if (letter === "u") {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[\da-fA-F]{4}$/.test(digits)) fail(reading, "a \\u wants four hexadecimal digits");
    reading.at = at + 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  reading.at = at + 2;
  return ESCAPES.get(letter) ?? malformed(at, "JSON has no such escape");
}

function readNumber(reading: Reading): JsonNumber {
  NUMBER.lastIndex = reading.at;
  if (!NUMBER.test(reading.text)) fail(reading, "a digit is missing");
  const start = reading.at;
  reading.at = NUMBER.lastIndex;
  return new JsonNumber(reading.text.slice(start, reading.at));
}

function readWord<T>(reading: Reading, word: string, value: T): T {
  if (!reading.text.startsWith(word, reading.at)) fail(reading, "a value is missing");
  reading.at += word.length;
  return value;
}

/** The first unit that is no white space; 0, which begins nothing, at the end. */
function nextUnit(reading: Reading): number {
  skipSpace(reading);
  return reading.at < reading.text.length ? reading.text.charCodeAt(reading.at) : 0;
}

function skipSpace(reading: Reading): void {
  const { text } = reading;
  let { at } = reading;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 || (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09)) break;
    at++;
  }
  reading.at = at;
}

function fail(reading: Reading, problem: string): never {
  return malformed(reading.at, problem);
}
