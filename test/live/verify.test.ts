/** `rdi verify`: what it finds, what it does not take for a difference, and what it repairs. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode, type RunningProcess } from "../support/processes.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const shared: { stage?: Stage; worker?: Worker } = {};

interface RouteReport {
  readonly route: string;
  readonly [count: string]: unknown;
  readonly differences: readonly Readonly<Record<string, unknown>>[];
}

test.before(async () => {
  const stage = (shared.stage = await setShop());
  await seedKeys(stage.redis, 300);
  shared.worker = await stage.start();
  await shopIsEqual(stage);
  await sweepsAreDone(stage);
});

test.after(async () => {
  await shared.worker?.stop();
  await shared.stage?.close();
});

test("equal rows are equal, by the bundle as by the command, and nothing is changed", async () => {
  const before = await staged().query("SELECT max(xmin::text::int8)::text AS x, count(*)::text AS n FROM customers");
  const { code, report } = await verify("customers");
  assert.is(code, 0);
  assert.is(report.differing, 0);
  assert.is(report.keys, await keyCount());
  const command = startNode(join(ROOT, "compiler/rdi.mjs"), ["verify", join(ROOT, "samples/shop"), "customers"], {
    env: staged().env,
  });
  assert.is((await command.exit(60_000)).code, 0, command.stderr());
  assert.match(command.stdout(), /^customers\.warehouse: \d+ keys with \d+ rows/);
  assert.match(command.stdout(), /\n {2}equal\n$/);
  const after = await staged().query("SELECT max(xmin::text::int8)::text AS x, count(*)::text AS n FROM customers");
  assert.equal(after, before);
});

test("a row that was changed, one that was removed and one that was added are found, and --repair mends them", async () => {
  const { query } = staged();
  const [changed, removed] = await someIds();
  await query(`UPDATE customers SET name = 'somebody', balance = -3.5 WHERE id = ${changed}`);
  await query(`DELETE FROM customers WHERE id = ${removed}`);
  await query("INSERT INTO customers (id, name, email, created_at) VALUES (999999, 'x', 'x', now())");
  const found = await verify("customers");
  assert.is(found.code, 1);
  assert.is(found.report.differing, 3);
  const seen = found.report.differences.map(({ key, kind, column }) => `${key} ${kind} ${column}`).sort();
  const expected = [
    `customer:${changed} column balance`,
    `customer:${changed} column name`,
    `customer:${removed} missing_row null`,
    "customer:999999 gone_key null",
  ];
  assert.equal(seen, expected.sort());
  const name = found.report.differences.find(({ column }) => column === "name");
  assert.is(name?.["stored"], "somebody");
  const repaired = await verify("customers", "--repair");
  assert.is(repaired.code, 0, JSON.stringify(repaired.report));
  assert.is(repaired.report.repaired, 3);
  assert.ok(repaired.report.differences.every((difference) => difference["repaired"] === true));
  await shopIsEqual(staged());
});

test("a repair removes no more rows than the brake lets through", async () => {
  const { query } = staged();
  await query(
    "INSERT INTO customers (id, name, email, created_at) SELECT n, 'x', 'x', now() FROM generate_series(900001, 900150) AS n",
  );
  const { code, report } = await verify("customers", "--repair");
  assert.equal([code, report.differing, report.repaired, report.braked], [1, 150, 0, 150]);
  const [left] = await query("SELECT count(*) AS n FROM customers WHERE id > 900000");
  assert.is(left?.["n"], "150");
  await query("DELETE FROM customers WHERE id > 900000");
});

test("under constant changes nothing differs, and a row that really does is found", async () => {
  const { redis, query } = staged();
  let writing = true;
  let n = 0;
  const writer = (async () => {
    while (writing) {
      const batch = redis.pipeline();
      for (let i = 0; i < 20; i++)
        batch.hset(`customer:${1 + (n % 250)}`, "fname", `f${n++}`, "balance", `${n % 100}.25`);
      batch.hset("customer:7", "vip", n % 3 === 0 ? "1" : "0");
      await batch.exec();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  try {
    for (let round = 0; round < 2; round++) {
      const { code, report } = await verify("customers");
      assert.is(code, 0, JSON.stringify(report));
    }
    const [, , wrong] = await someIds("id > 250");
    await query(`UPDATE customers SET email = 'wrong' WHERE id = ${wrong}`);
    const { code, report } = await verify("customers");
    assert.is(code, 1);
    assert.equal(
      report.differences.map(({ key }) => key),
      [`customer:${wrong}`],
    );
    assert.is((await verify("customers", "--repair")).code, 0);
  } finally {
    writing = false;
    await writer;
  }
  assert.ok(n > 500, "it was under load");
});

test("a dead-lettered key counts as rejected, and its old row is no difference", async () => {
  const { redis, deadLetters } = staged();
  const [spoiled] = await someIds();
  await redis.hset(`customer:${spoiled}`, "balance", "much");
  await eventually("it is dead-lettered", async () => (await deadLetters()).length === 1);
  const { code, report } = await verify("customers");
  assert.is(code, 0);
  assert.is(report.rejected, 1);
  await redis.hset(`customer:${spoiled}`, "balance", "1.00");
  await eventually("it is applied", async () => (await deadLetters()).length === 0);
});

test("a repair needs a worker", async () => {
  const { stage, worker } = shared;
  await worker?.stop();
  const refused = run("customers", "--repair");
  assert.is((await refused.exit()).code, 5);
  assert.match(refused.stderr(), /^RDI5001: No worker owns lane 0 of customers\.warehouse/);
  shared.worker = await (stage as Stage).start();
});

test("a change that waits because nobody applies it is told as waiting, and a row that differs is found all the same", async () => {
  const { redis, start, query } = staged();
  await shared.worker?.stop();
  shared.worker = await start("capture");
  const [changed, wrong] = await someIds();
  await redis.hset(`customer:${changed}`, "fname", "Nobody");
  await query(`UPDATE customers SET email = 'wrong' WHERE id = ${wrong}`);
  const { code, report } = await verify("customers");
  assert.is(code, 1);
  assert.equal([report.waiting, report.differing], [1, 1]);
  await shared.worker.stop();
  shared.worker = await start();
});

test("a target that can't be reached, and words that it does not take, end with their codes", async () => {
  const { bundle, env } = staged();
  const down = startNode(bundle, ["verify"], { env: { ...env, WAREHOUSE_URL: "postgres://u:secret@127.0.0.1:1/x" } });
  assert.is((await down.exit()).code, 4);
  assert.match(down.stderr(), /^RDI5005/);
  assert.not.match(down.stderr(), /secret/);
  const wrong = run("custmers");
  assert.is((await wrong.exit()).code, 2);
  assert.match(wrong.stderr(), /The routes are: customers\.warehouse, cards\.warehouse\./);
});

async function verify(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly report: RouteReport }> {
  const process = run(...args, "--json");
  const { code } = await process.exit(60_000);
  const found: unknown = JSON.parse(process.stdout() === "" ? `{"routes":[]} ${process.stderr()}` : process.stdout());
  const [report] = (found as { readonly routes: readonly RouteReport[] }).routes;
  if (report === undefined) throw new Error("nothing was verified");
  return { code, report };
}

function run(...args: readonly string[]): RunningProcess {
  const { bundle, env } = staged();
  return startNode(bundle, ["verify", ...args], { env });
}

/** Of customers that have a row. */
async function someIds(condition = "true"): Promise<readonly (string | null | undefined)[]> {
  return (await staged().query(`SELECT id FROM customers WHERE ${condition} ORDER BY id LIMIT 3`)).map(({ id }) => id);
}

async function keyCount(): Promise<number> {
  return (await staged().redis.keys("customer:*")).length;
}

function staged(): Stage {
  if (shared.stage === undefined) throw new Error("The stage is not set.");
  return shared.stage;
}

test.run();
