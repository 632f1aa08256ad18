import { JsonNumber, isList } from "./json.ts";
import type { Json, JsonList, JsonObject } from "./json.ts";
import { RENDERED_LENGTH, renderText } from "./rendering.ts";

/** What JSON must escape, and halves of surrogate pairs, which have no UTF-8. */
const ESCAPED = /["\\\u0000-\u001f]|\p{Surrogate}/u;

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

/** A JSON value for people, in at most {@link RENDERED_LENGTH} characters; a long document is not written out for it. */
export function renderJson(value: Json | null): string {
  return renderText(shortText(value, RENDERED_LENGTH + 1));
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

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The beginning of the text, of `length` characters or somewhat more. */
function shortText(value: Json | null, length: number): string {
  if (typeof value === "string") return quoted(value.slice(0, length));
  if (isList(value)) {
    return shortSequence(value, { ends: "[]", length }, (element, left) => shortText(element, left));
  }
  if (value instanceof Map) {
    const member = ([name, inner]: [string, Json | null], left: number): string =>
      `${quoted(name.slice(0, left))}:${shortText(inner, left)}`;
    return shortSequence<[string, Json | null]>(value, { ends: "{}", length }, member);
  }
  return jsonText(value);
}

function shortSequence<T>(
  items: Iterable<T>,
  frame: { readonly ends: string; readonly length: number },
  show: (item: T, left: number) => string,
): string {
  let text = frame.ends.slice(0, 1);
  for (const item of items) {
    if (text.length > frame.length) return text;
    text += (text.length === 1 ? "" : ",") + show(item, frame.length - text.length);
  }
  return text + frame.ends.slice(1);
}
