import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { buildText } from "../../support/bundle.ts";
import { eventually } from "../../support/eventually.ts";
import { random, type Random } from "../../support/random.ts";
import { setStage, type Stage } from "../../support/stage.ts";
import { compareShop } from "../expectations/shop.ts";
import { LINK_FAULTS, PROCESS_FAULTS, trouble } from "./faults.ts";
import { startFleet, type Fleet } from "./fleet.ts";
import { createWriter, type Writer } from "./writer.ts";

/** samples/shop with several lanes, so that every rule about lanes has something to hold for. */
export function buildShop(lanes: number): Promise<string> {
  const text = readFileSync(new URL("../../../samples/shop/shop.rdi", import.meta.url), "utf8");
  return buildText("shop", text.replace("source redis { ", `source redis { lanes: ${lanes}, `));
}

export interface Trial {
  readonly bundle: string;
  readonly dice: Random;
  /** Each ends with a quiet moment in which rows and keys are compared. */
  readonly rounds: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** How long the rows may take to be equal. */
  readonly within: number;
}

/** Runs workers, writes and trouble; returns what was wrong, which should be nothing. */
export async function runTrial(trial: Trial): Promise<readonly string[]> {
  const { bundle, dice, rounds } = trial;
  const schema = readFileSync(new URL("../../../samples/shop/schema.sql", import.meta.url), "utf8");
  const stage = await setStage({ bundle, schema, redis: { args: ["--repl-backlog-size", "256mb"] } });
  const elsewhere = new Redis(`${stage.redisServer.url}/1`);
  elsewhere.on("error", () => undefined);
  const fleet = await startFleet(stage, dice.chance(0.8) ? ["capture", "apply", "apply"] : ["capture", "apply"]);
  try {
    const writer = createWriter(stage.redis, elsewhere, random(dice.int(0, 2 ** 31)));
    await eventually("the first load is done", () => isLoaded(stage), { within: 30_000 });
    const sweeps = await raisedSweeps(stage);
    for (let round = 1; round <= rounds; round++) {
      const wrong = await runRound({ trial, stage, fleet, writer });
      if (wrong.length > 0) return wrong.map((each) => `round ${round}: ${each}`);
    }
    const raised = (await raisedSweeps(stage)) - sweeps;
    const complaints = fleet.output().match(/.*(is halted|mistake of ours|ended with 70).*/g) ?? [];
    return [...(raised === 0 ? [] : [`${raised} sweeps were asked for, though there was no gap`]), ...complaints];
  } finally {
    if (process.env["RDI_TEST_LOG"] !== undefined) console.log(fleet.output());
    await fleet.close();
    elsewhere.disconnect();
    await stage.close();
  }
}

interface Round {
  readonly trial: Trial;
  readonly stage: Stage;
  readonly fleet: Fleet;
  readonly writer: Writer;
}

async function runRound({ trial, stage, fleet, writer }: Round): Promise<readonly string[]> {
  const { dice, seconds, perSecond, within } = trial;
  const dices = [random(dice.int(0, 2 ** 31)), random(dice.int(0, 2 ** 31))] as const;
  const [links, processes] = await Promise.all([
    trouble({ stage, fleet }, dices[0], LINK_FAULTS, seconds),
    trouble({ stage, fleet }, dices[1], PROCESS_FAULTS, seconds),
    writer.run(seconds + 1, perSecond),
  ]);
  await fleet.heal();
  const wrong = await settled(stage, within);
  return wrong.length === 0 ? [] : [...wrong, `after ${links.join(", ")}`, `and ${processes.join(", ")}`];
}

/** Waits until everything is as it should be; returns what is not, should that take too long. */
async function settled(stage: Stage, within: number): Promise<readonly string[]> {
  const deadline = Date.now() + within;
  for (;;) {
    const wrong = await differences(stage);
    if (wrong.length === 0 || Date.now() > deadline) return wrong;
    await sleep(200);
  }
}

/** Rows against keys, and dead letters against values that can't be rows. */
async function differences(stage: Stage): Promise<readonly string[]> {
  const { differences: rows, rejected } = await compareShop(stage.redis, stage.database);
  const letters = new Set((await stage.deadLetters()).map(({ key }) => key));
  const parked = (await stage.redis.keys("rdi:*")).filter((key) => key.includes(":parked:"));
  return [
    ...rows,
    ...rejected.filter((key) => !letters.has(key)).map((key) => `${key}: rejected without a dead letter`),
    ...[...letters].filter((key) => !rejected.includes(key)).map((key) => `${key}: a dead letter of a good key`),
    ...parked.map((key) => `${key}: keys are still parked`),
  ];
}

async function isLoaded({ redis }: Stage): Promise<boolean> {
  const marks = await Promise.all((await sweepHashes(redis)).map((hash) => redis.hmget(hash, "needed", "done")));
  return marks.length > 0 && marks.every(([needed, done]) => needed !== null && needed === done);
}

/** How often any lane of any route was marked for a sweep. */
async function raisedSweeps({ redis }: Stage): Promise<number> {
  const needed = await Promise.all((await sweepHashes(redis)).map((hash) => redis.hget(hash, "needed")));
  return needed.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

async function sweepHashes(redis: Redis): Promise<readonly string[]> {
  return (await redis.keys("rdi:*")).filter((key) => key.includes(":sweep:"));
}
