import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { recordedRuns } from "./results.ts";
import { TARGETS } from "./targets.ts";
import { NOT_RUN, targetsPage } from "./targets-page.ts";

const page = readFileSync(new URL("../../docs/targets.md", import.meta.url), "utf8");

test("docs/targets.md is what the generator writes now", () => assert.is(page, targetsPage(recordedRuns())));

test("every target was run for real, but those of which the page says that they were not", () => {
  const recorded = new Set(recordedRuns().map(({ system }) => system));
  const missing = TARGETS.filter(({ system }) => !recorded.has(system)).map(({ title }) => title);
  assert.equal(missing, [...NOT_RUN], "npm run conformance -- --target NAME --record");
});

test("no recorded run has failed", () => {
  assert.equal(
    recordedRuns().filter(({ failed }) => failed > 0),
    [],
  );
});

test.run();
