import { test } from "uvu";
import * as assert from "uvu/assert";
import { onBench } from "./bench.ts";
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
  for (const { topic, behaviour } of listed()) {
    if (unsupported(behaviour, lacks) === undefined)
      test(`${topic}: ${behaviour.name}`, async () => void (await onBench(setting, behaviour)));
  }
  test.after(() => server.close());
}
