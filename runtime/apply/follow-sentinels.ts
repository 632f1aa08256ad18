import type { Redis } from "ioredis";
import { findPrimary } from "../capture/find-primary.ts";
import { describeAddress, type RedisAddress } from "../capture/redis-url.ts";

const ASK_MS = 1_000;

/**
 * Makes a client connect anew when the Sentinels name another primary: the one that it has may be cut off from them and not from us. Asks
 * until the client has ended.
 */
export function followSentinels(redis: Redis, address: RedisAddress): void {
  if (address.sentinels === undefined) return;
  const over = new AbortController();
  const limits = { connectMs: 3_000, silenceMs: 10_000, signal: over.signal };
  let known: string | undefined;
  let asking = false;
  const timer = setInterval(() => {
    if (!asking) void ask();
  }, ASK_MS);
  timer.unref();
  redis.once("end", () => {
    clearInterval(timer);
    over.abort();
  });

  async function ask(): Promise<void> {
    asking = true;
    try {
      const named = describeAddress(await findPrimary(address, limits));
      if (known !== undefined && named !== known) redis.disconnect(true);
      known = named;
    } catch {
      // Nobody knows better at present.
    } finally {
      asking = false;
    }
  }
}
