import { test } from "uvu";
import * as assert from "uvu/assert";
import { createRateLimit } from "../../../runtime/apply/rate-limit.ts";

test("what is sent is paid for by what comes next, whoever sends it", async () => {
  let now = 0;
  const rate = createRateLimit(1000, () => now);
  const stop = AbortSignal.abort();
  await rate.take(500, stop);
  assert.is(rate.debt(), 500);
  await rate.take(250, stop);
  assert.is(rate.debt(), 750);
  now = 700;
  assert.is(rate.debt(), 50);
});

test("time in which nothing was sent is not saved up", async () => {
  let now = 0;
  const rate = createRateLimit(1000, () => now);
  now = 60_000;
  await rate.take(10, AbortSignal.abort());
  assert.is(rate.debt(), 10);
});

test("a batch holds no more keys than a second allows, and at least one", () => {
  assert.is(createRateLimit(200).atMost(500), 200);
  assert.is(createRateLimit(1000).atMost(500), 500);
  assert.is(createRateLimit(0).atMost(500), 500);
});

test.run();
