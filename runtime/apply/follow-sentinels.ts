import { lookup } from "node:dns/promises";
import type { Redis } from "ioredis";
import { findPrimary } from "../capture/find-primary.ts";
import type { RedisAddress } from "../capture/redis-url.ts";

const ASK_MS = 1_000;

/**
 * Makes a client connect anew when the Sentinels name another primary than it is connected to: that one may be cut off from them and not from us.
 * Asks until the client has ended.
 */
export function followSentinels(redis: Redis, address: RedisAddress): void {
  if (address.sentinels === undefined) return;
  const over = new AbortController();
  const limits = { connectMs: 3_000, silenceMs: 10_000, signal: over.signal };
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
      const connected = placeOf(redis);
      const named = await findPrimary(address, limits);
      if (connected === undefined || (await leadsTo(named, connected))) return;
      // Unless it has connected anew by itself meanwhile.
      if (placeOf(redis)?.local === connected.local) redis.disconnect(true);
    } catch {
      // Nobody knows better at present.
    } finally {
      asking = false;
    }
  }
}

/** The two ends of a connection. */
interface Place {
  readonly local: number | undefined;
  readonly address: string;
  readonly port: number;
}

/**
 * Where the client is, by its socket, and not what the Sentinels said when it was last looked at: the first answer may come when another primary was
 * named already. Undefined while it is not connected.
 */
function placeOf({ status, stream }: Redis): Place | undefined {
  const { remoteAddress, remotePort, localPort } = stream ?? {};
  if (status !== "ready" || remoteAddress === undefined || remotePort === undefined) return undefined;
  return { local: localPort, address: plainAddress(remoteAddress), port: remotePort };
}

async function leadsTo({ host, port }: RedisAddress, { address, port: connected }: Place): Promise<boolean> {
  if (port !== connected) return false;
  const found = await lookup(host, { all: true });
  return found.some((one) => plainAddress(one.address) === address);
}

/** An address of IPv4 may be told as one of IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/i, "");
}
