import { test } from "uvu";
import * as assert from "uvu/assert";
import { failureText, redisConnector } from "../../../runtime/apply/redis-client.ts";
import { startRedis } from "../../setup/servers.mjs";

test("a connection that went away is told as that, while a command is under way and afterwards", async () => {
  const server = await startRedis();
  const redis = redisConnector(server.url, "test")();
  await redis.connect();
  const waiting = failureOf(redis.call("XREAD", "BLOCK", 0, "STREAMS", "s", "$"));
  await server.kill();
  assert.is(await waiting, "the connection to Redis is lost");
  assert.is(await failureOf(redis.get("k")), "the connection to Redis is lost");
  redis.disconnect();
  assert.is(await failureOf(redis.get("k")), "the connection to Redis is lost");
  await server.remove();
});

test("what the server says is repeated", async () => {
  const server = await startRedis();
  const redis = redisConnector(server.url, "test")();
  await redis.connect();
  assert.match(await failureOf(redis.call("NOSUCH")), /^ERR unknown command/);
  redis.disconnect();
  await server.remove();
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => assert.unreachable("it fails"),
    (thrown: unknown) => failureText(thrown),
  ) as Promise<string>;
}

test.run();
