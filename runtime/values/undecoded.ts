import { JsonNumber, isList } from "./json.ts";
import type { Json, Undecoded } from "./json.ts";
import type { Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import { renderJson } from "./render-json.ts";
import { renderRaw } from "./rendering.ts";
import type { Site } from "./site.ts";

/**
 * The text that decoding reads: of a JSON number its digits, of a boolean its word. Lists and objects reject, for a
 * scalar is wanted: `problem` says which.
 */
export function rawOf(value: Undecoded, problem: string, site: Site): Raw {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  return textOfScalar(value) ?? refuse("RDI5010", `${problem}: ${kindOf(value)}`, site, renderJson(value));
}

/** Undefined for a list and for an object. */
function textOfScalar(value: Exclude<Json, string>): string | undefined {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "boolean" ? String(value) : undefined;
}

function kindOf(value: Json): string {
  return isList(value) ? "a JSON list" : "a JSON object";
}

export function isRaw(value: Undecoded): value is Raw {
  return typeof value === "string" || Buffer.isBuffer(value);
}

export function renderUndecoded(value: Undecoded): string {
  return isRaw(value) ? renderRaw(value) : renderJson(value);
}
