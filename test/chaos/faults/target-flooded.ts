/** The target is away while more keys change than a budget for streams would hold. */
import { Redis } from "ioredis";
import type { Fault } from "../place.ts";

const KEYS = 30_000;
const AT_ONCE = 1_000;

export const TARGET_FLOODED: Fault = {
  kind: "stream budget reached",
  run: async ({ postgres, topology }, dice) => {
    await postgres.stop("fast");
    const redis: Redis = topology.connect();
    const first = 5_000_000 + dice.int(0, 1_000_000);
    for (let from = 0; from < KEYS; from += AT_ONCE) {
      const pipeline = redis.pipeline();
      for (let id = first + from; id < first + from + AT_ONCE; id++)
        pipeline.set(`beat:${id}`, Date.now(), "PX", 20_000);
      await pipeline.exec();
    }
    redis.disconnect();
    await postgres.start();
    return `${KEYS} keys changed while the target was away`;
  },
};
