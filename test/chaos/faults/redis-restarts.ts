/** Redis dies, stands still, and comes back with what it had. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../place.ts";

export const REDIS_RESTARTS: readonly Fault[] = [
  {
    kind: "Redis killed and restarted with its data",
    run: async ({ topology }, dice) => {
      const server = topology.primary();
      await server.kill();
      const ms = dice.int(0, 1500);
      await sleep(ms);
      await server.start();
      return `after ${ms} ms`;
    },
  },
  {
    kind: "Redis paused",
    run: async ({ topology }, dice) => {
      const server = topology.primary();
      const ms = dice.int(300, 4000);
      await server.kill("SIGSTOP");
      await sleep(ms);
      await server.kill("SIGCONT");
      return `for ${ms} ms`;
    },
  },
];
