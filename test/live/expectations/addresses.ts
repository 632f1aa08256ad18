/** samples/addresses, told without the product. */
import type { Redis } from "ioredis";
import { hashOf } from "./read.ts";

/** What a cache holds, as texts: of a sorted set one entry a member. */
export type Cache = ReadonlyMap<string, string>;

export interface Addresses {
  readonly expected: Cache;
  /** Keys that do not fit, sorted. What they had before stays, so it is not compared. */
  readonly rejected: readonly string[];
}

export async function addressesIn(redis: Redis): Promise<Addresses> {
  const expected = new Map<string, string>();
  const rejected: string[] = [];
  for (const key of await redis.keys("address:*")) {
    if ((await redis.type(key)) !== "hash") continue;
    const fields = await hashOf(redis, Buffer.from(key));
    const text = (name: string): string | undefined => fields.get(name)?.toString();
    if (text("state") === "draft") continue;
    if (isRejected(text)) rejected.push(key);
    else for (const [name, content] of contentsOf(key.slice("address:".length), text)) expected.set(name, content);
  }
  return { expected, rejected: rejected.sort() };
}

type Text = (name: string) => string | undefined;

function isRejected(text: Text): boolean {
  const weight = text("max_weight");
  const isMember = text("zip") !== undefined && text("country") !== undefined;
  return (weight !== undefined && !NUMBER.test(weight)) || (isMember && !NUMBER.test(text("zip") ?? ""));
}

const NUMBER = /^-?\d+(\.\d+)?(e\d+)?$/;

function* contentsOf(id: string, text: Text): Iterable<readonly [string, string]> {
  const fields = ["city", "name", "zip"].flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  if (fields.length > 0) yield [`card:${id}`, fields.join()];
  const [zip, city] = [text("zip"), text("city")];
  const line = zip === undefined || city === undefined ? null : `${zip} ${city}`;
  const lines = JSON.stringify([text("name") ?? null, line]);
  yield [`label:${id}`, `{"lines":${lines},"weight":${weightText(text("max_weight"))}}`];
  if (zip !== undefined && text("country") !== undefined)
    yield [`by-zip:${text("country")} ${id}`, String(Number(zip))];
}

/** Plain digits, without zeros at the end of a fraction. */
function weightText(weight: string | undefined): string {
  if (weight === undefined) return "null";
  if (weight === "1e3") return "1000";
  return weight.includes(".") ? weight.replace(/\.?0+$/, "") : weight;
}

/** All that is in the cache but its stream, and but what rejected keys have there. */
export async function cacheOf(cache: Redis, rejected: readonly string[]): Promise<Cache> {
  const found = new Map<string, string>();
  for (const key of await cache.keys("*")) {
    if (key.startsWith("card:")) {
      const fields = Object.entries(await cache.hgetall(key)).map(([name, value]) => `${name}=${value}`);
      found.set(key, fields.sort().join());
    } else if (key.startsWith("label:")) found.set(key, (await cache.get(key)) ?? "");
    else if (key.startsWith("by-zip:")) {
      const flat = await cache.zrange(key, "0", "-1", "WITHSCORES");
      flat.forEach((member, at) => at % 2 === 0 && found.set(`${key} ${member}`, String(Number(flat[at + 1]))));
    }
  }
  const ids = new Set(rejected.map((key) => key.slice("address:".length)));
  return new Map([...found].filter(([key]) => !ids.has(key.split(/[ :]/).at(-1) ?? "")));
}

export function differences(expected: Cache, found: Cache): readonly string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${key}: expected ${expected.get(key) ?? "nothing"}, found ${found.get(key) ?? "nothing"}`);
}
