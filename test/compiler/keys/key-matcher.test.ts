/** The jobs of a key: the compiled states, and the pass over first literals, against one plain regular expression a job. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { PatternPlan } from "../../../compiler/plan/ir.ts";
import { keyMatcher, type KeyMatcher, type KeyOwner } from "../../../runtime/capture/key-matcher.ts";
import { random, type Random } from "../../support/random.ts";
import { compiledStates, ownersOf } from "./matcher-support.ts";
import { keyNear, plainPrefix, plainRegex, randomPattern } from "./random-patterns.ts";

const SETS = 250;
const KEYS_A_SET = 60;

test("a key's jobs, and the jobs that begin like it, are those that their plain expressions say", () => {
  const seeded = random();
  let compiled = 0;
  let matches = 0;
  for (let set = 0; set < SETS; set++) {
    const patterns = Array.from({ length: seeded.int(1, 8) }, () => randomPattern(seeded));
    const states = compiledStates(patterns);
    if (states !== undefined) compiled += 1;
    const matchers = [states, undefined].map((keys) => keyMatcher(ownersOf(patterns), keys));
    const plain = plainMatcher(patterns);
    for (const key of keysFor(patterns, seeded)) {
      const wanted = plain(key);
      matches += wanted.owners.length;
      for (const match of matchers)
        assert.equal(answer(match, key), wanted, `${JSON.stringify(key)} of ${texts(patterns)}`);
    }
  }
  assert.ok(compiled > SETS * 0.9, `only ${compiled} sets were compiled`);
  assert.ok(matches > SETS * KEYS_A_SET * 0.3, `only ${matches} matches`);
});

function keysFor(patterns: readonly PatternPlan[], seeded: Random): readonly string[] {
  return Array.from({ length: KEYS_A_SET }, () =>
    seeded.chance(0.1) ? seeded.bytes(seeded.int(0, 6)).toString("latin1") : keyNear(seeded.pick(patterns), seeded),
  );
}

interface Names {
  readonly owners: readonly string[];
  readonly begun: readonly string[];
}

function plainMatcher(patterns: readonly PatternPlan[]): (key: string) => Names {
  const jobs = patterns.map((pattern, index) => ({
    regex: plainRegex(pattern),
    prefix: plainPrefix(pattern),
    name: `j${index}`,
  }));
  return (key) => ({
    owners: jobs.filter(({ regex }) => regex.test(key)).map(({ name }) => name),
    begun: jobs.filter(({ prefix }) => key.startsWith(prefix)).map(({ name }) => name),
  });
}

function answer(match: KeyMatcher<KeyOwner>, key: string): Names {
  const { owners, begun } = match(key);
  return { owners: owners.map(({ job }) => job), begun: begun.map(({ job }) => job) };
}

function texts(patterns: readonly PatternPlan[]): string {
  return JSON.stringify(patterns.map(({ text }) => text));
}

test("captures that stop at different bytes do not make the states explode: such a set is not compiled", () => {
  const stops = [..."-_./;,+=!?#$%&"];
  const patterns = stops.map((stop): PatternPlan => {
    const parts = ["t:", "", stop, "", stop, ""].map((text, n) =>
      text === "" ? ({ kind: "capture", name: `c${n}`, type: "text" } as const) : ({ kind: "literal", text } as const),
    );
    return { text: `t:{a}${stop}{b}${stop}{c}`, parts };
  });
  assert.is(compiledStates(patterns), undefined);
  const match = keyMatcher(ownersOf(patterns), undefined);
  assert.equal(answer(match, "t:a-b-c"), plainMatcher(patterns)("t:a-b-c"));
});

test("the number of states grows with the number of jobs, not with its square", () => {
  const jobs = (count: number) =>
    Array.from({ length: count }, (_, n): PatternPlan => {
      const text = `t:{tenant}:kind${n}:{id:int}`;
      const parts = [
        { kind: "literal", text: "t:" },
        { kind: "capture", name: "tenant", type: "text" },
        { kind: "literal", text: `:kind${n}:` },
        { kind: "capture", name: "id", type: "int" },
      ] as const;
      return { text, parts };
    });
  const [few = 0, many = 0] = [100, 400].map((count) => compiledStates(jobs(count))?.length);
  assert.ok(few > 0 && many < few * 5, `${few} states for 100 jobs, ${many} for 400`);
});

test.run();
