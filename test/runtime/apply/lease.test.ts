import type { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { controlScripts } from "../../../runtime/apply/control-scripts.ts";
import { createLease } from "../../../runtime/apply/lease.ts";

const ASKED_AGAIN_MS = 3_500;

/** A Redis that answers when the test says so, in whatever order. */
function silentRedis() {
  const asked: ((reply: number | Error) => void)[] = [];
  const redis = {
    callBuffer: () =>
      new Promise((resolve, reject) =>
        asked.push((reply) => (reply instanceof Error ? reject(reply) : resolve(reply))),
      ),
  } as unknown as Redis;
  return { redis, asked };
}

function leaseOn(redis: Redis) {
  const losses: string[] = [];
  const scripts = controlScripts("7.0.0");
  const lease = createLease({ redis, scripts, key: "lease", token: "me", lost: () => losses.push("lost") });
  return { lease, losses };
}

async function answered(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test("the answer to a renewal that was sent before the lease was taken anew does not take it away", async () => {
  const { redis, asked } = silentRedis();
  const { lease, losses } = leaseOn(redis);
  const first = lease.take();
  asked[0]?.(1);
  assert.ok(await first);
  await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
  assert.is(asked.length, 2, "it is renewed");
  // Redis stood still, and the key is gone: the renewal takes it again, so that the worker's own question finds it there.
  const second = lease.take();
  asked[1]?.(1);
  await answered();
  asked[2]?.(2);
  assert.ok(await second);
  assert.equal(losses, []);
  assert.ok(lease.held());
  const released = lease.release();
  asked[3]?.(1);
  await released;
});

test("a renewal that is answered after the lease was lost does not bring it back", async () => {
  const { redis, asked } = silentRedis();
  const { lease, losses } = leaseOn(redis);
  const first = lease.take();
  asked[0]?.(1);
  await first;
  await new Promise((resolve) => setTimeout(resolve, 2 * ASKED_AGAIN_MS));
  assert.is(asked.length, 3, "it is renewed twice");
  asked[1]?.(1);
  await answered();
  assert.equal(losses, ["lost"]);
  asked[2]?.(2);
  await answered();
  assert.not.ok(lease.held());
  assert.equal(losses, ["lost"]);
});

test.run();
