import type { StoredValue } from "../../../runtime/rehearse.ts";
import type { ValueKind } from "../../plan/ir.ts";
import type { Sink } from "../sink.ts";
import { describeConstant, jsonOf, scalarText, type Constant } from "./constants.ts";

/** What Redis would hold; undefined where the constant has another shape, which is reported. */
export function storedValue(kind: ValueKind, constant: Constant, sink: Sink): StoredValue | undefined {
  switch (kind) {
    case "json":
      return { kind, text: jsonOf(constant) };
    case "hash": {
      const fields = entriesOf(kind, constant, sink);
      return fields && { kind, fields };
    }
    case "zset": {
      const members = entriesOf(kind, constant, sink);
      return members && { kind, members: members.map(([name, score]) => [name, scoreText(score)]) };
    }
    case "set":
    case "list":
      return itemsOf(kind, constant, sink);
    case "string": {
      const text = scalarText(constant);
      return text === undefined ? refuse(kind, constant, sink) : { kind, text };
    }
  }
}

type Pair = readonly [name: string, text: string];

/** A field that is null is not there; a key without fields would not be there either. */
function entriesOf(kind: "hash" | "zset", constant: Constant, sink: Sink): readonly Pair[] | undefined {
  if (constant.kind !== "object") return refuse(kind, constant, sink);
  const entries = constant.entries.filter(({ value }) => kind !== "hash" || value.kind !== "null");
  const pairs: Pair[] = [];
  for (const { name, value } of entries) {
    const text = scalarText(value);
    if (text === undefined || (kind === "zset" && Number.isNaN(scoreOf(text))))
      return refuse(kind === "hash" ? "field" : "score", value, sink);
    pairs.push([name, text]);
  }
  return pairs.length === 0 ? refuse(kind, constant, sink) : pairs;
}

/** Each an object of fields, in the order in which they were appended. */
export function entriesOfStream(constant: Constant, sink: Sink): readonly (readonly Pair[])[] | undefined {
  if (constant.kind !== "list" || constant.items.length === 0) return refuse("stream", constant, sink);
  const entries = constant.items.map((item) =>
    item.kind === "object" ? entriesOf("hash", item, sink) : refuse("entry", item, sink),
  );
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function itemsOf(kind: "set" | "list", constant: Constant, sink: Sink): StoredValue | undefined {
  if (constant.kind !== "list" || constant.items.length === 0) return refuse(kind, constant, sink);
  const items: string[] = [];
  for (const item of constant.items) {
    const text = scalarText(item);
    if (text === undefined) return refuse(kind === "set" ? "member" : "item", item, sink);
    items.push(text);
  }
  return { kind, items: kind === "set" ? [...new Set(items)] : items };
}

function scoreOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.replace(/^([+-]?)inf$/i, "$1Infinity"));
}

/** As Redis prints a score. */
function scoreText(text: string): string {
  const score = scoreOf(text);
  return Number.isFinite(score) ? String(score) : score > 0 ? "inf" : "-inf";
}

const SHAPES = {
  hash: ["a hash", "an object with a field at least", '{ name: "Ada" }'],
  zset: ["a sorted set", "an object of members and scores", "{ ada: 7, grace: 9.5 }"],
  set: ["a set", "a list with a member at least", '["ada", "grace"]'],
  list: ["a list", "a list with an item at least", '["ada", "grace"]'],
  string: ["a string", "one value", '"Ada"'],
  stream: ["a stream", "a list with an entry at least", '[{ op: "changed" }]'],
  entry: ["an entry of a stream", "an object of its fields", '{ op: "changed" }'],
  field: ["a field of a hash", "text, a number or a boolean", 'name: "Ada"'],
  score: ["a score", "a number", "ada: 9.5"],
  member: ["a member of a set", "text, a number or a boolean", '"ada"'],
  item: ["an item of a list", "text, a number or a boolean", '"ada"'],
} as const;

function refuse(shape: keyof typeof SHAPES, constant: Constant, sink: Sink): undefined {
  const [what, wanted, example] = SHAPES[shape];
  const isEmpty =
    (constant.kind === "list" && constant.items.length === 0) ||
    (constant.kind === "object" && constant.entries.every(({ value }) => value.kind === "null"));
  const found = isEmpty ? "empty" : describeConstant(constant);
  sink.report("RDI2102", constant.span, { what, wanted, found, example });
  return undefined;
}
