/** The `name:value` lines of an INFO reply. */
export function infoFields(info: string): ReadonlyMap<string, string> {
  return new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = "", value = ""]) => [name, value]));
}

/** A server by its own name. What a Valkey calls its `redis_version` is the Redis that it is compatible with. */
export interface Software {
  readonly name: "Redis" | "Valkey";
  readonly version: string;
}

/** Undefined where the reply has no version, since the user may not ask. */
export function softwareOf(fields: ReadonlyMap<string, string>): Software | undefined {
  const valkey = fields.get("valkey_version");
  if (valkey !== undefined) return { name: "Valkey", version: valkey };
  const version = fields.get("redis_version");
  return version === undefined ? undefined : { name: "Redis", version };
}
