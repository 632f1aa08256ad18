/**
 * The model that `rdi test` runs on, against what it is a model of: every step of every test of the samples is done to a real Redis, and after
 * each of them PostgreSQL has the rows, the target Redis the keys, and Redis the dead letters, that the model has.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type pg from "pg";
import type { TestsPlan } from "../../compiler/check/check.ts";
import { START } from "../../compiler/check/tests/instants.ts";
import { analyzeWithoutLock } from "../../compiler/commands/targets.ts";
import { rehearsalOf } from "../../compiler/commands/test.ts";
import { readProject } from "../../compiler/host.ts";
import type { Look, Story, StoryStep } from "../../runtime/rehearse.ts";
import { buildSamples, buildText, startWorker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { deadLettersOf, setStage, type Stage } from "../support/stage.ts";
import { clearKeys, keyDifferences, passTime } from "./rehearsal-keys.ts";
import { rowDifferences, type Cells, type Types } from "./rehearsal-rows.ts";
import { doStep, keysOf, type TestClock } from "./rehearsal-steps.ts";

const STOREFRONT = "STOREFRONT_URL";
const CACHE = "CACHE_URL";
const MODES = "rehearsal-modes";
const CACHES = "rehearsal-caches";
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

const samples = readdirSync(new URL("../../samples/", import.meta.url));
const bundles = new Map(await buildSamples(samples));
for (const name of [MODES, CACHES]) bundles.set(name, await buildText(name, text(`${name}.rdi`)));
const schemas = samples.map((name) => `../../samples/${name}/schema.sql`).filter((path) => existsSync(here(path)));
const stage = await setStage({
  bundle: "",
  schema: [...schemas, "rehearsal-modes.sql"].map(text).join("\n"),
  moreTargets: [STOREFRONT],
  redisTargets: [CACHE],
});
const cache = stage.caches.get(CACHE) ?? stage.redis;
test.after(() => stage.close());

for (const name of [...samples, MODES, CACHES]) {
  test(`the tests of ${name} come out alike with a worker, Redis and the targets`, async () => {
    const path = samples.includes(name) ? here(`../../samples/${name}`) : here(`${name}.rdi`);
    const { tests } = analyzeWithoutLock(readProject(path));
    assert.ok(tests !== undefined && tests.stories.length > 1);
    const run = await rehearsalOf(tests);
    const worker = await startWorker({ bundle: bundles.get(name) ?? "", env: stage.env });
    await worker.ready();
    try {
      for (const story of tests.stories) {
        assert.equal((await run(story)).failures, [], story.title);
        const looking = withLooks(story, tests);
        await live(story, { tests, looks: (await run(looking)).looks });
      }
    } finally {
      await worker.stop();
    }
  });
}

interface Modelled {
  readonly tests: TestsPlan;
  /** After each step: all tables, all keys of targets, then all keys of the test. */
  readonly looks: readonly Look[];
}

/** The test, looking at everything after each step. */
function withLooks(story: Story, tests: TestsPlan): Story {
  const { place } = story;
  const rows = tablesOf(tests).map(({ target, schema, table }): StoryStep => {
    return { kind: "expect", what: "rows", name: table, target, schema, table, rows: [], place };
  });
  const caches = cachesOf(tests).map(({ name: target }): StoryStep => {
    return { kind: "expect", what: "key", target, key: "", value: undefined, sensitive: false, place };
  });
  const keys = keysOf(story).map((key): StoryStep => ({ kind: "expect", what: "rejected", key, code: "", place }));
  return { ...story, steps: changesOf(story).flatMap((step) => [step, ...rows, ...caches, ...keys]) };
}

function changesOf({ steps }: Story): readonly StoryStep[] {
  return steps.filter(({ kind }) => kind !== "expect");
}

function tablesOf({ jobs }: TestsPlan) {
  const tables = jobs.flatMap((job) => job.tables);
  const byName = new Map(tables.map((one) => [JSON.stringify([one.target, one.schema, one.table]), one]));
  return [...byName.values()];
}

/** Targets that hold keys: each is {@link cache}. */
function cachesOf({ targets }: TestsPlan) {
  return targets.filter(({ system }) => system === "redis");
}

async function live(story: Story, { tests, looks }: Modelled): Promise<void> {
  const { redis } = stage;
  const clock: TestClock = { now: START, expiries: new Map() };
  const tables = tablesOf(tests);
  const keys = keysOf(story);
  const caches = cachesOf(tests).length;
  const each = tables.length + caches + keys.length;
  for (const [at, step] of changesOf(story).entries()) {
    if (step.kind === "at") await passTime(cache, Number((step.instant - clock.now) / 1000n));
    await doStep(step, redis, clock);
    const since = Date.now();
    // What changes nothing is seen by nothing else; so long a change needs at most on an idle machine.
    await sleep(150);
    const expected = looks.slice(at * each, (at + 1) * each);
    await isAlike(`${story.title}, step ${at + 1}`, { tables, caches, keys, expected, since });
  }
  await cleared(keys, tables);
}

type Tables = ReturnType<typeof tablesOf>;

interface Alike {
  readonly tables: Tables;
  /** How many. */
  readonly caches: number;
  readonly keys: readonly string[];
  readonly expected: readonly Look[];
  /** Of the step, in ms. */
  readonly since: number;
}

async function isAlike(what: string, { tables, caches, keys, expected, since }: Alike): Promise<void> {
  let last: readonly string[] = [];
  const look = async (): Promise<boolean> => {
    const differences: string[] = [];
    for (const [at, table] of tables.entries()) {
      const model = expected[at];
      if (model?.what !== "rows") throw new Error("the model looked at something else");
      const { rows, types } = await rowsOf(table);
      const found = rowDifferences(model.rows, rows, types);
      differences.push(...found.map((one) => `${table.table}: ${one}`));
    }
    for (const model of expected.slice(tables.length, tables.length + caches))
      differences.push(...(await keyDifferences(model.what === "keys" ? model.keys : new Map(), cache)));
    differences.push(...(await refusalDifferences(keys, expected.slice(tables.length + caches))));
    // Parked keys are tried again after a while; before that nothing is said of them.
    const parked = (await parkedKeys()).filter(({ lastTime }) => lastTime < since);
    differences.push(...parked.map(({ key }) => `${key} is parked and was not tried again`));
    last = differences;
    return differences.length === 0;
  };
  await eventually("the targets have what the model has", look, { within: 20_000, every: 50 }).catch(() => {
    throw new Error(`${what}:\n${last.join("\n")}`);
  });
}

function databaseOf({ target }: Tables[number], { database, others }: Stage): pg.Pool {
  return target === "storefront" ? (others.get(STOREFRONT) ?? database) : database;
}

async function rowsOf(table: Tables[number]): Promise<{ readonly rows: readonly Cells[]; readonly types: Types }> {
  const database = databaseOf(table, stage);
  const { schema = "public", table: name } = table;
  const { rows: columns } = await database.query<{ readonly column_name: string; readonly data_type: string }>(
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2",
    [schema, name],
  );
  const { rows } = await database.query<Cells>(`SELECT * FROM "${schema}"."${name}"`);
  return { rows, types: new Map(columns.map((one) => [one.column_name, one.data_type])) };
}

/** Dead letters and parked keys, by their codes. */
async function refusalDifferences(keys: readonly string[], looks: readonly Look[]): Promise<readonly string[]> {
  const codes = new Map<string, Set<string>>();
  for (const { key, code } of [...(await deadLettersOf(stage.redis)), ...(await parkedKeys())])
    codes.set(key, (codes.get(key) ?? new Set()).add(code));
  return keys.flatMap((key, at) => {
    const look = looks[at];
    const model = look?.what === "rejected" ? [...new Set(look.codes)].sort().join(" ") : "";
    const real = [...(codes.get(key) ?? [])].sort().join(" ");
    return model === real ? [] : [`${key}: the model refuses it with "${model}", the worker with "${real}"`];
  });
}

interface Parked {
  readonly key: string;
  readonly code: string;
  /** ms. */
  readonly lastTime: number;
}

async function parkedKeys(): Promise<readonly Parked[]> {
  const { redis } = stage;
  const hashes = (await redis.keys("rdi:*")).filter((key) => key.includes(":parked-why:"));
  const entries = await Promise.all(hashes.map((hash) => redis.hgetall(hash)));
  return entries.flatMap((hash) => Object.entries(hash).map(([key, json]) => parkedOf(key, json)));
}

function parkedOf(key: string, json: string): Parked {
  const entry = JSON.parse(json) as Omit<Parked, "key">;
  return { key, code: entry.code, lastTime: entry.lastTime };
}

/** For the next test: no key, no letter, no row, nothing in the cache. */
async function cleared(keys: readonly string[], tables: Tables): Promise<void> {
  const { redis } = stage;
  if (keys.length > 0) await redis.del(...keys);
  await sleep(150);
  await eventually("nothing is refused any more", async () => {
    return (await refusalDifferences(keys, [])).length === 0;
  });
  for (const table of tables)
    await databaseOf(table, stage).query(`TRUNCATE "${table.schema ?? "public"}"."${table.table}" CASCADE`);
  await clearKeys(cache);
}

test.run();
