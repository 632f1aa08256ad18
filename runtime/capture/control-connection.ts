import { Redis } from "ioredis";
import { coerceError } from "../errors.ts";
import type { ClientSettings } from "./capture-options.ts";
import { clientSettings } from "./client-settings.ts";
import { refusal, unreachable } from "./link-errors.ts";
import type { SocketLimits } from "./link-socket.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";

export interface ControlConnection {
  readonly client: Redis;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<Error>;
  close(): void;
}

/**
 * One session's ordinary connection. It never reconnects and never sends anything twice: a transaction that is sent again to a promoted
 * server would save a position whose entries that server may not have.
 */
const SETTINGS: ClientSettings = {
  lazyConnect: true,
  retryStrategy: () => null,
  reconnectOnError: () => false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  enableReadyCheck: false,
  disableClientInfo: true,
  connectionName: "rdi-capture",
  protocol: 2,
};

export async function openControlConnection(
  address: RedisAddress,
  { connectMs, silenceMs, signal }: SocketLimits & { readonly signal: AbortSignal },
  open: (settings: ClientSettings) => Redis = (settings) => new Redis(settings),
): Promise<ControlConnection> {
  signal.throwIfAborted();
  const client = open({
    ...SETTINGS,
    ...clientSettings(address),
    connectTimeout: connectMs,
    socketTimeout: silenceMs,
  });
  let first: Error | undefined;
  let settle: (reason: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => (settle = resolve));
  client.on("error", (error: Error) => (first ??= error));
  client.once("end", () => settle(reasonOf(first ?? new Error("the server closed the connection"), address)));
  const giveUp = () => client.disconnect();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await client.connect();
    // Refused logins show up here at the latest.
    await client.ping();
  } catch (thrown) {
    client.disconnect();
    throw reasonOf(first ?? coerceError(thrown), address);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
  return { client, ended, close: () => client.disconnect() };
}

/** ioredis reports what the server said and what the network said as errors of one kind. */
export function reasonOf(error: Error, address: RedisAddress): Error {
  const where = describeAddress(address);
  const command = "command" in error && isNamed(error.command) ? error.command.name.toUpperCase() : "the login";
  return error.name === "ReplyError" ? refusal(where, command, error.message) : unreachable(where, error);
}

function isNamed(command: unknown): command is { readonly name: string } {
  return typeof command === "object" && command !== null && "name" in command && typeof command.name === "string";
}
