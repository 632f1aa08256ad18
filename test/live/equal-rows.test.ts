/** A sweep over rows that are equal writes none of them. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("a sweep over equal rows leaves no dead tuple and no newer version, and over one that differs exactly one", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 3000);
    const worker = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    await sweepAll(stage);
    const before = await versionsOf(stage);
    await sweepAll(stage);
    const after = await versionsOf(stage);
    assert.ok(Number(before["rows"]) > 1000, JSON.stringify(before));
    assert.equal(after, before);
    const changed = await stage.query(
      "UPDATE customers SET name = 'somebody' WHERE id = (SELECT min(id) FROM customers) RETURNING id",
    );
    assert.is(changed.length, 1);
    await sweepAll(stage);
    assert.is(Number((await versionsOf(stage))["updates"]), Number(before["updates"]) + 2);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

async function sweepAll(stage: Stage): Promise<void> {
  for (const job of ["customers", "cards"]) {
    const backfill = startNode(
      join(ROOT, "compiler/rdi.mjs"),
      ["backfill", join(ROOT, "samples/shop"), job, "--wait"],
      {
        env: stage.env,
      },
    );
    assert.is((await backfill.exit()).code, 0, backfill.stderr());
    assert.match(backfill.stderr(), /: done/);
  }
}

/** Each version of a row has a place and a transaction of its own; the counters are those of autovacuum. A session tells them when it is idle for a second. */
async function versionsOf({ query }: Stage): Promise<Readonly<Record<string, unknown>>> {
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const [versions] = await query(
    `SELECT count(*)::text AS rows, md5(string_agg(xmin || ' ' || ctid, ',' ORDER BY ctid)) AS versions FROM customers`,
  );
  const [counters] = await query(
    `SELECT sum(n_tup_upd)::text AS updates, sum(n_tup_del)::text AS deletes, sum(n_tup_ins)::text AS inserts FROM pg_stat_user_tables WHERE relname IN ('customers', 'cards')`,
  );
  return { ...versions, ...counters };
}

test.run();
