import { Redis } from "ioredis";
import { clientSettings } from "../capture/client-settings.ts";
import { reasonOf } from "../capture/control-connection.ts";
import { findPrimary } from "../capture/find-primary.ts";
import { RetryError } from "../capture/link-errors.ts";
import { parseRedisUrl } from "../capture/redis-url.ts";
import { coerceError, EXIT, StartupError } from "../errors.ts";
import { followSentinels } from "./follow-sentinels.ts";

/** `follows`: connects anew as soon as the Sentinels, if there are any, tell of another primary. */
export type OpenRedis = (options?: { readonly follows?: boolean }) => Redis;

/**
 * Makes connections to the source that reconnect by themselves but never send a command twice and never queue one while they are down:
 * the caller hears of it at once and decides.
 */
export function redisConnector(url: string, name: string): OpenRedis {
  const address = parseRedisUrl(url);
  const settings = clientSettings(address);
  return ({ follows = false } = {}) => {
    const redis = new Redis({
      ...settings,
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
      // A client that has asked all Sentinels in vain would otherwise give up for ever.
      sentinelRetryStrategy: (attempts) => Math.min(2_000, 100 * attempts),
      // Where another server took over behind the same address, only a new connection gets there.
      reconnectOnError: (error) => error.message.startsWith("READONLY"),
      retryStrategy: (attempts) => Math.min(2_000, 50 * 2 ** Math.min(attempts, 10)) * (0.5 + Math.random() / 2),
    });
    // Every failure reaches the command that it hits as well.
    redis.on("error", () => undefined);
    if (follows) followSentinels(redis, address);
    return redis;
  };
}

/** Connects for the first time. Rejects with `StartupError` when the server can't be reached or refuses the login. */
export async function firstConnect(redis: Redis, url: string): Promise<void> {
  let first: Error | undefined;
  const remember = (error: Error): void => void (first ??= error);
  redis.on("error", remember);
  try {
    // Only to say what is wrong, if something is.
    await findPrimary(parseRedisUrl(url), {
      connectMs: 10_000,
      silenceMs: 30_000,
      signal: new AbortController().signal,
    });
    await redis.connect();
    await redis.ping();
  } catch (thrown) {
    redis.disconnect();
    throw startUpReason(thrown instanceof StartupError ? thrown : (first ?? coerceError(thrown)), url);
  } finally {
    redis.off("error", remember);
  }
}

/** An error of Redis in the middle of a start, or of a command that somebody typed: as a `StartupError` where Redis said it, or the connection was lost. */
export function explained(thrown: unknown, url: string): unknown {
  const error = coerceError(thrown);
  return error.name === "ReplyError" || error instanceof RetryError || isLoss(error)
    ? startUpReason(error, url)
    : thrown;
}

/** What passes by itself is waited for by a worker that runs, and told by one that starts. */
function startUpReason(error: Error, url: string): StartupError {
  if (error instanceof StartupError) return error;
  const reason = error instanceof RetryError ? error : reasonOf(error, parseRedisUrl(url));
  if (reason instanceof StartupError) return reason;
  return new StartupError("RDI5002", EXIT.source, reason.message, "Start it again when that has passed.", error);
}

/** What went wrong, for people: the client speaks of its own options when all that happened is that a connection went away. */
export function failureText(thrown: unknown): string {
  const error = coerceError(thrown);
  return isLoss(error) ? "the connection to Redis is lost" : error.message;
}

function isLoss({ name, message }: Error): boolean {
  return name === "MaxRetriesPerRequestError" || /^Connection is closed|^Stream isn't writeable/.test(message);
}
