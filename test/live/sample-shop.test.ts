/** The sample as its README tells it: the seed, and the Redis user that docs/operations.md names. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startWorker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { sampleText, sendInline } from "../support/sample.ts";
import { setShop, shopIsEqual } from "../support/stage.ts";
import { seedKeys, startTraffic } from "../support/traffic.ts";

test("the seed becomes two customers and two cards; the test account stays out and one customer is dead-lettered", async () => {
  const stage = await setShop();
  try {
    await sendInline(stage.redisServer.port, sampleText("shop", "seed.redis"));
    const worker = await stage.start();
    const { keys, rejected } = await shopIsEqual(stage);
    assert.is(keys, 6);
    assert.equal(rejected, ["customer:4"]);
    assert.equal(
      (await stage.query("SELECT id, name, email, balance FROM customers ORDER BY id")).map((row) => ({ ...row })),
      [
        { id: "1", name: "Ada Kim", email: "ada@example.com", balance: "12.50" },
        { id: "2", name: "José Núñez", email: "jose@example.com", balance: "0.00" },
      ],
    );
    assert.equal(
      (await stage.query("SELECT worth FROM cards ORDER BY shop")).map((row) => row["worth"]),
      ["9.200", "0.000"],
    );
    await eventually("the dead letter is there", async () => (await stage.deadLetters()).length === 1);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("the rights in docs/operations.md are enough, and Redis has refused nothing", async () => {
  const stage = await setShop();
  try {
    const [, rights = ""] = /^(ACL SETUSER rdi .*)$/m.exec(fileText("../../docs/operations.md")) ?? [];
    await stage.redis.call("ACL", ...rights.replace("PASSWORD", "secret").split(" ").slice(1));
    const url = new URL(stage.redisServer.url);
    url.username = "rdi";
    url.password = "secret";
    await seedKeys(stage.redis, 200);
    const worker = await startWorker({ bundle: stage.bundle, env: { ...stage.env, REDIS_URL: url.href } });
    await worker.ready();
    const traffic = startTraffic(stage.redis, 200);
    await traffic.run(3, 300);
    await shopIsEqual(stage);
    await stage.redis.hset(traffic.poisoned, "balance", "1");
    await eventually("the dead letter is gone", async () => (await stage.deadLetters()).length === 0);
    await worker.stop();
    assert.equal(await stage.redis.call("ACL", "LOG"), []);
  } finally {
    await stage.close();
  }
});

function fileText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

test.run();
