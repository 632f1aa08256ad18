/**
 * Two minutes of `npm run chaos`; RDI_SEED chooses other faults, and `npm run chaos -- --regression` goes through the seeds that ever failed. A failure prints the report, the wrong rows
 * and the history of the first wrong key; `npm run chaos -- --seed …` repeats the faults. How many changes a second it came to is printed: that is the machine's affair.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { QUICK_FAULTS, SINGLE_FAULTS } from "../chaos/faults/index.ts";
import { isGood, told } from "../chaos/report.ts";
import { run } from "../chaos/run.ts";
import { buildModel } from "../chaos/stage.ts";
import { startSingle } from "../chaos/topology-single.ts";
import { endAll } from "../setup/servers.mjs";

const SEED = 7;
const SECONDS = 120;

test.after(() => endAll());

test("whatever happens, rows and keys agree in the end, and no row goes without leave", () =>
  survives(Number(process.env["RDI_SEED"] ?? SEED)));

async function survives(seed: number): Promise<void> {
  console.log(`--seed ${seed}`);
  const faults = { quick: QUICK_FAULTS, heavy: SINGLE_FAULTS };
  const plan = { ...faults, seed, seconds: SECONDS, startTopology: startSingle };
  const { report, failure } = await run({ ...plan, bundle: await bundle, log: console.log });
  console.log(JSON.stringify(report, null, 2));
  if (failure !== undefined) console.log(told(failure, seed));
  assert.ok(isGood(report), `--seed ${seed}`);
  assert.ok(report.faults >= report.seconds / 3, `${report.faults} faults in ${report.seconds} s are too few`);
  assert.ok(report.changes > 2000, `${report.changes} changes are too few to prove anything`);
}

const bundle = buildModel();

test.run();
