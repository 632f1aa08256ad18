import { Refused, required, type Decimal, decimal } from "./values.ts";

/** JSON in which no digit is lost: a number is its own text. */
export type Json = null | boolean | string | Digits | readonly Json[] | { readonly [name: string]: Json };

export class Digits {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
}

/** Numbers outside of strings become objects before they are read, which JSON.parse then leaves alone. */
export function parse(source: string): Json {
  const marked = source.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (found) =>
    found.startsWith('"') ? found : `{"\\u0000":"${found}"}`,
  );
  try {
    JSON.parse(source);
  } catch {
    throw new Refused("RDI5023");
  }
  return JSON.parse(marked, (_, value: unknown) => (isMarked(value) ? new Digits(value["\0"]) : value)) as Json;
}

/** The same text for the same content. */
export function canonical(value: Json): string {
  if (value instanceof Digits) return value.digits;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

export function member(value: Json | undefined, ...names: readonly string[]): Json {
  let found: Json = value ?? null;
  for (const name of names) {
    if (found === null || typeof found !== "object" || Array.isArray(found) || found instanceof Digits) return null;
    found = Object.hasOwn(found, name) ? ((found as Record<string, Json>)[name] ?? null) : null;
  }
  return found;
}

/** What a loop walks; null is nothing to walk. */
export function elements(value: Json): readonly Json[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new Refused("RDI5010");
  return value as readonly Json[];
}

export function textOf(value: Json): string | null {
  if (value === null) return null;
  if (typeof value === "string") {
    if (value.includes("\0")) throw new Refused("RDI5015");
    return value;
  }
  if (value instanceof Digits) return value.digits;
  if (typeof value === "boolean") return String(value);
  throw new Refused("RDI5010");
}

export function numberOf(value: Json): Decimal | null {
  if (typeof value === "string") return decimal(value);
  if (value instanceof Digits) return decimal(value.digits);
  if (value === null) return null;
  throw new Refused("RDI5010");
}

export function requiredNumber(value: Json): Decimal {
  return required(numberOf(value));
}

function isMarked(value: unknown): value is Readonly<Record<"\0", string>> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "\0");
}
