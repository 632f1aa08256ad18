/** Overlaps of random patterns, against keys that are made of one and matched by a plain regular expression of the other. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { outlineOf, outlinesMeet } from "../../../compiler/check/pattern-outline.ts";
import { commonKey } from "../../../compiler/check/pattern-overlap.ts";
import { patternAutomaton } from "../../../compiler/keys/pattern-automaton.ts";
import type { PatternPart, PatternPlan } from "../../../compiler/plan/ir.ts";
import { random, type Random } from "../../support/random.ts";

const LITERALS = ["a", "b", "ab", "a:", ":", "a:b", "-", "1", "12:"];
const TYPES = ["text", "int", "any"] as const;
type CaptureType = (typeof TYPES)[number];

/** Captures never touch, and `any` is last. */
function somePattern(dice: Random): PatternPlan {
  const parts: PatternPart[] = [];
  const length = dice.int(1, 5);
  for (let index = 0; index < length; index++) {
    const last = index === length - 1;
    if (parts.at(-1)?.kind !== "capture" && dice.chance(0.5)) {
      const type = dice.pick(TYPES);
      parts.push({ kind: "capture", name: `c${index}`, type: type === "any" && !last ? "text" : type });
    } else parts.push({ kind: "literal", text: dice.pick(LITERALS) });
  }
  return { text: "", parts };
}

function someKey({ parts }: PatternPlan, dice: Random): string {
  return parts.map((part) => (part.kind === "literal" ? part.text : someText(part.type, dice))).join("");
}

function someText(type: string, dice: Random): string {
  const letters = type === "int" ? "12" : type === "any" ? "ab:-1" : "ab-12";
  return Array.from({ length: dice.int(1, 3) }, () => dice.pick([...letters])).join("");
}

const CAPTURES: Readonly<Record<CaptureType, (stop: string) => string>> = {
  text: (stop) => `[^:${stop === "-" ? "\\-" : stop}]+`,
  int: () => "(?:0|-?[1-9][0-9]*)",
  any: () => ".+",
};

function matches({ parts }: PatternPlan, key: string): boolean {
  const source = parts.map((part, index) => {
    if (part.kind === "literal") return part.text;
    const next = parts[index + 1];
    const type = TYPES.find((known) => known === part.type) ?? "text";
    return CAPTURES[type](next?.kind === "literal" ? next.text.charAt(0) : "");
  });
  return new RegExp(`^(?:${source.join("")})$`, "s").test(key);
}

/** As the checker looks at a pair of jobs. */
function overlap(a: PatternPlan, b: PatternPlan): boolean {
  return outlinesMeet(outlineOf(a), outlineOf(b)) && commonKey(patternAutomaton(a), patternAutomaton(b)) !== undefined;
}

test("patterns that a key has in common overlap, in either order", () => {
  const dice = random();
  let shared = 0;
  for (let round = 0; round < 20_000; round++) {
    const [a, b] = [somePattern(dice), somePattern(dice)];
    const key = someKey(a, dice);
    if (!matches(a, key) || !matches(b, key)) continue;
    shared++;
    const both = `${JSON.stringify(a.parts)} ${JSON.stringify(b.parts)} ${key}`;
    assert.ok(overlap(a, b), both);
    assert.ok(overlap(b, a), both);
  }
  assert.ok(shared > 200, `only ${shared} keys were shared`);
});

test("patterns that differ in a part between colons have no key in common", () => {
  const of = (text: string): PatternPlan => ({ text, parts: [{ kind: "literal", text }, ...REST] });
  assert.not(overlap(of("eu:customer:"), of("us:customer:")));
  assert.ok(overlap(of("eu:customer:"), of("eu:customer:")));
});

const REST: readonly PatternPart[] = [{ kind: "capture", name: "id", type: "int" }];

test.run();
