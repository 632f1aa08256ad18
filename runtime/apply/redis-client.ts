import { Redis } from "ioredis";
import { reasonOf } from "../capture/control-connection.ts";
import { parseRedisUrl } from "../capture/redis-url.ts";
import { coerceError } from "../errors.ts";

/**
 * Makes connections to the source that reconnect by themselves but never send a command twice and never queue one while they are down:
 * the caller hears of it at once and decides.
 */
export function redisConnector(url: string, name: string): () => Redis {
  const { host, port, tls, username, password, database } = parseRedisUrl(url);
  return () => {
    const redis = new Redis({
      host,
      port,
      db: database,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls ? { tls: {} } : {}),
      protocol: 2,
      lazyConnect: true,
      connectionName: name,
      disableClientInfo: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 10_000,
      // Leases are renewed and idle lanes ask more often than that: a connection without a byte for so long is dead.
      socketTimeout: 30_000,
      retryStrategy: (attempts) => Math.min(2_000, 50 * 2 ** Math.min(attempts, 10)) * (0.5 + Math.random() / 2),
    });
    // Every failure reaches the command that it hits as well.
    redis.on("error", () => undefined);
    return redis;
  };
}

/** Connects for the first time. Rejects with `StartupError` when the server can't be reached or refuses the login. */
export async function firstConnect(redis: Redis, url: string): Promise<void> {
  let first: Error | undefined;
  const remember = (error: Error): void => void (first ??= error);
  redis.on("error", remember);
  try {
    await redis.connect();
    await redis.ping();
  } catch (thrown) {
    redis.disconnect();
    throw reasonOf(first ?? coerceError(thrown), parseRedisUrl(url));
  } finally {
    redis.off("error", remember);
  }
}

/** An error of Redis in the middle of a command that somebody typed: as a `StartupError` where the connection was lost or a right is missing. */
export function explained(thrown: unknown, url: string): unknown {
  const error = coerceError(thrown);
  const isReply = error.name === "ReplyError";
  return isReply || isLoss(error) ? reasonOf(error, parseRedisUrl(url)) : thrown;
}

/** What went wrong, for people: the client speaks of its own options when all that happened is that a connection went away. */
export function failureText(thrown: unknown): string {
  const error = coerceError(thrown);
  return isLoss(error) ? "the connection to Redis is lost" : error.message;
}

function isLoss({ name, message }: Error): boolean {
  return name === "MaxRetriesPerRequestError" || /^Connection is closed|^Stream isn't writeable/.test(message);
}
