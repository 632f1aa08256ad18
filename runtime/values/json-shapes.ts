import { JsonNumber, isList, jsonType } from "./json.ts";
import type { Json, JsonList, JsonObject } from "./json.ts";
import { refuse } from "./rejection.ts";
import { renderJson } from "./render-json.ts";
import type { Site } from "./site.ts";

/** A JSON value where a list is wanted; another kind rejects. */
export function asList(json: Json | null, site: Site): JsonList | null {
  return json === null || isList(json) ? json : wrongKind(json, "list", site);
}

/** A JSON value where an object is wanted; another kind rejects. */
export function asObject(json: Json | null, site: Site): JsonObject | null {
  return json === null || isObject(json) ? json : wrongKind(json, "object", site);
}

/** What a `for` and a list's loop walk: of null nothing. */
export function listOf(json: Json | null, site: Site): JsonList {
  return asList(json, site) ?? [];
}

/** Lists of a name and a value, or objects with `key` and `value`. Of a repeated name the last value wins. */
export function fromEntries(list: JsonList | null, site: Site): JsonObject | null {
  return list === null ? null : new Map(list.map((element) => pairOf(element, site)));
}

function pairOf(element: Json | null, site: Site): readonly [string, Json | null] {
  if (isList(element) && element.length === 2) return [nameOf(element[0], element, site), element[1] ?? null];
  if (isObject(element) && element.has("key"))
    return [nameOf(element.get("key"), element, site), element.get("value") ?? null];
  return refuse("RDI5010", "not an entry: neither [name, value] nor { key, value }", site, renderJson(element));
}

/** Scalars other than null are names by their text. */
function nameOf(name: Json | null | undefined, element: Json, site: Site): string {
  if (typeof name === "string") return name;
  if (typeof name === "boolean" || name instanceof JsonNumber) return String(name);
  return refuse("RDI5010", "not an entry: its name is no text", site, renderJson(element));
}

function isObject(json: Json | null): json is JsonObject {
  return json instanceof Map;
}

function wrongKind(json: Json, wanted: string, site: Site): never {
  const kind = jsonType(json);
  return refuse(
    "RDI5010",
    `not a JSON ${wanted}: ${kind === "object" || kind === "array" ? "an" : "a"} ${kind}`,
    site,
    renderJson(json),
  );
}
