import { test } from "uvu";
import * as assert from "uvu/assert";
import { random } from "../support/random.ts";
import { buildShop, runTrial } from "./converge/trial.ts";

test("whatever happens to links, processes and servers, the rows end as the keys say, and nothing is swept", async () => {
  const dice = random();
  const bundle = await buildShop(dice.pick([1, 3]));
  const trial = { bundle, dice, rounds: 2, seconds: 14, perSecond: 400, within: 30_000 };
  assert.equal(await runTrial(trial), []);
});

test.run();
