/** What docs/operations.md says about the brake and about another Redis. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis } from "../setup/servers.mjs";
import { startWorker } from "../support/bundle.ts";
import { eventually, stays } from "../support/eventually.ts";
import { connectPostgres } from "../support/postgres.ts";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("a flushed Redis empties no table: the sweep waits until `rdi resume --accept-deletes`", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 400);
    const worker = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    const before = await countOf(stage);
    await stage.redis.flushall();
    await eventually("the sweep waits", async () => (await worker.total("rdi_sweep_waiting_for_accept")) === 1);
    await stage.redis.hset("customer:7", { fname: "A", lname: "B", email: "a@b", created: 1 });
    await eventually("changes go on", async () => (await nameOf(stage, 7)) === "A B");
    await stays("every row", async () => (await countOf(stage)) === before, 500);
    const args = ["resume", join(ROOT, "samples/shop"), "customers", "--accept-deletes"];
    const resume = startNode(join(ROOT, "compiler/rdi.mjs"), args, { env: stage.env });
    assert.is((await resume.exit()).code, 0, resume.stderr());
    await eventually("the rows are gone", async () => (await countOf(stage)) === 1);
    await shopIsEqual(stage);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("a Redis with an identity of its own is refused until the target forgets the one before; then it is loaded", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 40);
    const first = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await first.stop();
    const another = await startRedis();
    const env = { ...stage.env, REDIS_URL: another.url };
    await giveIdentity(stage, another.url);
    const refused = startNode(stage.bundle, ["--port", "0"], { env });
    assert.is((await refused.exit()).code, 4);
    assert.match(refused.stderr(), "RDI5044");
    await stage.query("UPDATE rdi_checkpoint SET source = NULL WHERE project = 'shop'");
    const second = await startWorker({ bundle: stage.bundle, env });
    await eventually("rows without a key are gone", async () => (await countOf(stage)) === 0);
    await second.stop();
    await another.remove();
  } finally {
    await stage.close();
  }
});

/** By a worker that writes from it to another database. */
async function giveIdentity({ postgres, bundle }: Stage, redisUrl: string): Promise<void> {
  const url = await postgres.createDatabase("elsewhere");
  const elsewhere = connectPostgres(url);
  await elsewhere.query(readFileSync(join(ROOT, "samples/shop/schema.sql"), "utf8"));
  const worker = await startWorker({ bundle, env: { REDIS_URL: redisUrl, WAREHOUSE_URL: url } });
  await worker.ready();
  await worker.stop();
  await elsewhere.close();
}

async function countOf(stage: Stage): Promise<number> {
  return Number((await stage.query("SELECT count(*) AS n FROM customers"))[0]?.["n"]);
}

async function nameOf(stage: Stage, id: number): Promise<string | null | undefined> {
  return (await stage.query(`SELECT name FROM customers WHERE id = ${id}`))[0]?.["name"];
}

test.run();
