import type { config as Config, Connection as Driver, ConnectionPool } from "mssql";
import { coerceError } from "../../errors.ts";
import type { UrlOptions } from "./url-options.ts";

export type Mssql = typeof import("mssql");

/** One connection for as long as it lives, as a pool that holds no more than it. */
export interface Session {
  readonly pool: ConnectionPool;
  readonly mssql: Mssql;
  /** False once the connection was lost, as far as anybody has noticed. */
  isOpen(): boolean;
  /** Drops the connection: the server rolls back what is open. */
  destroy(): void;
  /** The error of a refused login has no number of its own: it came in a message before. */
  refused(error: Error): Error;
}

export interface SessionOptions {
  readonly applicationName: string;
  /** After this time the driver asks the server to stop. */
  readonly answerMs: number;
}

const CONNECT_MS = 10_000;
const CANCEL_MS = 5_000;
const MAX_NAME = 128;
const FOREVER_MS = 0x7fff_ffff;

/**
 * The pool logs in once to see whether it can and ends that connection, and again for its first request. It would replace a connection that was lost; but its
 * settings would be lost with it, and what it had begun, so a third one is refused. Rejects with the driver's errors.
 */
export async function openSession(
  { server, authentication, options }: UrlOptions,
  { applicationName, answerMs }: SessionOptions,
): Promise<Session> {
  const { default: mssql } = await import("mssql");
  const made: Driver[] = [];
  let open = true;
  let refusal: object = {};

  function destroy(): void {
    open = false;
    for (const driver of made) driver.close();
    pool.close().catch(() => undefined);
  }

  const config: Config = {
    server,
    authentication,
    options: {
      ...options,
      appName: applicationName.slice(0, MAX_NAME),
      connectTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      cancelTimeout: CANCEL_MS,
      // The lane backs off by itself.
      maxRetriesOnTransientErrors: 0,
      abortTransactionOnError: true,
      useUTC: true,
    },
    pool: { min: 1, max: 1, idleTimeoutMillis: FOREVER_MS, reapIntervalMillis: FOREVER_MS },
    validateConnection: false,
    beforeConnect: (driver) => {
      made.push(driver);
      // Without a listener an error of a connection that nobody uses would end the process. It is told to the request, too.
      driver.on("error", () => undefined);
      driver.on("errorMessage", ({ number, state }) => (refusal = { number, state }));
      if (options.encrypt === true) requireTls(driver);
      if (made.length > 1) driver.on("end", destroy);
      if (made.length > 2 || !open) throw lost(driver);
    },
  };

  function refused(error: Error): Error {
    return Reflect.get(error, "number") === undefined ? Object.assign(error, refusal) : error;
  }

  const pool: ConnectionPool = new mssql.ConnectionPool(config);
  pool.on("error", () => undefined);
  try {
    await pool.connect();
  } catch (thrown) {
    destroy();
    throw refused(coerceError(thrown));
  }
  return { pool, mssql, isOpen: () => open, destroy, refused };
}

function lost(driver: Driver): Error {
  driver.close();
  return Object.assign(new Error("the connection was lost"), { code: "ECONNCLOSED" });
}

/** A server, or whoever stands between, that says it knows no TLS would get the password in the clear: the driver goes on without. */
function requireTls(driver: Driver): void {
  const negotiate = driver.performTlsNegotiation.bind(driver);
  driver.performTlsNegotiation = async (answer, signal) => {
    if (answer.encryptionString !== "ON" && answer.encryptionString !== "REQ")
      throw Object.assign(new Error("the server does not encrypt, and the url asks for it"), { code: "ENOTLS" });
    return negotiate(answer, signal);
  };
}
