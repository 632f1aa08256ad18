import { test } from "uvu";
import * as assert from "uvu/assert";
import { endAll, startRedis } from "../../setup/servers.mjs";
import { shopProject } from "./customers-job.ts";
import { openHarness, until } from "./harness.ts";
import { createMemorySink } from "./memory-sink.ts";

test("a value at fault is shown where nothing sensitive can be made of it", async () => {
  const server = await startRedis();
  const harness = await openHarness(server.url, shopProject({ redis: server.url, warehouse: "" }));
  try {
    await harness.redis.hset("customer:1", { name: "Ada", balance: "much" });
    await harness.redis.hset("customer:2", { name: "Ada", email: Buffer.from([0x40, 0xff]) });
    await harness.redis.hset("customer:3", { name: "Ada", region: Buffer.from([0x41, 0xff]) });
    await harness.name("customer:1", "customer:2", "customer:3");
    await harness.startWorker(createMemorySink());
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    const letters = Object.values(await harness.deadLetters());
    // `email` is a sensitive column, `region` is no column.
    assert.equal(letters.map(({ key, code, found }) => [key, code, found]).sort(), [
      ["customer:1", "RDI5010", "much"],
      ["customer:2", "RDI5014", undefined],
      ["customer:3", "RDI5014", undefined],
    ]);
    const shown = letters.map(({ value }) => (value as { readonly email: unknown }).email);
    assert.equal(shown, ["***", "***", "***"]);
  } finally {
    await harness.close();
    await endAll();
  }
});

test.run();
