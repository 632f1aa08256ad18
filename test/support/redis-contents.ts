/** What a target Redis holds, for comparisons. */
import type { Redis } from "ioredis";

/** All keys but the control keys, with their types and contents. */
export async function contentsOf(redis: Redis): Promise<Readonly<Record<string, unknown>>> {
  const keys = (await redis.keys("*")).filter((key) => !key.startsWith("rdi:")).sort();
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await contentOf(redis, key)])));
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "hash":
      return redis.hgetall(key);
    case "set":
      return (await redis.smembers(key)).sort();
    case "zset":
      // Some servers print 17 digits of a score.
      return (await redis.zrange(key, "0", "-1", "WITHSCORES")).map((text, at) =>
        at % 2 === 0 ? text : shortest(text),
      );
    case "stream":
      return (await redis.xrange(key, "-", "+")).map(([, fields]) => fields);
    default:
      return redis.get(key);
  }
}

function shortest(score: string): string {
  return String(score.endsWith("inf") ? (score.startsWith("-") ? -Infinity : Infinity) : Number(score));
}
