import { JsonNumber, isList } from "./json.ts";
import type { Json, JsonList, JsonObject } from "./json.ts";

/** What JSON must escape. Whole surrogate pairs need no escape, and are only rare enough to leave them to JSON.stringify. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Compact, in order, numbers with their digits as they were written. Never fails: half of a surrogate pair is escaped. */
export function jsonText(value: Json | null): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof JsonNumber) return value.text;
  return isList(value) ? listText(value) : objectText(value);
}

/** `to_json`: the text of a JSON value. */
export function toJson(value: Json | null): string | null {
  return value === null ? null : jsonText(value);
}

/** In `++` and in holes: a scalar's own text, lists and objects as JSON. */
export function textOfJson(value: Json | null): string | null {
  return value === null || typeof value === "string" ? value : jsonText(value);
}

function listText(list: JsonList): string {
  let text = "[";
  for (const element of list) text += text === "[" ? jsonText(element) : `,${jsonText(element)}`;
  return `${text}]`;
}

function objectText(object: JsonObject): string {
  let text = "{";
  for (const [name, value] of object) text += `${text === "{" ? "" : ","}${quoted(name)}:${jsonText(value)}`;
  return `${text}}`;
}

/** A JSON string. */
export function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
