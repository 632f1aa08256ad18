/**
 * Thousands of files that nobody would write: the compiler answers each, in time, with places inside of it and always the same. A run prints its
 * seed; RDI_SEED repeats it, and `npm run fuzz` goes on for longer.
 */
import { randomInt } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random } from "../support/random.ts";
import { fuzz } from "./fuzz.ts";
import { inputOf, largeInput } from "./inputs.ts";
import { compiler, inspect, type Compiler } from "./inspect.ts";
import { minimized } from "./minimize.ts";
import { everyShape } from "./nesting.ts";

const seed = Number(process.env["RDI_SEED"] ?? randomInt(2 ** 32));
console.log(`RDI_SEED=${seed}`);

test("20 000 random inputs, or as many as two minutes allow, are answered", async () => {
  const { failures, seconds, inputs } = await fuzz({ seed, count: 20_000, seconds: 120, log: console.log });
  console.log(`${inputs} inputs in ${seconds.toFixed(0)} s`);
  assert.is(failures.length, 0);
  assert.ok(inputs > 1000, "the machine is too busy to tell anything");
});

test("every deep or long shape is answered", () => {
  for (const text of everyShape(150)) {
    const failure = inspect({ what: "shape", files: [text] });
    assert.is(failure?.message, undefined, text.slice(0, 300));
  }
});

test("a file of a megabyte is answered", () => {
  const failure = inspect(largeInput(random(seed)));
  assert.is(failure?.message, undefined, `RDI_SEED=${seed}`);
});

/** Functions that call others twice, in hundreds of jobs: 48 s. */
const FAILED_ONCE = [{ seed: 1327136699, index: 19_999 }];

for (const { seed: failed, index } of FAILED_ONCE) {
  test(`input ${index} of seed ${failed} is answered`, () => {
    assert.is(inspect(inputOf(failed, index))?.message, undefined);
  });
}

test("the same seed and index give the same input", () => {
  for (const index of [0, 7, 1234]) assert.equal(inputOf(seed, index), inputOf(seed, index));
  assert.not.equal(inputOf(seed, 0), inputOf(seed, 1));
});

/** What a broken compiler is caught at, on the first input whose text has an `x`. */
async function caught(broken: Partial<Compiler>): Promise<string> {
  const { failures } = await fuzz({ seed: 1, count: 40, compiler: { ...compiler, ...broken }, log: () => undefined });
  return failures.map(({ message }) => message.split("\n", 1)[0]).join("; ");
}

test("an exception is caught, and its input made smaller", async () => {
  const analyze: Compiler["analyze"] = (sources, project) => {
    if (sources.some(({ text }) => text.includes("x"))) throw new TypeError("there is an x");
    return compiler.analyze(sources, project);
  };
  const { failures } = await fuzz({ seed: 1, count: 40, compiler: { ...compiler, analyze }, log: () => undefined });
  assert.equal(
    failures.map(({ input }) => input.files.filter((file) => file.length > 0).map(String)),
    [["x"]],
  );
});

test("a place outside of the file, an unknown code and an empty message are caught", async () => {
  const changed =
    (change: object): Compiler["analyze"] =>
    (sources, project) => {
      const { plan, diagnostics } = compiler.analyze(sources, project);
      return { plan, diagnostics: diagnostics.map((one) => ({ ...one, ...change })) };
    };
  const file = { path: "other.rdi", text: "" };
  assert.match(await caught({ analyze: changed({ span: { file, start: 0, end: 0 } }) }), "points to other.rdi 0 0");
  assert.match(await caught({ analyze: changed({ code: "RDI2999" }) }), "RDI2999 is not a known code");
  assert.match(await caught({ analyze: changed({ label: "" }) }), "says nothing");
});

test("another answer the second time is caught", async () => {
  let count = 0;
  assert.match(await caught({ render: () => String(count++) }), "says something else the second time");
});

test("work that grows with the square of the text is caught", () => {
  const until = (ms: number): void => {
    const start = process.cpuUsage().user;
    while (process.cpuUsage().user - start < ms * 1000);
  };
  const render: Compiler["render"] = () => (until(2500), "");
  assert.is(inspect({ what: "slow", files: ["x"] }, { ...compiler, render })?.kind, "slow");
});

test("a failing text is made as small as it can be", () => {
  const text = "one\ntwo (a, b) three\nfour\n".repeat(20);
  assert.is(
    minimized(text, (smaller) => /a.*b/.test(smaller), { attempts: 2000 }),
    "ab",
  );
  assert.is(
    minimized(text, (smaller) => smaller.length > 5, { attempts: 0 }),
    text,
  );
});

test.run();
