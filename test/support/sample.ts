/** A sample as its README tells it, with its tables, its seed and its worker, for one live test file. */
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChainableCommander } from "ioredis";
import type pg from "pg";
import { compare, type Comparison, type Expectation, type Row } from "../live/expectations/expectation.ts";
import { type RedisOptions } from "../setup/servers.mjs";
import { buildSample, type Worker } from "./bundle.ts";
import { eventually } from "./eventually.ts";
import { startNode } from "./processes.ts";
import type { Random } from "./random.ts";
import { setStage, type Stage } from "./stage.ts";

export interface Sample extends Stage {
  /** kill -9, and a new worker after what happens meanwhile. */
  crash(meanwhile?: () => Promise<unknown>): Promise<void>;
  /** Waits until every row and column is as the keys say, and every rejected key has its dead letter with the expected code. */
  settled(): Promise<Comparison>;
  /** What the product itself says of its rows must agree, then the worker stops. */
  stop(): Promise<void>;
  /** All rows of a table, as text. */
  rows(table: string, order: string): Promise<readonly Row[]>;
}

export interface SampleOptions {
  readonly redis?: RedisOptions;
  /** Variables with the addresses of further databases, which have the same schema. */
  readonly moreTargets?: readonly string[];
  readonly databaseOf?: (stage: Stage, table: string) => pg.Pool;
}

/** With its seed in Redis and its worker at work. */
export async function startSample(
  name: string,
  expectation: Expectation,
  { redis, moreTargets = [], databaseOf = ({ database }) => database }: SampleOptions = {},
): Promise<Sample> {
  const schema = schemaOf(name);
  const stage = await setStage({ bundle: await buildSample(name), schema, moreTargets, ...(redis ? { redis } : {}) });
  await sendInline(stage.redisServer.port, sampleText(name, "seed.redis"));
  let worker: Worker = await stage.start();
  return {
    ...stage,
    crash: async (meanwhile) => {
      await worker.process.kill("SIGKILL");
      await meanwhile?.();
      await endLeases(stage);
      worker = await stage.start();
    },
    settled: () => settled(stage, expectation, (table) => databaseOf(stage, table)),
    stop: async () => {
      await expectVerified(stage);
      await worker.stop();
    },
    rows: async (table, order) =>
      (await stage.query(`SELECT * FROM ${table} ORDER BY ${order}`)).map((row) => ({ ...row })),
  };
}

/** Nothing where all targets of the sample are Redis servers. */
export function schemaOf(name: string): string {
  return existsSync(fileOf(name, "schema.sql")) ? sampleText(name, "schema.sql") : "";
}

export function sampleText(name: string, file: string): string {
  return readFileSync(fileOf(name, file), "utf8");
}

function fileOf(name: string, file: string): URL {
  return new URL(`../../samples/${name}/${file}`, import.meta.url);
}

/** Redis reads such lines as redis-cli does. */
export async function sendInline(port: number, lines: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  let answers = "";
  socket.on("data", (bytes) => (answers += bytes.toString()));
  socket.write(lines.replaceAll("\n", "\r\n"));
  const wanted = lines.trim().split("\n").length;
  await eventually("every line is answered", () => answers.split("\r\n").length > wanted);
  socket.destroy();
  if (/^-/m.test(answers)) throw new Error(`Redis refused a line of the seed: ${answers}`);
}

async function expectVerified({ bundle, env }: Stage): Promise<void> {
  const run = startNode(bundle, ["verify"], { env });
  const { code } = await run.exit(60_000);
  if (code !== 0 || !/: \d+ keys with \d+ rows/.test(run.stdout()))
    throw new Error(`verify ended with ${code}:\n${run.stdout()}${run.stderr()}`);
}

/** A dead process's leases would end by themselves a few seconds later. */
export async function endLeases({ redis }: Stage): Promise<void> {
  const leases = (await redis.keys("rdi:{*")).filter((key) => /:capture$|:lease:/.test(key));
  if (leases.length > 0) await redis.del(...leases);
}

async function settled(
  stage: Stage,
  expectation: Expectation,
  databaseOf: (table: string) => pg.Pool,
): Promise<Comparison> {
  let last: readonly string[] = [];
  const look = async (): Promise<Comparison | undefined> => {
    const comparison = await compare(stage.redis, databaseOf, expectation);
    last = [...comparison.differences, ...(await letterDifferences(stage, comparison.rejected))];
    return last.length === 0 ? comparison : undefined;
  };
  try {
    return await eventually("the rows equal the keys", look, { within: 30_000, every: 100 });
  } catch (error) {
    throw new Error(`${String(error)}\n${last.length} differences:\n${last.slice(0, 8).join("\n")}`);
  }
}

async function letterDifferences(stage: Stage, rejected: Comparison["rejected"]): Promise<readonly string[]> {
  const found = new Map((await stage.deadLetters()).map(({ key, code }) => [key, code]));
  const isExpected = (key: string): boolean => {
    const code = found.get(key);
    const codes = rejected.get(key);
    // A key that is passed over keeps the dead letter that it may have.
    if (code === undefined || codes?.length === 0) return (codes ?? []).length === 0;
    return codes?.includes(code) ?? false;
  };
  return [...new Set([...rejected.keys(), ...found.keys()])]
    .filter((key) => !isExpected(key))
    .map(
      (key) =>
        `dead letter of ${key}: ${found.get(key) ?? "none"}; expected ${rejected.get(key)?.join(" or ") ?? "none"}`,
    );
}

/** Key → code, sorted. */
export function codesOf({ rejected }: Comparison): Readonly<Record<string, string>> {
  const keys = [...rejected].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(keys.map(([key, codes]) => [key, codes.join(" or ")]));
}

export type Step = (to: ChainableCommander, dice: Random) => unknown;

/** So many random changes, alone, in pipelines and in transactions. A command that its key's type refuses changes nothing. */
export async function burst({ redis }: Stage, dice: Random, { fill, other, changes }: Burst): Promise<void> {
  for (let count = 0; count < changes;) {
    const size = dice.int(1, 6);
    const to = dice.chance(0.3) ? redis.multi() : redis.pipeline();
    for (let index = 0; index < size; index++) dice.pick(dice.chance(0.6) ? fill : other)(to, dice);
    await to.exec();
    count += size;
    if (dice.chance(0.2)) await sleep(dice.int(0, 15));
  }
}

export interface Burst {
  /** More often than not; they make rows. */
  readonly fill: readonly Step[];
  readonly other: readonly Step[];
  readonly changes: number;
}

/** A burst in whose middle the worker is killed. */
export async function burstAndCrash(sample: Sample, dice: Random, what: Burst): Promise<void> {
  await Promise.all([burst(sample, dice, what), sleep(dice.int(20, 150)).then(() => sample.crash())]);
  await burst(sample, dice, { ...what, changes: Math.ceil(what.changes / 4) });
}

/** Bursts and compares until more rows than that are left to compare, since deletes may have the last word; at most ten times. */
export async function burstsUntil(more: number, burstOnce: () => Promise<Comparison>): Promise<Comparison> {
  let last = await burstOnce();
  for (let again = 0; again < 9 && last.rows <= more; again++) last = await burstOnce();
  return last;
}
