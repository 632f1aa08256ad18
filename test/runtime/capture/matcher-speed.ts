/**
 * Prints what finding a key's jobs costs, for projects of several sizes: asking the patterns one after the other, asking those that begin like
 * the key, and the compiled automaton. Run it by hand: node --import tsx test/runtime/capture/matcher-speed.ts
 */
import type { PatternPlan } from "../../../compiler/plan/ir.ts";
import { keyMatcher, type KeyMatcher, type KeyOwner } from "../../../runtime/capture/key-matcher.ts";
import { compiledStates, ownersOf } from "../../compiler/keys/matcher-support.ts";

const KEYS = 20_000;
const ROUNDS = 15;

const SHAPES: Readonly<Record<string, (job: number) => PatternPlan>> = {
  "own first literals": (job) => ({
    text: `kind${job}:{id:int}`,
    parts: [
      { kind: "literal", text: `kind${job}:` },
      { kind: "capture", name: "id", type: "int" },
    ],
  }),
  "one first literal": (job) => ({
    text: `t:{tenant}:kind${job}:{id:int}`,
    parts: [
      { kind: "literal", text: "t:" },
      { kind: "capture", name: "tenant", type: "text" },
      { kind: "literal", text: `:kind${job}:` },
      { kind: "capture", name: "id", type: "int" },
    ],
  }),
};

function oneByOne(owners: readonly KeyOwner[]): KeyMatcher<KeyOwner> {
  return (key) => {
    const begun = owners.filter(({ pattern }) => key.startsWith(pattern.prefix));
    return { owners: begun.filter(({ pattern }) => pattern.regex.test(key)), begun };
  };
}

/** Read from bytes, as capture does, so that no two are the same string. */
function keysFor(patterns: readonly PatternPlan[]): readonly string[] {
  return Array.from({ length: KEYS }, (_, n) => {
    const { text = "" } = patterns[(n * 7919) % patterns.length] ?? {};
    const key =
      n % 4 === 0 ? `session:${n}` : text.replace("{tenant}", `acme${n % 50}`).replace("{id:int}", `${n + 1000}`);
    return Buffer.from(key).toString("latin1");
  });
}

function nanoseconds(match: KeyMatcher<KeyOwner>, keys: readonly string[]): string {
  let best = Infinity;
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const key of keys) found += match(key).owners.length;
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, ((user + system) * 1000) / keys.length);
  }
  if (found === 0) throw new Error("nothing was found");
  return best.toFixed(0).padStart(8);
}

for (const [shape, pattern] of Object.entries(SHAPES)) {
  for (const jobs of [1, 2, 20, 200, 1000]) {
    const patterns = Array.from({ length: jobs }, (_, job) => pattern(job));
    const [owners, keys] = [ownersOf(patterns), keysFor(patterns)];
    const started = performance.now();
    const states = compiledStates(patterns);
    const compiled = performance.now();
    const automaton = keyMatcher(owners, states);
    const built = performance.now();
    const costs = [oneByOne(owners), keyMatcher(owners, undefined), automaton].map((match) => nanoseconds(match, keys));
    const times = `${states?.length ?? 0} states, compiled in ${(compiled - started).toFixed(0)} ms, built in ${(built - compiled).toFixed(0)} ms`;
    console.log(`${shape}, ${`${jobs}`.padStart(4)} jobs: ns a key ${costs.join(" ")}   (${times})`);
  }
}
