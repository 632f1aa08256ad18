/** Keys of the model beside those of a target Redis. Nothing of the product takes part. */
import type { Redis } from "ioredis";
import type { TargetValue } from "../../runtime/rehearse.ts";
import { contentsOf } from "../support/redis-contents.ts";

/** What differs, in words. */
export async function keyDifferences(
  model: ReadonlyMap<string, TargetValue>,
  cache: Redis,
): Promise<readonly string[]> {
  const real = new Map(Object.entries(await contentsOf(cache)));
  const names = [...new Set([...model.keys(), ...real.keys()])].sort();
  return names.flatMap((name) => {
    const value = model.get(name);
    const wanted = value === undefined ? "nothing" : canonical(contentOf(value));
    const found = real.has(name) ? canonical(real.get(name)) : "nothing";
    return wanted === found ? [] : [`${name}: the model has ${wanted}, the Redis ${found}`];
  });
}

/** In the form of `contentsOf`. */
function contentOf(value: TargetValue): unknown {
  switch (value.kind) {
    case "hash":
      return Object.fromEntries(value.fields);
    case "set":
    case "list":
      return [...value.items].sort();
    case "zset":
      return [...value.members]
        .map(([member, score]) => [member, Number(score.replace("inf", "Infinity"))] as const)
        .sort(([one, score], [other, otherScore]) =>
          score === otherScore ? (one < other ? -1 : 1) : score - otherScore,
        )
        .flatMap(([member, score]) => [member, String(score)]);
    case "stream":
      return value.entries.map((fields) => fields.flat());
    case "json":
    case "string":
      return value.text;
  }
}

/** Members in one order, as their order in a hash says nothing. */
function canonical(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** As if so much time had passed: what ends by then is gone. */
export async function passTime(cache: Redis, milliseconds: number): Promise<void> {
  for (const key of await contentKeys(cache)) {
    const left = await cache.pttl(key);
    if (left >= 0) await cache.pexpire(key, Math.max(0, left - milliseconds));
  }
}

/** Nothing is left, and nobody owns anything; checkpoints stay. */
export async function clearKeys(cache: Redis): Promise<void> {
  const records = (await cache.keys("rdi:*")).filter((key) => /:target:(units$|owned:|owners:)/.test(key));
  const all = [...(await contentKeys(cache)), ...records];
  if (all.length > 0) await cache.del(...all);
}

async function contentKeys(cache: Redis): Promise<readonly string[]> {
  return (await cache.keys("*")).filter((key) => !key.startsWith("rdi:"));
}
