/**
 * `status` and `verify` of a Redis target: what it records; what is found of keys and of the records of who owns them, what is left alone, and
 * what is repaired.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { statusCommand } from "../../compiler/commands/status.ts";
import { temporaryFolder } from "../setup/servers.mjs";
import { buildText, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { contentsOf } from "../support/redis-contents.ts";
import { setStage, sweepsAreDone } from "../support/stage.ts";

const PROJECT = `source redis { url: env("REDIS_URL") }
target cache: redis { url: env("CACHE_URL") }
target db: postgres { url: env("WAREHOUSE_URL") }
job addresses {
  from hash "address:{id:int}"
  let seen_at = now()
  into cache hash "card:{@id}" { name, city }
  into cache hash "shared:{@id}" merge { name, zip }
  into cache json "doc:{@id}" { name, list: [1, 2.50] }
  into cache json "both:{@id}" merge { name, zip: zip as numeric }
  into cache string "short:{@id}" expire 1h { value: name }
  into cache string "seen:{@id}" { value: "{city} {seen_at}" }
  into cache zset "by-zip:{country}" { member: @id, score: zip }
  into cache set "kept" { member: @id } on delete keep
  append into cache stream "events" { id: @id }
}
job pins {
  from hash "pin:{id:int}"
  into cache string "pin-of:{@id}" { value: pin }
  into db.pins key (id) { id: int = @id, pin: text sensitive }
}
`;

const stage = await setStage({
  bundle: await buildText("addresses", PROJECT),
  schema: "CREATE TABLE pins (id integer PRIMARY KEY, pin text)",
  redisTargets: ["CACHE_URL"],
});
const { redis } = stage;
const cache = stage.caches.get("CACHE_URL") ?? redis;
for (let id = 1; id <= 200; id++)
  await redis.hset(`address:${id}`, {
    name: `n${id}`,
    city: "Oslo",
    zip: String(id),
    country: id % 2 === 0 ? "NO" : "SE",
  });
await redis.hset("pin:1", "pin", "t0p");
const worker: Worker = await stage.start();
await sweepsAreDone(stage);
test.after(async () => {
  await worker.stop();
  await stage.close();
});

interface Report {
  readonly keys: number;
  readonly differing: number;
  readonly repaired: number;
  readonly owners: number;
  readonly notCompared: readonly { readonly table: string; readonly reason: string }[];
  readonly differences: readonly Readonly<Record<string, unknown>>[];
}

async function verify(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly report: Report; readonly text: string }> {
  const process = startNode(stage.bundle, ["verify", ...args, "--json"], { env: stage.env });
  const { code } = await process.exit(60_000);
  const text = process.stdout();
  if (text === "") throw new Error(process.stderr());
  const [report] = (JSON.parse(text) as { readonly routes: readonly Report[] }).routes;
  if (report === undefined) throw new Error("nothing was verified");
  return { code, report, text };
}

test("status tells the checkpoints that the target holds, and that it can't be reached", async () => {
  const routes = ["addresses.cache", "pins.cache"];
  const target = await targetStatus(stage.env);
  assert.equal([target.system, target.reachable, target.problem], ["redis", true, null]);
  assert.equal(
    target.checkpoints.map(({ route, lane, updatedAt }) => [route, lane, updatedAt]),
    routes.map((route) => [route, 0, null]),
  );
  const checkpoint = await cache.hgetall(await controlKey(/:target:checkpoint:0:addresses\.cache$/));
  assert.is(target.checkpoints[0]?.epoch, checkpoint["epoch"]);
  assert.is(target.checkpoints[0]?.release, checkpoint["release"]);
  const down = await targetStatus({ ...stage.env, CACHE_URL: "redis://:s3cret@127.0.0.1:1/0" });
  assert.equal([down.reachable, down.checkpoints], [false, []]);
  assert.not.match(JSON.stringify(down), "s3cret");
});

test("equal keys are equal, what ended or depends on the clock is no difference, and nothing is changed", async () => {
  await cache.del("short:7");
  const before = await contentsOf(cache);
  const { code, report } = await verify("addresses");
  assert.equal(report.differences, []);
  assert.is(code, 0);
  assert.equal([report.keys, report.owners], [200, 200]);
  assert.equal(
    report.notCompared.map(({ table, reason }) => `${table}: ${reason}`),
    ["seen:{@id}: depends on the clock", "events: rows are only appended"],
  );
  assert.equal(await contentsOf(cache), before);
});

test("what was changed, removed or added by hand is found, and --repair mends it", async () => {
  const before = await contentsOf(cache);
  await cache.hset("card:1", "city", "Bergen");
  await cache.hset("card:1", "note", "x");
  await cache.del("card:2");
  await cache.hdel("shared:3", "zip");
  await cache.set("doc:4", '{"list":[1,2.5],"name":"n4"}');
  await cache.set("doc:5", '{"name":"n5","list":[1]}');
  await cache.set("both:6", '{"name":"n6","zip":7}');
  await cache.zadd("by-zip:NO", 1, "8");
  await cache.zrem("by-zip:SE", "9");
  await cache.del("card:10");
  await cache.sadd("card:10", "x");
  await forge("address:11", "k8:made-up1");
  await cache.set("made-up1", "x");
  await forge("address:12", "z9:by-zip:NO99");
  await cache.zadd("by-zip:NO", 1, "99");
  const units = await unitsKey();
  await cache.hdel(units, "k7:card:13");
  const { code, report } = await verify("addresses", "--limit", "100");
  assert.is(code, 1);
  const seen = report.differences.map(
    ({ key, kind, table, column, stored, wanted, row }) =>
      `${key} ${kind} ${table} ${column ?? row}: ${stored} -> ${wanted}`,
  );
  assert.equal(seen.sort(), [
    "address:1 column card:{@id} city: Bergen -> Oslo",
    "address:1 column card:{@id} note: x -> null",
    "address:10 column card:{@id} (kind): another -> hash",
    "address:11 stray_row card:{@id} key = made-up1: null -> null",
    "address:12 stray_row card:{@id} key = by-zip:NO 99: null -> null",
    "address:13 column card:{@id} (owner): null -> addresses.cache address:13",
    "address:2 missing_row card:{@id} null: null -> null",
    "address:3 column shared:{@id} zip: null -> 3",
    'address:5 column doc:{@id} value: {"name":"n5","list":[1]} -> {"name":"n5","list":[1,2.5]}',
    "address:6 column both:{@id} zip: 7 -> 6",
    "address:8 column by-zip:{country} 8: 1 -> 8",
    "address:9 missing_row by-zip:{country} null: null -> null",
  ]);
  const repaired = await verify("addresses", "--repair");
  assert.equal([repaired.code, repaired.report.differing, repaired.report.repaired], [0, 11, 11]);
  const after = await verify("addresses");
  assert.equal([after.code, after.report.differing], [0, 0]);
  assert.equal(comparable(await contentsOf(cache)), comparable(before));
});

test("what belongs to a key that is gone is found, and removed by --repair", async () => {
  await forge("address:999", "k6:gone:1");
  await cache.zadd(await ownersKey(), 0, "address:999");
  await cache.set("gone:1", "x");
  const { code, report } = await verify("addresses");
  assert.is(code, 1);
  assert.equal(
    report.differences.map(({ key, kind, row }) => [key, kind, row]),
    [["address:999", "gone_key", "key = gone:1"]],
  );
  assert.is((await verify("addresses", "--repair")).code, 0);
  assert.is(await cache.exists("gone:1"), 0);
});

test("values of a job with a sensitive column are masked", async () => {
  await eventually("the pin is there", async () => (await cache.get("pin-of:1")) === "t0p");
  await cache.set("pin-of:1", "guess");
  const { code, report, text } = await verify("pins.cache");
  assert.is(code, 1);
  assert.equal([report.differences[0]?.["stored"], report.differences[0]?.["wanted"]], ["***", "***"]);
  for (const secret of ["t0p", "guess"]) assert.not.match(text, secret);
});

interface TargetStatus {
  readonly name: string;
  readonly system: string;
  readonly reachable: boolean;
  readonly problem: string | null;
  readonly checkpoints: readonly Readonly<Record<string, unknown>>[];
}

/** What `rdi status --json` says of the Redis target. */
async function targetStatus(env: Readonly<Record<string, string>>): Promise<TargetStatus> {
  const path = join(temporaryFolder("rdi-status-"), "addresses.rdi");
  writeFileSync(path, PROJECT);
  Object.assign(process.env, env);
  let text = "";
  const output = { out: (part: string) => void (text += part), err: () => undefined, color: false };
  await statusCommand(path, { json: true, watch: false }, output);
  const { targets } = JSON.parse(text) as { readonly targets: readonly TargetStatus[] };
  const found = targets.find(({ name }) => name === "cache");
  if (found === undefined) throw new Error("the status has no such target");
  return found;
}

/** Without what the repair may write anew, and a document that was spelled in another way. */
function comparable(contents: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(contents).filter(([key]) => !/^(seen:|short:|doc:4$)/.test(key)));
}

/** Records that the source key owns the unit as well. */
async function forge(source: string, id: string): Promise<void> {
  const script = `
    local packed = redis.call('HGET', KEYS[1], ARGV[1])
    local list = packed and cmsgpack.unpack(packed) or {}
    list[#list + 1] = ARGV[2]
    list[#list + 1] = ''
    redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(list))
    redis.call('HSET', KEYS[2], ARGV[2], 'addresses.cache\\n' .. ARGV[1])`;
  await cache.eval(script, 2, await controlKey(/:target:owned:addresses\.cache$/), await unitsKey(), source, id);
}

function unitsKey(): Promise<string> {
  return controlKey(/:target:units$/);
}

function ownersKey(): Promise<string> {
  return controlKey(/:target:owners:addresses\.cache$/);
}

async function controlKey(pattern: RegExp): Promise<string> {
  const found = (await cache.keys("rdi:*")).find((key) => pattern.test(key));
  if (found === undefined) throw new Error(`no key matches ${String(pattern)}`);
  return found;
}

test.run();
