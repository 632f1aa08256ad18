import { writeFileSync } from "node:fs";
import { endAll } from "../setup/servers.mjs";
import type { ChaosArguments } from "./arguments.ts";
import { QUICK_FAULTS, SENTINEL_FAULTS, SINGLE_FAULTS } from "./faults/index.ts";
import { random } from "../support/random.ts";
import { hunt } from "./mutants/hunt.ts";
import { NOT_YET_FAULTS } from "./not-yet.ts";
import type { Fault } from "./place.ts";
import { REGRESSION_SEEDS } from "./regression-seeds.ts";
import { isGood, told } from "./report.ts";
import { run } from "./run.ts";
import { buildModel } from "./stage.ts";
import { startSentinel } from "./topology-sentinel.ts";
import { startSingle } from "./topology-single.ts";

/** Runs as asked; returns the exit code. */
export async function chaos(asked: ChaosArguments): Promise<number> {
  const { seed, mutants, regression } = asked;
  if (mutants !== undefined) return breakIt(mutants, seed);
  const bundle = await buildModel();
  const seeds = regression ? REGRESSION_SEEDS.map((one) => one.seed) : [seed];
  let worst = 0;
  for (const one of seeds) worst = Math.max(worst, await runOnce(bundle, { ...asked, seed: one }));
  await endAll();
  return worst;
}

async function runOnce(bundle: string, { seconds, seed, only, sentinel }: ChaosArguments): Promise<number> {
  console.error(`seed ${seed}`);
  const usual = sentinel ? SENTINEL_FAULTS : SINGLE_FAULTS;
  const { report, failure, output } = await run({
    ...{ bundle, seed, seconds, startTopology: sentinel ? startSentinel : startSingle, log: console.error },
    quick: only.length === 0 ? QUICK_FAULTS : named(QUICK_FAULTS, only),
    heavy: only.length === 0 ? usual : named([...usual, ...NOT_YET_FAULTS], only),
  });
  console.log(JSON.stringify(report, null, 2));
  if (failure !== undefined) console.error(told(failure, seed));
  const log = process.env["RDI_CHAOS_LOG"];
  if (log !== undefined) writeFileSync(log, output);
  return isGood(report) ? 0 : 1;
}

function named(faults: readonly Fault[], words: readonly string[]): readonly Fault[] {
  return faults.filter(({ kind }) => words.some((word) => kind.includes(word)));
}

async function breakIt(names: readonly string[], seed: number): Promise<number> {
  console.error(`seed ${seed}`);
  const hunted = await hunt(names, random(seed));
  await endAll();
  console.log(JSON.stringify({ seed, mutants: hunted }, null, 2));
  return hunted.every(({ caught }) => caught) ? 0 : 1;
}
