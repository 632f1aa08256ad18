import { EXIT, StartupError } from "../errors.ts";

/** Where a Redis is and who we are there. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** The database that is watched. */
  readonly database: number;
}

/** Reads `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS. Messages never repeat the URL: it may hold a password. */
export function parseRedisUrl(url: string): RedisAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^rediss?:$/.test(parsed.protocol) || !/^(\/\d{0,9})?$/.test(parsed.pathname)) {
    throw new StartupError(
      "RDI5001",
      EXIT.configuration,
      "The URL of the Redis source is not a Redis URL.",
      "Write it as redis://user:password@host:port/database, or rediss:// for TLS; user, password and database may be left out.",
    );
  }
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, "") || "localhost",
    port: parsed.port === "" ? 6379 : Number(parsed.port),
    tls: parsed.protocol === "rediss:",
    username: parsed.username === "" ? undefined : decodeURIComponent(parsed.username),
    password: parsed.password === "" ? undefined : decodeURIComponent(parsed.password),
    database: Number(parsed.pathname.slice(1)),
  };
}

/** For messages and logs. */
export function describeAddress({ host, port }: RedisAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
