/** Two workers capture at once: the lease ends while its holder goes on, as after a pause that was longer than the lease. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../place.ts";
import { controlKeys } from "./control-keys.ts";

export const CAPTURE_SUPERSEDED: Fault = {
  kind: "capture superseded",
  run: async ({ redis, workers }, dice) => {
    // In half of the cases all of them stand still meanwhile, so that each of them may go on first, with what it has in hand.
    const stopped = dice.chance(0.5) ? workers.members.filter(({ process }) => process.running) : [];
    for (const { process } of stopped) process.signal("SIGSTOP");
    await sleep(stopped.length > 0 ? dice.int(20, 400) : 0);
    const leases = (await controlKeys(redis)).filter((key) => key.endsWith(":capture"));
    if (leases.length > 0) await redis.del(...leases);
    for (const { process } of dice.shuffle(stopped)) process.signal("SIGCONT");
    await sleep(2_500);
    return "its lease was erased";
  },
};
