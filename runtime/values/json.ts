import type { Raw } from "./raw.ts";

/** A JSON number by its digits as they were written; nothing is lost. */
export class JsonNumber {
  readonly text: string;

  /** The text must be a number by JSON's grammar. */
  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A JSON value other than null; JSON's null is null. */
export type Json = string | boolean | JsonNumber | JsonList | JsonObject;

export type JsonList = readonly (Json | null)[];

/** In the order of the text. Of a repeated name the last value wins, at the place of the first. */
export type JsonObject = ReadonlyMap<string, Json | null>;

/**
 * What has no type yet: bytes of Redis, or a step of a JSON document. A string is text in either case, so whether it is
 * still to be parsed as JSON (a field of a hash) or is a JSON string already (a step) is known only where it comes
 * from: the first goes through `parseJson`, the second needs nothing.
 */
export type Undecoded = Raw | Json;

/** TypeScript's own Array.isArray does not narrow a readonly list. */
export function isList<T>(value: T): value is Extract<T, readonly unknown[]> {
  return Array.isArray(value);
}

/** What `json_type` says. */
export type JsonKind = "object" | "array" | "string" | "number" | "boolean";

export function jsonType(value: Json | null): JsonKind | null {
  if (value === null) return null;
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof JsonNumber) return "number";
  return isList(value) ? "array" : "object";
}
