import type { ClientSettings } from "./capture-options.ts";
import type { RedisAddress } from "./redis-url.ts";

/** What an ordinary client needs to get there. Through Sentinels it goes to the primary. */
export function clientSettings({
  host,
  port,
  tls,
  username,
  password,
  database,
  sentinels,
}: RedisAddress): ClientSettings {
  return {
    ...(sentinels === undefined ? { host, port } : throughSentinels(sentinels, tls)),
    db: database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
}

function throughSentinels(
  { name, nodes, username, password }: NonNullable<RedisAddress["sentinels"]>,
  tls: boolean,
): ClientSettings {
  return {
    sentinels: [...nodes],
    name,
    role: "master",
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(tls ? { sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
  };
}
