import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MUTANTS } from "./mutants.ts";
import { patched } from "./workshop.ts";

for (const { name, patches } of MUTANTS) {
  test(`the mutant ${name} still knows what to break`, () => {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const url = new URL(`../../../runtime/${patch.file}`, import.meta.url);
      const text = texts.get(patch.file) ?? readFileSync(url, "utf8");
      texts.set(patch.file, patched(text, patch));
    }
    assert.is(texts.size, new Set(patches.map(({ file }) => file)).size);
  });
}

test("a text that is not there, or twice, is refused", () => {
  assert.throws(() => patched("a b", { file: "x", from: "c", to: "" }), /0 times/);
  assert.throws(() => patched("a a", { file: "x", from: "a", to: "" }), /2 times/);
});

test.run();
