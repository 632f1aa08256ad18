import { parseJson } from "../values/json-parse.ts";
import { jsonText } from "../values/json-text.ts";
import { isSameCell } from "./cells.ts";
import { membersOf } from "./key-writes.ts";
import type { ExpectedKey, TargetValue } from "./story.ts";

/** What of a key is not as expected. */
export interface KeyDifference {
  /** Null where the key is to be absent. */
  readonly expected: TargetValue["kind"] | null;
  /** Null where it is. */
  readonly actual: TargetValue["kind"] | null;
  /** None where the kinds differ. */
  readonly parts: readonly PartDifference[];
}

/** Of a hash a field, of a document a member of its root, of a (sorted) set a member, of a stream an entry. Sensitive values are masked. */
export interface PartDifference {
  /** Null for all of a string, and of a document that has no members. */
  readonly part: string | null;
  readonly type: PartType;
  /** Null where there is to be none. */
  readonly expected: string | null;
  readonly actual: string | null;
  readonly same: boolean;
}

type PartType = "text" | "double" | "json";

/** Undefined where the key is as expected. */
export function compareKey(
  { value, sensitive }: Pick<ExpectedKey, "value" | "sensitive">,
  found: TargetValue | undefined,
): KeyDifference | undefined {
  const kinds = { expected: value?.kind ?? null, actual: found?.kind ?? null };
  if (value !== undefined && found !== undefined && value.kind !== found.kind) return { ...kinds, parts: [] };
  const [wanted, actual] = [partsOf(value), partsOf(found)];
  const names = new Set([...wanted.keys(), ...actual.keys()]);
  const parts = [...names].map((part) => partDifference(part, wanted.get(part), actual.get(part)));
  if (parts.every(({ same }) => same)) return undefined;
  return { ...kinds, parts: sensitive ? parts.map((part) => masked(part, value ?? found)) : parts };
}

interface Part {
  readonly type: PartType;
  readonly text: string;
}

type Parts = ReadonlyMap<PartDifference["part"], Part>;

function partsOf(value: TargetValue | undefined): Parts {
  switch (value?.kind) {
    case undefined:
      return new Map();
    case "hash":
      return new Map(value.fields.map(([name, text]) => [name, { type: "text", text }]));
    case "zset":
      return new Map(value.members.map(([name, text]) => [name, { type: "double", text }]));
    case "set":
    case "list":
      return new Map(value.items.map((text) => [text, { type: "text", text }]));
    case "string":
      return sole("text", value.text);
    case "json":
      return documentParts(value.text);
    case "stream":
      return new Map(value.entries.map((fields, at) => [String(at + 1), { type: "json", text: entryText(fields) }]));
  }
}

function sole(type: PartType, text: string): Parts {
  return new Map([[null, { type, text }]]);
}

function documentParts(text: string): Parts {
  const members = membersOf(parseJson(Buffer.from(text), { file: "", line: 0, column: "" }));
  if (members.length === 0) return sole("json", text);
  return new Map(members.map(([name, value]) => [name, { type: "json", text: jsonText(value) }]));
}

/** Names and values of an entry, whose order says nothing. */
function entryText(fields: readonly (readonly [string, string])[]): string {
  return jsonText(new Map(fields));
}

function partDifference(
  part: PartDifference["part"],
  wanted: Part | undefined,
  actual: Part | undefined,
): PartDifference {
  const type = (wanted ?? actual)?.type ?? "text";
  const [one, other] = [wanted?.text ?? null, actual?.text ?? null];
  return { part, type, expected: one, actual: other, same: isSameCell(type, one, other) };
}

/** Members are values as well. */
function masked(difference: PartDifference, value: TargetValue | undefined): PartDifference {
  const shown = (text: string | null): string | null => (text === null ? null : "***");
  const isMember = value?.kind === "set" || value?.kind === "zset";
  const part = isMember ? "***" : difference.part;
  return { ...difference, part, expected: shown(difference.expected), actual: shown(difference.actual) };
}
