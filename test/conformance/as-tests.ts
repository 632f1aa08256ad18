import { test } from "uvu";
import * as assert from "uvu/assert";
import { onBench } from "./bench.ts";
import type { TypeFact } from "./facts.ts";
import { recordedRuns } from "./results.ts";
import { listed, probe, unsupported } from "./run.ts";
import type { ConformanceTarget } from "./target.ts";

/**
 * Registers every behaviour that the target's server supports as a test, and one test that it lacks nothing but the probes that are named.
 * The server is a private one.
 */
export async function testConformance(target: ConformanceTarget, lacking: readonly string[]): Promise<void> {
  const server = await target.open(undefined);
  const setting = { target, server };
  const lacks = await probe(setting);
  test(`${target.title} lacks ${lacking.join(", ") || "nothing"}`, () => {
    assert.equal([...lacks.keys()].sort(), [...lacking].sort());
  });
  const facts: TypeFact[] = [];
  for (const { topic, behaviour } of listed()) {
    if (unsupported(behaviour, lacks) === undefined)
      test(`${topic}: ${behaviour.name}`, async () => void facts.push(...(await onBench(setting, behaviour))));
  }
  test("what was found out about types is what is recorded for docs/targets.md", () => {
    const runs = recordedRuns().filter(({ system }) => system === target.system);
    const recorded = runs.find(({ version }) => version === server.version) ?? runs[0];
    assert.equal(facts, recorded?.types, `npm run conformance -- --target ${target.system} --record`);
  });
  test.after(() => server.close());
}
