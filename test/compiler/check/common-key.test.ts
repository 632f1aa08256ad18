/** Overlaps of patterns: the example is a key of both, and where there is none, no key is. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { commonKey } from "../../../compiler/check/pattern-overlap.ts";
import { patternAutomaton } from "../../../compiler/keys/pattern-automaton.ts";
import type { PatternPlan } from "../../../compiler/plan/ir.ts";
import { random } from "../../support/random.ts";
import { keyNear, plainRegex, randomPattern } from "../keys/random-patterns.ts";

const PAIRS = 1500;
const TRIES = 40;

test("an example matches both patterns; patterns without one have no key in common", () => {
  const seeded = random();
  let overlaps = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const [a, b] = [randomPattern(seeded), randomPattern(seeded)];
    const [left, right] = [plainRegex(a), plainRegex(b)];
    const key = commonKey(patternAutomaton(a), patternAutomaton(b));
    const what = `${JSON.stringify(key)} of ${JSON.stringify([a.text, b.text])}`;
    if (key !== undefined) {
      overlaps += 1;
      assert.ok(left.test(key) && right.test(key), what);
    }
    for (const tried of keysOf([a, b])) {
      if (!left.test(tried) || !right.test(tried)) continue;
      assert.ok(key !== undefined && key.length <= tried.length, `${what}, but ${JSON.stringify(tried)}`);
    }
  }
  assert.ok(overlaps > PAIRS / 20, `only ${overlaps} overlaps`);

  function keysOf(patterns: readonly PatternPlan[]): readonly string[] {
    return Array.from({ length: TRIES }, () => keyNear(seeded.pick(patterns), seeded));
  }
});

test.run();
