/** What a Redis must be to be a target, and how a start says that it is not. */
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { endAll, startRedis } from "../setup/servers.mjs";
import { keysTable } from "../support/redis-tables.ts";

const server = await startRedis();
const redis = new Redis(server.url);

async function startError(url: string): Promise<string> {
  const sink = createRedisSink({ name: "cache", url, project: "test" });
  const error = await sink.prepare([keysTable]).then(
    () => new Error("it was not refused"),
    (thrown: unknown) => thrown,
  );
  await sink.close();
  if (!(error instanceof StartupError)) throw error;
  return `${error.code} ${error.exitCode}`;
}

test("a cluster, a replica, a server that evicts, none, and a wrong url are refused", async () => {
  const cluster = await startRedis({ args: ["--cluster-enabled", "yes"] });
  assert.is(await startError(cluster.url), "RDI5047 4");
  await redis.config("SET", "maxmemory", "1gb");
  await redis.config("SET", "maxmemory-policy", "allkeys-lru");
  assert.is(await startError(server.url), "RDI5047 4");
  await redis.config("SET", "maxmemory-policy", "noeviction");
  await redis.config("SET", "maxmemory", "0");
  const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(server.port)] });
  assert.is(await startError(replica.url), "RDI5047 4");
  assert.is(await startError("redis://127.0.0.1:1"), "RDI5005 4");
  assert.is(await startError("http://127.0.0.1:1"), "RDI5001 5");
});

test("a login, a right or a database that is refused is told apart", async () => {
  await redis.acl("SETUSER", "poor", "on", ">secret", "~x:*", "+@all");
  const at = (login: string, path = ""): string => `redis://${login}@127.0.0.1:${server.port}${path}`;
  assert.is(await startError(at("poor:secret")), "RDI5006 4");
  assert.is(await startError(at("poor:wrong")), "RDI5006 4");
  assert.is(await startError(server.url.replace(/\/?$/, "/99")), "RDI5005 4");
});

test.after(async () => {
  redis.disconnect();
  await endAll();
});
test.run();
