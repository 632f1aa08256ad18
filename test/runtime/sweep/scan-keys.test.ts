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
  for await (const { keys } of scanKeys(redis, every, new AbortController())) found.push(...keys);
  assert.equal(found.sort(), ["a", "rdi:b"]);
  await close();
  await server.remove();
});

test("the share that was looked through grows evenly from page to page, and ends with all", async () => {
  const server = await startRedis();
  const { redis, close } = await connectRedis(server.url);
  for (let at = 0; at < 20_000; at += 1000)
    await redis.mset(...Array.from({ length: 1000 }, (_, n) => [`k:${at + n}`, "1"]).flat());
  const every = { text: "k:{n:int}", regex: /^k:(\d+)$/, prefix: "k:", glob: "k:*" };
  const pages: { readonly keys: number; readonly share: number }[] = [];
  let keys = 0;
  for await (const page of scanKeys(redis, every, new AbortController()))
    pages.push({ keys: (keys += page.keys.length), share: page.share });
  for (const page of pages) assert.ok(Math.abs(page.keys / keys - page.share) < 0.1, JSON.stringify(page));
  assert.is(pages.at(-1)?.share, 1);
  await close();
  await server.remove();
});

test.run();
