/** `rdi run` with real servers: it works until it is asked to stop, and stops in an orderly way. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { packageRoot } from "../../../compiler/package-root.ts";
import { endAll } from "../../setup/servers.mjs";
import { eventually } from "../../support/eventually.ts";
import { freshDatabase, postgresServer } from "../../support/postgres.ts";
import { startNode } from "../../support/processes.ts";
import { connectRedis, redisServer } from "../../support/redis.ts";

const ROOT = packageRoot();
const SHOP = join(ROOT, "samples/shop");

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} reaches the worker once: it finishes and ends with 0`, async () => {
    const redis = await redisServer();
    const database = await freshDatabase(await postgresServer(), readFileSync(join(SHOP, "schema.sql"), "utf8"));
    const { command, close } = await connectRedis(redis.url);
    const env = { REDIS_URL: redis.url, WAREHOUSE_URL: database.url };
    const run = startNode(join(ROOT, "compiler/rdi.mjs"), ["run", SHOP, "--port", "0"], { env });
    await command("HSET", "customer:7", "fname", "Ada", "lname", "Lovelace", "email", "a@x.org", "created", "0");
    await eventually(
      "the row is there",
      async () => (await database.query("SELECT 1 FROM customers WHERE id = 7")).length === 1,
      { within: 30_000 },
    );
    run.signal(signal);
    assert.equal(await run.exit(20_000), { code: 0, signal: null }, run.stdout() + run.stderr());
    assert.is([...(run.stdout() + run.stderr()).matchAll(/a second signal stops at once/g)].length, 1);
    await close();
    await database.close();
    await endAll();
  });
}

test.run();
