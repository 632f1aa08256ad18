import { test } from "uvu";
import * as assert from "uvu/assert";
import { runTestFile, type Verdict } from "./setup/test-file.mjs";
import { eventually } from "./support/eventually.ts";
import { startNode } from "./support/processes.ts";

function runFixture(name: string, limit = 60): Promise<Verdict> {
  return runTestFile(`test/setup/fixtures/${name}.fixture.ts`, { limit });
}

test("a file whose tests all pass is good and counts its tests", async () => {
  const { passed, failed, why } = await runFixture("good");
  assert.equal({ passed, failed, why }, { passed: 2, failed: 0, why: "" });
});

test("a failing test is counted beside those that pass, and its output is kept", async () => {
  const { passed, failed, output } = await runFixture("failing");
  assert.equal({ passed, failed }, { passed: 1, failed: 1 });
  assert.match(output, "does not hold");
});

const falseSuccesses = [
  ["before-throws", "1 of 1 failed"],
  ["never-run", "0 test summaries instead of 1"],
  ["empty", "0 test summaries instead of 1"],
  ["no-tests", "no test ran"],
  ["only", "1 of its tests were skipped"],
  ["skip", "1 of its tests were skipped"],
  ["exits", "exit code 3"],
  ["forged", "2 test summaries instead of 1"],
] as const;

for (const [name, reason] of falseSuccesses) {
  test(`the file ${name}.fixture.ts is a failure`, async () => {
    const { failed, why } = await runFixture(name);
    assert.ok(failed > 0);
    assert.is(why, reason);
  });
}

test("a file that does not end is stopped together with its children", async () => {
  const { failed, why, output } = await runFixture("hangs", 3);
  assert.is(failed, 1);
  assert.is(why, "stopped after 3 s");
  const child = Number(/child (\d+)/.exec(output)?.[1]);
  assert.ok(child > 0);
  await eventually("the child has ended", () => !isRunning(child));
});

test("a file that leaves something open after its last test is a failure", async () => {
  const { passed, failed, why } = await runFixture("left-open");
  assert.equal({ passed, failed }, { passed: 1, failed: 1 });
  assert.is(why, "not ended 10 s after its last test: something was left open");
});

test("tests that need a module which the run was not given are listed by name, and count neither way", async () => {
  const module = process.env["RDI_TEST_REDIS_MODULE"];
  delete process.env["RDI_TEST_REDIS_MODULE"];
  try {
    const { passed, failed, notRun } = await runFixture("module-only");
    assert.equal({ passed, failed }, { passed: 0, failed: 0 });
    const lacking = "(needs a RedisJSON module (--redis-module PATH))";
    assert.equal(notRun, [`needs the module ${lacking}`, `needs it, too ${lacking}`]);
  } finally {
    if (module !== undefined) process.env["RDI_TEST_REDIS_MODULE"] = module;
  }
});

test("a module that is not there is a mistake that is said at once", async () => {
  const run = startNode("test/run.mjs", ["--redis-module", "no-such-module.so"]);
  const { code } = await run.exit();
  assert.is(code, 1);
  assert.is(run.stdout(), "There is no Redis module at no-such-module.so.\n0 passed, 1 failed\n");
});

test("a word that is in no file's path is a failure", async () => {
  const run = startNode("test/run.mjs", ["no-such-test-file"]);
  const { code } = await run.exit();
  assert.is(code, 1);
  assert.is(run.stdout(), 'No test file\'s path contains "no-such-test-file".\n0 passed, 1 failed\n');
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.run();
