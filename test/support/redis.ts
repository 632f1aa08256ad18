/** A private Redis for one test file, and connections that return bytes. */
import { Redis } from "ioredis";
import { startRedis, type RedisOptions, type RedisServer } from "../setup/servers.mjs";

export type { RedisServer } from "../setup/servers.mjs";

export interface RedisConnection {
  readonly redis: Redis;
  /** Sends one command; strings in the answer come as Buffers, so no byte is changed. */
  command(name: string, ...args: readonly (string | Buffer | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a server of its own. It ends with this process; `remove()` ends it earlier. */
export function redisServer(options: RedisOptions = {}): Promise<RedisServer> {
  return startRedis(options);
}

/** Connects, or fails at once with the reason. Later it reconnects by itself, so a server may restart under it. */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const redis = new Redis(url, { lazyConnect: true, disableClientInfo: true, retryStrategy: () => 50 });
  let reason: unknown;
  redis.on("error", (error) => (reason ??= error));
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw reason ?? error;
  }
  return {
    redis,
    command: (name, ...args) => redis.callBuffer(name, ...args),
    close: async () => redis.disconnect(),
  };
}
