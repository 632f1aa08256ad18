import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type pg from "pg";

/** Measures, from outside, how long a change takes from Redis' answer to a committed row: one customer that counts up. */
export interface Probe {
  /** Milliseconds, sorted. */
  stop(): Promise<readonly number[]>;
}

const KEY = "customer:2000000000";
const EVERY_MS = 100;
const GIVE_UP_MS = 30_000;

export function startProbe(redis: Redis, database: pg.Pool): Probe {
  let running = true;
  const lags: number[] = [];
  const loop = async (): Promise<void> => {
    for (let orders = 1; running; orders++) {
      await redis.hset(KEY, {
        fname: "Probe",
        lname: "Lag",
        email: "p@example.com",
        created: 1_700_000_000_000,
        orders,
      });
      const sent = performance.now();
      while ((await committed(database)) < orders && performance.now() - sent < GIVE_UP_MS) await sleep(2);
      lags.push(performance.now() - sent);
      await sleep(EVERY_MS);
    }
  };
  const done = loop();
  return {
    stop: async () => {
      running = false;
      await done;
      return lags.sort((a, b) => a - b);
    },
  };
}

async function committed(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ orders: number }>("SELECT orders FROM customers WHERE id = 2000000000");
  return rows[0]?.orders ?? 0;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
