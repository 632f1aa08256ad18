/** The steps of a test, done to a real Redis. */
import type { Redis } from "ioredis";
import type { StoredValue, Story, StoryStep } from "../../runtime/rehearse.ts";
import { eventually } from "../support/eventually.ts";

/** What is due at which time of the test's clock; real time does not wait for it. */
export interface TestClock {
  now: bigint;
  readonly expiries: Map<string, bigint>;
}

export async function doStep(step: StoryStep, redis: Redis, clock: TestClock): Promise<void> {
  switch (step.kind) {
    case "given":
      return give(step, redis, clock);
    case "delete":
      clock.expiries.delete(step.key);
      await redis.del(step.key);
      return;
    case "at":
      return setClock(step.instant, redis, clock);
    case "expect":
      return;
  }
}

async function give(step: Extract<StoryStep, { kind: "given" }>, redis: Redis, clock: TestClock): Promise<void> {
  const { key, value, expire } = step;
  const all = redis.multi().del(key);
  all.call(...commandOf(key, value));
  clock.expiries.delete(key);
  if (expire !== undefined) {
    clock.expiries.set(key, clock.now + expire);
    // Tests count in hours, so nothing ends by itself while one runs.
    all.pexpire(key, Math.max(3_600_000, Number(expire / 1000n)));
  }
  await all.exec();
}

function commandOf(key: string, value: StoredValue): [string, ...string[]] {
  switch (value.kind) {
    case "hash":
      return ["HSET", key, ...value.fields.flat()];
    case "zset":
      return ["ZADD", key, ...value.members.flatMap(([member, score]) => [score, member])];
    case "set":
      return ["SADD", key, ...value.items];
    case "list":
      return ["RPUSH", key, ...value.items];
    case "json":
    case "string":
      return ["SET", key, value.text];
  }
}

/** What is due by then expires now, one after the other. */
async function setClock(now: bigint, redis: Redis, clock: TestClock): Promise<void> {
  clock.now = now;
  const due = [...clock.expiries].filter(([, at]) => at <= now).sort(([, one], [, other]) => Number(one - other));
  for (const [key] of due) {
    clock.expiries.delete(key);
    await redis.pexpire(key, 400);
    await eventually("the key has expired", async () => (await redis.exists(key)) === 0);
  }
}

/** All keys that the test names. */
export function keysOf({ steps }: Story): readonly string[] {
  const keys = steps.flatMap((step) => ("key" in step ? [step.key] : []));
  return [...new Set(keys)];
}
