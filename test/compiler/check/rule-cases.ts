import { test } from "uvu";
import * as assert from "uvu/assert";
import { findings } from "./support.ts";

/** [rule, source, findings]: each finding is a code and the text that is underlined. */
export type Rule = readonly [rule: string, source: string, expected: readonly string[]];

/** One test for each rule. */
export function testRules(group: string, rules: readonly Rule[]): void {
  for (const [rule, source, expected] of rules) {
    test(`${group}: ${rule}`, () => {
      assert.equal(findings(source), expected);
    });
  }
}
