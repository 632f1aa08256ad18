import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/parse.ts";
import type { SourceFile } from "../../grammar/source.ts";

const seed = Number(process.env["RDI_SEED"] ?? Date.now() % 1_000_000_007);
const folder = new URL("./fixtures/", import.meta.url);
const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
const pieces = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  '"',
  "'",
  "`",
  ",",
  ":",
  ".",
  "=",
  "-",
  "@",
  "\\",
  "\n",
  " ",
  "é",
  "\0",
  "\ud800",
];
const words = [
  " in ",
  " not ",
  " where ",
  " job ",
  " case ",
  " end ",
  " into ",
  "12x",
  "...",
  "//",
  "/*",
  '"{',
  "<<<<<<<",
];

test("mutated files never throw, and all places lie within the file", () => {
  const random = generator(seed);
  for (let round = 0; round < 3000; round++) {
    const text = mutate(pick(texts, random), random);
    const context = `RDI_SEED=${seed}, round ${round}:\n${text}`;
    try {
      checkPlaces(text);
    } catch (error: unknown) {
      throw new Error(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${context}`);
    }
  }
});

function checkPlaces(text: string): void {
  const file: SourceFile = { path: "fuzz.rdi", text };
  const parsed = parse(file);
  checkSpans(parsed.file, text.length);
  checkSpans(parsed.diagnostics, text.length);
  for (const { label, title, code } of parsed.diagnostics) {
    assert.match(code, /^RDI1\d{3}$/);
    assert.ok(label.length > 0 && label.length < 400 && title.length > 0);
  }
}

/** Walks a whole tree: every span is a range of the file. */
function checkSpans(node: unknown, length: number): void {
  if (typeof node !== "object" || node === null) return;
  if ("start" in node && "end" in node) {
    const { start, end } = node;
    const sound = Number.isInteger(start) && Number.isInteger(end) && Number(start) >= 0;
    assert.ok(sound && Number(start) <= Number(end) && Number(end) <= length, `span ${String(start)}–${String(end)}`);
    return;
  }
  for (const child of Object.values(node)) checkSpans(child, length);
}

function mutate(text: string, random: () => number): string {
  const start = Math.floor(random() * text.length * 0.7);
  let result = random() < 0.5 ? text : text.slice(start, start + 1500);
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
    const place = Math.floor(random() * (result.length + 1));
    const length = Math.floor(random() * (random() < 0.2 ? 60 : 4));
    const other = pick(texts, random);
    const from = Math.floor(random() * other.length);
    const inserted = pick([pick(pieces, random), pick(words, random), other.slice(from, from + 30), ""], random);
    result = result.slice(0, place) + inserted + result.slice(place + length);
  }
  return result;
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** A small seeded generator (mulberry32): the same seed gives the same files. */
function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

console.log(`RDI_SEED=${seed}`);
test.run();
