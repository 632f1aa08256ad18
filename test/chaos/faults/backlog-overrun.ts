/** Nobody captures while more is written than the replication backlog holds. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Fault, Place } from "../place.ts";

const FLOOD_BYTES = 4 * 1024 * 1024;
const DELETES = 50;
const STILL_DELETES = 15;
const PIECE = 256 * 1024;

export const BACKLOG_OVERRUN: Fault = {
  kind: "backlog overrun",
  run: async (place, dice) => {
    const { workers, redis } = place;
    const kills = dice.chance(0.5);
    for (const { source } of workers.members) {
      await source.refuse();
      source.cut();
    }
    if (kills) for (const { process } of workers.members) if (process.running) process.signal("SIGKILL");
    // Changes and deletes that the backlog will not hold any more.
    await sleep(dice.int(500, 2000));
    const deleted = (await deleteForGood(redis)) + (await deleteStill(place));
    for (let sent = 0; sent < FLOOD_BYTES; sent += PIECE) await redis.set("flood", Buffer.alloc(PIECE));
    await redis.del("flood");
    await sleep(dice.int(0, 500));
    for (const { source } of workers.members) await source.resume();
    return `${FLOOD_BYTES} bytes, ${deleted} keys deleted${kills ? ", workers killed" : ""}`;
  },
};

/** Mostly keys that nobody writes to any more, few enough for the brake. */
async function deleteForGood(redis: Redis): Promise<number> {
  const found = await Promise.all(Array.from({ length: DELETES }, () => redis.randomkey()));
  const keys = found.filter((key) => key !== null && /^(person|seat|order|board|tags|queue|price):\d{1,6}$/.test(key));
  for (const key of keys) await redis.del(key ?? "");
  return keys.length;
}

/** Keys that surely nobody writes to any more. */
async function deleteStill(place: Place): Promise<number> {
  const keys = (await place.redis.keys("person:1??????")).slice(0, STILL_DELETES);
  const deleted = keys.length === 0 ? 0 : await place.redis.del(...keys);
  place.still -= deleted;
  return deleted;
}
