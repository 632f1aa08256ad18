/** Two workers capture at once: the lease ends while its holder goes on, as after a pause that was longer than the lease. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../place.ts";
import { controlKeys } from "./control-keys.ts";

export const CAPTURE_SUPERSEDED: Fault = {
  kind: "capture superseded",
  run: async ({ redis }) => {
    const leases = (await controlKeys(redis)).filter((key) => key.endsWith(":capture"));
    if (leases.length > 0) await redis.del(...leases);
    await sleep(2_500);
    return "its lease was erased";
  },
};
