/**
 * The runbook of docs/operations.md, executed: every `console` fence, in order, by the users that it names. What differs from run to run (addresses,
 * times, sizes, rates) is not compared. RDI_UPDATE=1 writes what comes out into it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual, sweepsAreDone, type Stage } from "../support/stage.ts";

const UPDATE = process.env["RDI_UPDATE"] === "1";
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RUNBOOK = join(ROOT, "docs/operations.md");

test("the runbook shows what happens, with the rights that it names", async () => {
  const stage = await setShop();
  let worker: Worker | undefined;
  try {
    const text = readFileSync(RUNBOOK, "utf8");
    for (let id = 1; id <= 40; id++) await stage.redis.hset(`customer:${id}`, customer(id));
    worker = await stage.start();
    await shopIsEqual(stage);
    await sweepsAreDone(stage);
    const env = await operator(stage, text);
    let updated = text;
    for (const [fence, body = ""] of text.matchAll(/^```console\n([^]*?)^```$/gm)) {
      const shown = [];
      for (const [, command = ""] of body.matchAll(/^\$ npx rdi (.+)$/gm)) {
        await prepare(stage, command);
        shown.push(`$ npx rdi ${command}\n${await output(command, env)}`);
      }
      assert.ok(shown.length > 0, fence);
      const written = tidy(shown.join("\n"));
      if (!UPDATE) assert.is(comparable(written), comparable(body), fence);
      updated = updated.replace(fence, () => `\`\`\`console\n${written}\`\`\``);
    }
    if (UPDATE) writeFileSync(RUNBOOK, updated);
  } finally {
    await worker?.stop();
    await stage.close();
  }
});

/** What has happened before somebody types the command. */
async function prepare(stage: Stage, command: string): Promise<void> {
  const { redis, query, deadLetters } = stage;
  if (command.startsWith("status")) {
    await redis.hset("customer:7", "balance", "much");
    await redis.hset("customer:8", "balance", "-2000.00");
    await eventually("two are dead-lettered", async () => (await deadLetters()).length === 2);
    // A note of the lane is a second late at most.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  } else if (command.startsWith("dlq replay")) {
    await query("ALTER TABLE customers DROP CONSTRAINT balance_covers_credit");
  } else if (command.startsWith("dlq purge")) {
    await eventually("the replayed key is written", async () => (await deadLetters()).length === 1);
    await redis.hset("customer:8", "balance", "less");
    await eventually("it is dead-lettered again", async () => (await deadLetters()).length === 2);
  } else if (command === "verify samples/shop customers") {
    await query("UPDATE customers SET name = 'Somebody' WHERE id = 3");
    await query("DELETE FROM customers WHERE id = 5");
  }
}

/** Rights that the document names, and none beyond; in PostgreSQL those to read. */
async function operator({ redis, query, env, redisServer }: Stage, text: string): Promise<Record<string, string>> {
  const [, rights = ""] = /^ACL SETUSER (operator .*)$/m.exec(text) ?? [];
  await redis.call("ACL", ["SETUSER", ...rights.replace("PASSWORD", "secret").split(" ")]);
  await query("CREATE ROLE reader LOGIN PASSWORD 'secret'");
  await query("GRANT SELECT ON customers, cards, rdi_checkpoint TO reader");
  const warehouse = new URL(env["WAREHOUSE_URL"] ?? "");
  warehouse.username = "reader";
  warehouse.password = "secret";
  return { REDIS_URL: `redis://operator:secret@127.0.0.1:${redisServer.port}`, WAREHOUSE_URL: warehouse.href };
}

async function output(command: string, env: Record<string, string>): Promise<string> {
  const args = command.split(" ").map((word) => word.replaceAll("'", ""));
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), args, { env, cwd: ROOT });
  const { code } = await run.exit(60_000);
  assert.ok(
    code === 0 || command === "verify samples/shop customers",
    `${command} ended with ${code}: ${run.stderr()}`,
  );
  return run.stdout() + run.stderr();
}

function customer(id: number): Record<string, string> {
  const created = String(1_700_000_000_000 + id);
  return { fname: "Ada", lname: "Kim", email: `c${id}@example.com`, region: "eu", balance: `${id}.50`, created };
}

/** Addresses as a reader would have them. */
function tidy(text: string): string {
  return text
    .replaceAll(/redis:\/\/(\S+?)@[\d.]+:\d+/g, "redis://$1@redis:6379")
    .replaceAll(/postgres:\/\/(\S+?)@[\d.]+:\d+/g, "postgres://$1@warehouse:5432")
    .replaceAll(/(by |running +)\S+\/\d+/g, "$1worker-1/17")
    .replaceAll(/^(ROUTE +LANE.*OWNER) +EPOCH/gm, "$1        EPOCH");
}

/** Without what no two runs have in common. */
function comparable(text: string): string {
  return (
    text
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, "TIME")
      .replaceAll(/\b[\d.]+ (B|KiB|MiB)\b/g, "SIZE")
      // Whichever server the tests run on.
      .replaceAll(/\b(Redis|Valkey) \d+\.\d+\.\d+/g, "SERVER")
      .replaceAll(/\b[\d.]+ (ms|s|min)\b/g, "DURATION")
      .replaceAll(/^(\w+\.\w+ +(?:-|DURATION) +)\d+/gm, "$1RATE")
      .replaceAll(/^(\w+\.\w+ +\d+ +running +\S+) +\d+ +\d+$/gm, "$1 EPOCH SEQ")
      .replaceAll(/^\w+\.\w+: (about to begin|\d+ keys, .*)\n/gm, "")
      .replaceAll(/ +/g, " ")
  );
}

test.run();
