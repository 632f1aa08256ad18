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
  /** Who knows where the primary is; `host` and `port` are those of the first of them then. */
  readonly sentinels?: Sentinels;
}

export interface Sentinels {
  /** What they call the primary. */
  readonly name: string;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/**
 * Reads `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS; with Sentinel
 * `redis+sentinel://[[user]:password@]host[:port],…/name[/database][?sentinel_user=…&sentinel_password=…]`. Messages never repeat the URL: it may hold a
 * password.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const address = /^rediss?\+sentinel:/.test(url) ? sentinelAddress(url) : serverAddress(url);
  if (address !== undefined) return address;
  throw new StartupError(
    "RDI5001",
    EXIT.configuration,
    "The URL of the Redis source is not a Redis URL.",
    "Write it as redis://user:password@host:port/database, or rediss:// for TLS; user, password and database may be left out. With Sentinel: redis+sentinel://user:password@host:port,host:port/name/database.",
  );
}

function serverAddress(url: string): RedisAddress | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^rediss?:$/.test(parsed.protocol) || !/^(\/\d{0,9})?$/.test(parsed.pathname)) return;
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, "") || "localhost",
    port: parsed.port === "" ? 6379 : Number(parsed.port),
    tls: parsed.protocol === "rediss:",
    username: parsed.username === "" ? undefined : decodeURIComponent(parsed.username),
    password: parsed.password === "" ? undefined : decodeURIComponent(parsed.password),
    database: Number(parsed.pathname.slice(1)),
  };
}

const SENTINEL_URL =
  /^(rediss?)\+sentinel:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]+)\/([^/?#]+)(?:\/(\d{0,9}))?(?:\?([^#]*))?$/;

/** A list of hosts is no URL to the standard's parser. */
function sentinelAddress(url: string): RedisAddress | undefined {
  const [, scheme, username = "", password = "", hosts = "", name = "", database = "", query] =
    SENTINEL_URL.exec(url) ?? [];
  const nodes = hosts.split(",").map(sentinelNode);
  const [first, ...others] = nodes.filter((node) => node !== undefined);
  if (first === undefined || others.length + 1 !== nodes.length || !/^[\w.-]+$/.test(name)) return undefined;
  const options = new URLSearchParams(query);
  return {
    ...first,
    tls: scheme === "rediss",
    username: decoded(username),
    password: decoded(password),
    database: Number(database),
    sentinels: {
      name,
      nodes: [first, ...others],
      username: options.get("sentinel_user") ?? undefined,
      password: options.get("sentinel_password") ?? undefined,
    },
  };
}

function sentinelNode(text: string): { readonly host: string; readonly port: number } | undefined {
  const node = text === "" ? undefined : serverAddress(`redis://${text}`);
  return node && { host: node.host, port: /:\d+$/.test(text.replace(/^\[.*\]/, "")) ? node.port : 26_379 };
}

function decoded(text: string): string | undefined {
  try {
    return text === "" ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For messages and logs. */
export function describeAddress({ host, port, sentinels }: RedisAddress): string {
  if (sentinels === undefined) return hostAndPort({ host, port });
  return `${sentinels.name} of the Sentinels ${sentinels.nodes.map(hostAndPort).join(", ")}`;
}

function hostAndPort({ host, port }: Pick<RedisAddress, "host" | "port">): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
