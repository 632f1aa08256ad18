/** The values in Redis that the examples of a document read, given as JSON. */
import type { ReadPlan, ValueKind } from "../../compiler/plan/ir.ts";

export interface Sample {
  readonly kind: ValueKind;
  readonly json: string;
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  "json hash": "hash",
  "json document": "json",
  "json set": "set",
  "json zset": "zset",
  "json list": "list",
  "json string": "string",
};

/** The sample that a fence gives: `json hash`, `json document` and so on. Undefined for other fences. */
export function sampleOf(language: string, text: string): Sample | undefined {
  const kind = KINDS[language];
  return kind === undefined ? undefined : { kind, json: text };
}

/** What the read script would have replied for it. */
export function partsOf({ kind, json }: Sample, { members }: ReadPlan): readonly (Buffer | string | null)[] {
  if (kind === "json") return ["d", Buffer.from(json)];
  const value: unknown = JSON.parse(json);
  if (kind === "string") return [Buffer.from(String(value))];
  if (Array.isArray(value)) return value.map((element) => Buffer.from(String(element)));
  const fields = new Map(Object.entries(value ?? {}).map(([name, field]) => [name, Buffer.from(String(field))]));
  if (members === "all") return [...fields].flat();
  return members.map(([name = ""]) => fields.get(name) ?? null);
}

/** Its fields or root members as columns of SQLite: text, numbers, and JSON as its text. */
export function columnsOf({ json }: Sample): ReadonlyMap<string, string | number | null> {
  const value: unknown = JSON.parse(json);
  return new Map(Object.entries(value ?? {}).map(([name, field]) => [name, columnOf(field)]));
}

function columnOf(field: unknown): string | number | null {
  if (field === null || typeof field === "string" || typeof field === "number") return field;
  return typeof field === "boolean" ? Number(field) : JSON.stringify(field);
}
