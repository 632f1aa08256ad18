import type { Redis } from "ioredis";
import { trialKey } from "../../control/target-keys.ts";
import { EXIT, StartupError } from "../../errors.ts";
import { infoFields } from "../../redis-info.ts";

export interface ServerFacts {
  readonly documents: "module" | "string";
}

/** Looks at what a target must be, and tries the rights that every batch needs. Throws `StartupError`, or what the server said. */
export async function checkServer(redis: Redis, target: string): Promise<ServerFacts> {
  const facts = infoFields(await redis.info());
  if (facts.get("cluster_enabled") === "1")
    throw unfit(
      target,
      "is a Redis Cluster, in which no script can write all keys of a batch at once",
      "Point the target's url at a single Redis or Valkey server, or at the primary of a replicated one.",
    );
  if (facts.get("role") === "slave")
    throw unfit(target, "is a replica, which is read-only", "Point the target's url at the primary server.");
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  if (policy.startsWith("allkeys-") && (facts.get("maxmemory") ?? "0") !== "0")
    throw unfit(
      target,
      `evicts any key (maxmemory-policy ${policy}), and so the records of which source key owns what`,
      "Set its maxmemory-policy to noeviction, or to one that begins with volatile-, which evicts only keys with `expire`.",
    );
  await tryRights(redis);
  return { documents: await documentsOf(redis) };
}

/** A right that is missing comes out as NOPERM, and a replica that INFO does not tell as READONLY. */
async function tryRights(redis: Redis): Promise<void> {
  const key = trialKey();
  const text = "redis.call('HSET', KEYS[1], 'f', '1') redis.call('DEL', KEYS[1]) return 1";
  await redis.callBuffer("EVAL", [text, 1, key]);
}

/** Where RedisJSON is, documents are its own; elsewhere they are strings that hold JSON. */
async function documentsOf(redis: Redis): Promise<ServerFacts["documents"]> {
  const [known] = (await redis.call("COMMAND", ["INFO", "JSON.SET"])) as readonly unknown[];
  return known === null || known === undefined ? "string" : "module";
}

function unfit(target: string, what: string, hint: string): StartupError {
  return new StartupError("RDI5047", EXIT.target, `Target ${target} ${what}.`, hint);
}
