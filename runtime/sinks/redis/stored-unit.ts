import type { Redis } from "ioredis";
import { parseJson } from "../../values/json-parse.ts";
import { jsonText } from "../../values/json-text.ts";
import { bytesKey, shortestScore } from "../../values/redis-map.ts";
import { contentKey } from "../../values/content-key.ts";
import type { ColumnDifference } from "../row-comparer.ts";
import type { Unit } from "./batch-units.ts";
import { sinkError } from "./error-classes.ts";

/** Of a unit its parts as text, by their names: fields of a hash, otherwise the member, or `value`. Undefined where it is not there. */
export type Parts = ReadonlyMap<string, string> | undefined;

/** What the key holds is of another kind. */
const OTHER: Parts = new Map();

const KINDS: Readonly<Record<Unit["kind"], string>> = {
  H: "hash",
  J: "json",
  T: "string",
  h: "hash",
  j: "json",
  s: "set",
  z: "zset",
  x: "stream",
};

export function wantedParts({ kind, payload }: Unit): Parts {
  const [first = "", second = "", third = ""] = payload.map(bytesKey);
  switch (kind) {
    case "H":
      return payload.length === 0 ? undefined : pairsOf(payload.map(bytesKey));
    case "T":
      return payload.length === 0 ? undefined : new Map([["value", first]]);
    case "J":
      return new Map([["value", first]]);
    case "h":
      return new Map([[first, second]]);
    case "j":
      return new Map([[first, third]]);
    case "s":
      return new Map([["member", first]]);
    case "z":
      return new Map([[second, first]]);
    case "x":
      return undefined;
  }
}

/** Reads it. Rejects with `SinkError`. */
export async function storedParts(redis: Redis, unit: Unit, documents: "module" | "string"): Promise<Parts> {
  try {
    return await read(redis, unit, documents);
  } catch (thrown) {
    const error = sinkError(thrown, "compare");
    if (error.serverCode === "WRONGTYPE") return OTHER;
    throw error;
  }
}

async function read(redis: Redis, { kind, payload, place: { key } }: Unit, documents: "module" | "string") {
  const [first = "", second = ""] = payload;
  switch (kind) {
    case "H": {
      const pairs = pairsOf(texts(await redis.callBuffer("HGETALL", [key])));
      return pairs.size === 0 ? undefined : pairs;
    }
    case "T":
      return sole("value", await redis.getBuffer(key));
    case "J":
      return sole("value", await documentOf(redis, key, documents));
    case "j":
      return memberOf(await documentOf(redis, key, documents), bytesKey(first));
    case "h":
      return sole(bytesKey(first), await redis.hgetBuffer(key, first));
    case "s":
      return (await redis.sismember(key, first)) === 1 ? new Map([["member", bytesKey(first)]]) : undefined;
    case "z": {
      const score = await redis.zscore(key, second);
      return score === null ? undefined : new Map([[bytesKey(second), String(shortestScore(score))]]);
    }
    case "x":
      return undefined;
  }
}

async function documentOf(redis: Redis, key: string, documents: "module" | "string"): Promise<Buffer | null> {
  const found = documents === "module" ? await redis.callBuffer("JSON.GET", [key]) : await redis.getBuffer(key);
  return Buffer.isBuffer(found) ? found : null;
}

function memberOf(document: Buffer | null, name: string): Parts {
  const value = document === null ? null : parsed(document);
  const member = value instanceof Map ? value.get(Buffer.from(name, "latin1").toString("utf8")) : undefined;
  return member === undefined ? undefined : new Map([[name, Buffer.from(jsonText(member)).toString("latin1")]]);
}

/** Null for what is no JSON. */
function parsed(text: Buffer) {
  try {
    return parseJson(text, { file: "", line: 0, column: "" });
  } catch {
    return null;
  }
}

function sole(name: string, value: Buffer | null): Parts {
  return value === null ? undefined : new Map([[name, value.toString("latin1")]]);
}

function texts(reply: unknown): readonly string[] {
  return Array.isArray(reply)
    ? reply.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString("latin1") : ""))
    : [];
}

function pairsOf(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? ""] as const] : [])));
}

/** Which parts differ; of documents the content counts. */
export function partDifferences({ kind }: Unit, wanted: Parts, stored: Parts): readonly ColumnDifference[] {
  if (stored === OTHER) return [{ name: "(kind)", wanted: KINDS[kind], stored: "another", sensitive: false }];
  const names = new Set([...(wanted?.keys() ?? []), ...(stored?.keys() ?? [])]);
  return [...names].flatMap((name) => {
    const [one, other] = [wanted?.get(name) ?? null, stored?.get(name) ?? null];
    if (one === other || (isDocument(kind) && isSameContent(one, other))) return [];
    return [{ name: utf8(name) ?? "", wanted: utf8(one), stored: utf8(other), sensitive: false }];
  });
}

function isDocument(kind: Unit["kind"]): boolean {
  return kind === "J" || kind === "j";
}

function isSameContent(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [one, other].map((text) => contentOf(text));
  return a !== undefined && a === b;
}

function contentOf(latin1: string): string | undefined {
  try {
    return contentKey(parseJson(Buffer.from(latin1, "latin1"), { file: "", line: 0, column: "" }));
  } catch {
    return undefined;
  }
}

function utf8(latin1: string | null): string | null {
  return latin1 === null ? null : Buffer.from(latin1, "latin1").toString("utf8");
}
