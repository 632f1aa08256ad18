/** Nobody captures while more is written than the replication backlog holds. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../place.ts";

const FLOOD_BYTES = 4 * 1024 * 1024;
const PIECE = 256 * 1024;

export const BACKLOG_OVERRUN: Fault = {
  kind: "backlog overrun",
  run: async ({ workers, redis }, dice) => {
    const kills = dice.chance(0.5);
    for (const { source } of workers.members) {
      await source.refuse();
      source.cut();
    }
    if (kills) for (const { process } of workers.members) if (process.running) process.signal("SIGKILL");
    // Changes and deletes that the backlog will not hold any more.
    await sleep(dice.int(500, 2000));
    for (let sent = 0; sent < FLOOD_BYTES; sent += PIECE) await redis.set("flood", Buffer.alloc(PIECE));
    await redis.del("flood");
    await sleep(dice.int(0, 500));
    for (const { source } of workers.members) await source.resume();
    return `${FLOOD_BYTES} bytes${kills ? ", workers killed" : ""}`;
  },
};
