import { test } from "uvu";
import * as assert from "uvu/assert";
import { scanKeys } from "../../../runtime/sweep/scan-keys.ts";
import { startRedis } from "../../setup/servers.mjs";
import { connectRedis } from "../../support/redis.ts";

test("a pattern that takes every key takes none of the project's own", async () => {
  const server = await startRedis();
  const { redis, close } = await connectRedis(server.url);
  await redis.mset("a", 1, "rdi:b", 1, "rdi:{0}:shop:source", 1);
  const every = { text: "{name:any}", regex: /^([\s\S]+)$/, prefix: "", glob: "*" };
  const found: string[] = [];
  for await (const { keys } of scanKeys(redis, every, new AbortController().signal)) found.push(...keys);
  assert.equal(found.sort(), ["a", "rdi:b"]);
  await close();
  await server.remove();
});

test.run();
