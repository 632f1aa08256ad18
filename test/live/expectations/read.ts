import type { Redis } from "ioredis";
import { text } from "./values.ts";

export type Pair = readonly [name: Buffer, value: Buffer];

/** The fields of a hash, in Redis' order. */
export async function fieldsOf(redis: Redis, key: Buffer): Promise<readonly Pair[]> {
  return pairs((await redis.callBuffer("HGETALL", key)) as readonly Buffer[]);
}

/** The members of a sorted set with their scores. */
export async function membersOf(redis: Redis, key: Buffer): Promise<readonly Pair[]> {
  return (await redis.callBuffer("ZRANGE", key, 0, -1, "WITHSCORES")) as readonly Pair[];
}

/** A hash by the names of its fields. */
export async function hashOf(redis: Redis, key: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  return new Map((await fieldsOf(redis, key)).map(([name, value]) => [name.toString("utf8"), value]));
}

export async function stringOf(redis: Redis, key: Buffer): Promise<Buffer> {
  return (await redis.getBuffer(key)) ?? Buffer.alloc(0);
}

/** The text of a document: of RedisJSON, or a string that holds JSON. */
export async function documentOf(redis: Redis, key: Buffer, type: string): Promise<string> {
  return text(type === "string" ? await stringOf(redis, key) : ((await redis.callBuffer("JSON.GET", key)) as Buffer));
}

function pairs(flat: readonly Buffer[]): readonly Pair[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? Buffer.alloc(0)] as const] : []));
}
