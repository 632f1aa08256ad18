/** `rdi status`, `rdi dlq` and `rdi backfill`, as the person on call types them. */
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
const SHOP = join(ROOT, "samples/shop");
const shared: { stage?: Stage; worker?: Worker | undefined } = {};

type Json = Readonly<Record<string, unknown>>;

test.before(async () => {
  const stage = (shared.stage = await setShop());
  await seedKeys(stage.redis, 60);
  shared.worker = await stage.start();
  await shopIsEqual(stage);
  await sweepsAreDone(stage);
});

test.after(async () => {
  await shared.worker?.stop();
  await shared.stage?.close();
});

test("status says that nothing needs anybody, who owns the lanes and what the target records", async () => {
  const status = await eventually("the worker has told its state", async () => {
    const seen = await json("status", SHOP);
    return rowsOf(seen["routes"]).every((route) => rowsOf(route["lanes"])[0]?.["state"] === "running")
      ? seen
      : undefined;
  });
  assert.equal(status["attention"], []);
  const [route] = rowsOf(status["routes"]);
  assert.is(route?.["route"], "customers.warehouse");
  assert.match(String(rowsOf(route?.["lanes"])[0]?.["owner"]), /\/\d+$/);
  const [target] = rowsOf(status["targets"]);
  assert.is(rowsOf(target?.["checkpoints"]).length, 2);
  assert.not.match(JSON.stringify(status), new URL(staged().env["WAREHOUSE_URL"] ?? "").password || /never/);
  assert.ok(Number(status["bytes"]) > 100);
});

test("status works while the target is down, and while the worker is down with changes waiting", async () => {
  const stage = staged();
  await stage.postgres.stop();
  const down = await json("status", SHOP);
  assert.is(rowsOf(down["targets"])[0]?.["reachable"], false);
  assert.ok(rowsOf(down["attention"]).some(({ code }) => code === "RDI5005"));
  await stage.redis.hset("customer:1", "fname", "Waits");
  const failing = await eventually("the worker's last error is told", async () => {
    const [route] = rowsOf((await json("status", SHOP))["routes"]);
    return route?.["lastError"] === null ? undefined : route;
  });
  assert.ok(Number(failing["entries"]) > 0);
  await stage.postgres.start();
  await shopIsEqual(stage);
  await shared.worker?.stop();
  shared.worker = await stage.start("capture");
  await stage.redis.hset("customer:1", "fname", "Waits longer");
  const waiting = await eventually("an entry waits", async () => {
    const [route] = rowsOf((await json("status", SHOP))["routes"]);
    return Number(route?.["entries"]) === 1 && Number(route?.["lag"]) > 0 ? route : undefined;
  });
  assert.is(waiting["perSecond"], 0);
  await shared.worker.stop();
  const said = await text("status", SHOP);
  assert.match(said, /nobody captures now/);
  assert.match(said, /- Nobody captures changes\./);
  shared.worker = await stage.start();
  await shopIsEqual(stage);
});

test("dlq lists, shows, replays once the cause is gone, and purges only what the filters name", async () => {
  const { redis, query, deadLetters } = staged();
  await query("ALTER TABLE customers DROP CONSTRAINT balance_covers_credit");
  await query("ALTER TABLE customers ADD CONSTRAINT small CHECK (balance < 100000000) NOT VALID");
  await redis.hset("customer:11", "region", "eu", "balance", "200000000");
  await redis.hset("customer:12", "region", "eu", "balance", "much");
  await redis.hset("customer:13", "region", "eu", "balance", "more");
  await eventually("three are dead-lettered", async () => (await deadLetters()).length === 3);

  const listed = rowsOf((await json("dlq", "list", SHOP, "--code", "RDI5010"))["letters"]);
  assert.equal(listed.map(({ key }) => key).sort(), ["customer:12", "customer:13"]);
  assert.equal(rowsOf((await json("dlq", "list", SHOP, "--older-than", "1h"))["letters"]), []);
  assert.is(
    rowsOf((await json("dlq", "list", SHOP, "--key", "customer:1[12]", "--newer-than", "1h"))["letters"]).length,
    2,
  );
  const few = await json("dlq", "list", SHOP, "--limit", "2");
  assert.equal([rowsOf(few["letters"]).length, few["more"]], [2, true]);

  const shown = await text("dlq", "show", SHOP, "customer:12");
  for (const part of [/^key +customer:12$/m, /^code +RDI5010$/m, /^place +shop\.rdi:16$/m, /^ {2}balance = much$/m])
    assert.match(shown, part);

  await query("ALTER TABLE customers DROP CONSTRAINT small");
  assert.match(await text("dlq", "replay", SHOP, "--job", "customers"), /^customers\.warehouse: 3 put back/);
  await eventually("the one that fits now is written", async () => (await deadLetters()).length === 2);
  const rows = await query("SELECT balance FROM customers WHERE id = 11");
  assert.is(rows[0]?.["balance"], "200000000.00");

  const careless = rdi("dlq", "purge", SHOP);
  assert.is((await careless.exit()).code, 2);
  assert.match(await text("dlq", "purge", SHOP, "--key", "customer:12", "--yes"), /^customers\.warehouse: 1 removed/);
  assert.equal(
    (await deadLetters()).map(({ key }) => key),
    ["customer:13"],
  );
  await eventually("the metric follows", async () => (await shared.worker?.total("rdi_dead_letters")) === 1);
  await redis.hset("customer:12", "balance", "1.00");
  await redis.hset("customer:13", "balance", "1.00");
  await eventually("none is left", async () => (await deadLetters()).length === 0);
});

test("backfill sweeps once more and brings back what was lost in the target", async () => {
  const { query } = staged();
  await query("DELETE FROM customers WHERE id < 20");
  const asked = rdi("backfill", SHOP, "customers", "--wait");
  assert.is((await asked.exit()).code, 0, asked.stderr());
  assert.match(asked.stderr(), /^customers\.warehouse: done$/m);
  await shopIsEqual(staged());
  const [route] = rowsOf((await json("status", SHOP))["routes"]);
  assert.is((route?.["sweep"] as Json)["state"], "none");
});

test("status says which route is halted and why, and that the others go on", async () => {
  const stage = staged();
  await stage.query("ALTER TABLE cards RENAME TO cards_elsewhere");
  await stage.redis.hset("card:shop-1:7", "holder", "Ada", "points", "1");
  const halted = await eventually("the route is told to be halted", async () => {
    const { routes, attention } = await json("status", SHOP);
    const states = rowsOf(routes).map((route) => rowsOf(route["lanes"])[0]?.["state"]);
    return states.includes("halted") ? { states, attention: rowsOf(attention) } : undefined;
  });
  assert.equal(halted.states, ["running", "halted"]);
  const told = halted.attention.find(({ route }) => route === "cards.warehouse");
  assert.is(told?.["code"], "RDI5040");
  assert.match(String(told?.["message"]), /cards/);
  await stage.query("ALTER TABLE cards_elsewhere RENAME TO cards");
  await shared.worker?.stop();
  shared.worker = await stage.start();
  await shopIsEqual(stage);
});

test("a wrong job and an unreachable source end with their code, in JSON where that was asked for", async () => {
  const wrong = rdi("backfill", SHOP, "custmers", "--json");
  assert.is((await wrong.exit()).code, 2);
  assert.is((JSON.parse(wrong.stdout()) as Json & { error: Json }).error["code"], "RDI5001");
  const vague = rdi("dlq", "list", SHOP, "--older-than", "5");
  assert.is((await vague.exit()).code, 2);
  assert.match(vague.stderr(), /^--older-than takes a duration, not 5\./);
  const nowhere = startNode(join(ROOT, "compiler/rdi.mjs"), ["status", SHOP], {
    env: { ...staged().env, REDIS_URL: "redis://127.0.0.1:1" },
  });
  assert.is((await nowhere.exit()).code, 3);
  assert.match(nowhere.stderr(), /^RDI5002/);
});

function rdi(...args: readonly string[]): RunningProcess {
  return startNode(join(ROOT, "compiler/rdi.mjs"), args, { env: staged().env });
}

async function text(...args: readonly string[]): Promise<string> {
  const run = rdi(...args);
  assert.is((await run.exit()).code, 0, run.stderr());
  return run.stdout();
}

async function json(...args: readonly string[]): Promise<Json> {
  return JSON.parse(await text(...args, "--json")) as Json;
}

function rowsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function staged(): Stage {
  if (shared.stage === undefined) throw new Error("The stage is not set.");
  return shared.stage;
}

test.run();
