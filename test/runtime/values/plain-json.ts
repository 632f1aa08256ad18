/** JSON as JavaScript's own values, which JSON.parse and databases understand, and random texts of it. */
import { JsonNumber } from "../../../runtime/values/json.ts";
import type { Json } from "../../../runtime/values/json.ts";
import type { Random } from "../../support/random.ts";

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** Numbers become doubles, so that compared numbers must be short. */
export function plainOf(json: Json | null): Plain {
  if (json === null || typeof json === "string" || typeof json === "boolean") return json;
  if (json instanceof JsonNumber) return Number(json.text);
  if (json instanceof Map) return Object.fromEntries(Array.from(json, ([name, value]) => [name, plainOf(value)]));
  return Array.isArray(json) ? json.map(plainOf) : null;
}

/** The same value in our representation, built without reading a text. */
export function jsonOfPlain(plain: Plain): Json | null {
  if (plain === null || typeof plain === "string" || typeof plain === "boolean") return plain;
  if (typeof plain === "number") return new JsonNumber(String(plain));
  if (isPlainList(plain)) return plain.map(jsonOfPlain);
  return new Map(Object.entries(plain).map(([name, value]) => [name, jsonOfPlain(value)]));
}

export const NAMES = ["a", "b", "key", "value", "__proto__", "é", "", "0"] as const;

/** Small whole numbers and few names, so that equal values are met often. */
export function randomPlain(r: Random, levels: number): Plain {
  const kind = levels === 0 ? r.int(0, 3) : r.int(0, 6);
  if (kind === 0) return null;
  if (kind === 1) return r.chance(0.5);
  if (kind === 2) return r.int(-3, 12);
  if (kind === 3) return r.pick(["", "a", "b", "1", "true", "🦊", 'q"\\/\n']);
  if (kind === 4) return randomPlainList(r, levels - 1);
  return randomPlainObject(r, levels - 1);
}

export function randomPlainList(r: Random, levels: number): readonly Plain[] {
  return Array.from({ length: r.int(0, 4) }, () => randomPlain(r, levels));
}

export function randomPlainObject(r: Random, levels: number): { readonly [name: string]: Plain } {
  return Object.fromEntries(Array.from({ length: r.int(0, 4) }, () => [r.pick(NAMES), randomPlain(r, levels)]));
}

/** A text of the value with spaces, escapes and exponents that mean nothing. */
export function spelled(r: Random, plain: Plain): string {
  const space = (): string => (r.chance(0.2) ? r.pick([" ", "\n", "\t", "\r\n", "  "]) : "");
  if (typeof plain === "string") return space() + spelledString(r, plain) + space();
  if (typeof plain === "number") return space() + spelledNumber(r, plain) + space();
  if (plain === null || typeof plain === "boolean") return `${space()}${String(plain)}${space()}`;
  if (isPlainList(plain)) return `${space()}[${plain.map((element) => spelled(r, element)).join(",") || space()}]`;
  const members = r.shuffle(Object.entries(plain));
  const texts = members.map(([name, value]) => `${space()}${spelledString(r, name)}${space()}:${spelled(r, value)}`);
  return `{${texts.join(",") || space()}}${space()}`;
}

function spelledString(r: Random, text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  if (r.chance(0.7)) return JSON.stringify(text);
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
}

/** A whole number. */
function spelledNumber(r: Random, value: number): string {
  const zeros = "0".repeat(r.int(1, 3));
  const scaled = value === 0 ? "0e5" : `${value}${zeros}e-${zeros.length}`;
  return r.pick([String(value), `${value}.${zeros}`, `${value}e0`, `${value}E+00`, scaled]);
}

function isPlainList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}
