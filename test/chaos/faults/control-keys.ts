/** Our own keys in the user's Redis: erased, some of them or all. */
import type { Redis } from "ioredis";
import type { Fault, Place } from "../place.ts";

export const CONTROL_KEYS: readonly Fault[] = [
  {
    kind: "control keys flushed",
    run: async ({ redis }, dice) => {
      const all = await controlKeys(redis);
      const chosen = dice.chance(0.6) ? all : all.filter(() => dice.chance(0.3));
      if (chosen.length > 0) await redis.unlink(...chosen);
      return `${chosen.length} of ${all.length}`;
    },
  },
  {
    kind: "scripts flushed",
    run: async ({ redis }) => {
      await redis.script("FLUSH");
      return "all of them";
    },
  },
  {
    kind: "clients of Redis killed",
    run: async ({ redis }, dice) => {
      const clients = String(await redis.client("LIST")).split("\n");
      const ours = clients.filter((line) => /name=rdi-|flags=S/.test(line) && dice.chance(0.5));
      const ids = ours.map((line) => /\bid=(\d+)/.exec(line)?.[1] ?? "0");
      for (const id of ids) await redis.client("KILL", "ID", id).catch(() => undefined);
      return String(ids.length);
    },
  },
];

/** Those of the lanes, and that of capture. */
export async function eraseLeases({ redis }: Place): Promise<void> {
  const leases = (await controlKeys(redis)).filter((key) => /:lease:/.test(key));
  if (leases.length > 0) await redis.del(...leases);
}

export async function controlKeys(redis: Redis): Promise<readonly string[]> {
  return redis.keys("rdi:*");
}
