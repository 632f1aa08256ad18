/** A sweep over rows that are equal writes none of them. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("a sweep over equal rows makes no new version of any, and over one that differs of that one alone", async () => {
  const stage = await setShop();
  try {
    await seedKeys(stage.redis, 3000);
    const worker = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    const before = await versionsOf(stage);
    assert.ok(before.size > 1000, `${before.size} rows`);
    await sweepAll(stage);
    assert.equal(differing(before, await versionsOf(stage)), []);
    const [changed] = await stage.query(
      "UPDATE customers SET name = 'somebody' WHERE id = (SELECT min(id) FROM customers) RETURNING id::text",
    );
    await sweepAll(stage);
    await shopIsEqual(stage);
    assert.equal(differing(before, await versionsOf(stage)), [`customers ${changed?.["id"]}`]);
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

/** Each version of a row has a place and a transaction of its own. */
async function versionsOf({ query }: Stage): Promise<ReadonlyMap<string, string>> {
  const rows = await query(
    `SELECT 'customers ' || id AS row, xmin || ' ' || ctid AS version FROM customers
     UNION ALL SELECT 'cards ' || t::text, xmin || ' ' || ctid FROM cards AS t`,
  );
  return new Map(rows.map(({ row, version }) => [String(row), String(version)]));
}

function differing(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly string[] {
  const all = new Set([...some.keys(), ...others.keys()]);
  return [...all].filter((row) => some.get(row) !== others.get(row));
}

test.run();
