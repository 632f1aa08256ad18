import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { recordedRuns } from "./results.ts";
import { TARGETS } from "./targets.ts";
import { targetsPage } from "./targets-page.ts";

const page = readFileSync(new URL("../../docs/targets.md", import.meta.url), "utf8");

test("docs/targets.md is what the generator writes now", () => assert.is(page, targetsPage(recordedRuns())));

test("every target was run for real", () => {
  const recorded = new Set(recordedRuns().map(({ system }) => system));
  const missing = TARGETS.map(({ system }) => system).filter((system) => !recorded.has(system));
  assert.equal(missing, [], "npm run conformance -- --target NAME --record");
});

test("no recorded run has failed", () => {
  assert.equal(
    recordedRuns().filter(({ failed }) => failed > 0),
    [],
  );
});

test.run();
