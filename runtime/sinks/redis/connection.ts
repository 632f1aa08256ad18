import { Redis } from "ioredis";
import { clientSettings } from "../../capture/client-settings.ts";
import { parseRedisUrl } from "../../capture/redis-url.ts";

/** After this time without an answer the connection counts as lost. */
const ANSWER_MS = 60_000;

/**
 * A connection that never comes back by itself and never sends a command twice: whoever has it opens another one, and claims anew. Rejects
 * with what the server or the network said first.
 */
export async function connect(url: string, name: string): Promise<Redis> {
  const redis = new Redis({
    ...clientSettings(parseRedisUrl(url)),
    protocol: 2,
    lazyConnect: true,
    connectionName: name.replaceAll(/[^!-~]/g, "-"),
    disableClientInfo: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
    reconnectOnError: () => false,
    connectTimeout: 10_000,
    commandTimeout: ANSWER_MS,
  });
  let first: Error | undefined;
  redis.on("error", (error: Error) => (first ??= error));
  try {
    await redis.connect();
    await redis.ping();
    // A login or a database that was refused is told by this event alone.
    if (first !== undefined) throw first;
    return redis;
  } catch (thrown) {
    redis.disconnect();
    throw first ?? thrown;
  }
}
