import { JsonNumber, isList } from "./json.ts";
import { numberKey } from "./json-number.ts";
import { compare } from "./ordering.ts";
import type { Comparable } from "./ordering.ts";
import type { Raw } from "./raw.ts";
import { RedisMap } from "./redis-map.ts";

/** Everything that can be told to be equal: what has an order, JSON, lists and maps. */
export type Equatable =
  | Comparable
  | JsonNumber
  | readonly (Equatable | null)[]
  | ReadonlyMap<string, Equatable | null>
  | RedisMap<Equatable | null>;

/**
 * Scalars as their order has them, JSON numbers by value, lists element by element, objects and maps whatever their
 * order, text and bytes by bytes. JSON values of different kinds differ; other values of different types are a mistake
 * of the caller's.
 */
export function sameContent(left: Equatable, right: Equatable): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  if (isList(left) && isList(right)) return sameLists(left, right);
  if (left instanceof Map && right instanceof Map) return sameMembers<string>(left, right);
  if (left instanceof RedisMap && right instanceof RedisMap) return sameMembers<Raw>(left, right);
  if (left instanceof JsonNumber && right instanceof JsonNumber) return sameNumbers(left, right);
  if (typeof left === "string" && Buffer.isBuffer(right)) return sameBytes(right, left);
  if (Buffer.isBuffer(left) && typeof right === "string") return sameBytes(left, right);
  const kinds = [jsonKind(left), jsonKind(right)];
  if (!kinds.includes(undefined) && kinds[0] !== kinds[1]) return false;
  return compare(left, right) === 0;
}

interface Members<Name> extends Iterable<readonly [Name, Equatable | null]> {
  readonly size: number;
  get(name: Name): Equatable | null | undefined;
}

function sameLists(left: readonly (Equatable | null)[], right: readonly (Equatable | null)[]): boolean {
  return left.length === right.length && left.every((element, at) => sameOrNull(element, right[at]));
}

function sameMembers<Name>(left: Members<Name>, right: Members<Name>): boolean {
  if (left.size !== right.size) return false;
  for (const [name, value] of left) {
    if (!sameOrNull(value, right.get(name))) return false;
  }
  return true;
}

function sameOrNull(left: Equatable | null, right: Equatable | null | undefined): boolean {
  if (right === undefined) return false;
  return left === null || right === null ? left === right : sameContent(left, right);
}

function sameNumbers(left: JsonNumber, right: JsonNumber): boolean {
  return left.text === right.text || numberKey(left) === numberKey(right);
}

/** By way of text only where the bytes are text, so that no replacement character makes two values one. */
function sameBytes(bytes: Buffer, text: string): boolean {
  return bytes.toString("utf8") === text && bytes.equals(Buffer.from(text, "utf8"));
}

/** Undefined for what JSON does not have. */
function jsonKind(value: Equatable): string | undefined {
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  if (value instanceof JsonNumber) return "number";
  if (isList(value)) return "array";
  return value instanceof Map ? "object" : undefined;
}
