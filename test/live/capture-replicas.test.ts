/** Which server of a replicated Redis capture joins, and what happens when it goes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Redis } from "ioredis";
import { inStep, replicate, startNode, type Node } from "../support/replicated.ts";
import { sweepOf, until, untilNamed, watch } from "./capture-support.ts";

const [primary, replica] = await Promise.all([startNode(), startNode()]);
await replicate(replica, primary);
const { redis } = primary;
let projects = 0;
const start = (from: Node = primary) =>
  watch({ url: from.server.url, project: `replicas${projects++}`, limits: { superviseMs: 50, leaseMs: 5000 } });

/** Whether our link is one of the server's. */
async function isLinked(server: Redis): Promise<boolean> {
  return (await server.info("replication")).includes("ip=rdi-capture");
}

test("a replica is preferred, and the primary has no link of ours", async () => {
  const { capture, lanes } = start();
  await capture.ready;
  await redis.set("k:a", 1);
  await untilNamed(redis, lanes, "k:a");
  assert.equal([await isLinked(replica.redis), await isLinked(redis)], [true, false]);
  await capture.stop();
});

test("a primary that counts its replicas is served by one of them, and does not count us", async () => {
  await redis.config("SET", "min-replicas-to-write", 1);
  const { capture, lanes } = start();
  await capture.ready;
  await redis.set("k:counted", 1);
  await untilNamed(redis, lanes, "k:counted");
  assert.match(await redis.info("replication"), /min_slaves_good_slaves:1\r/);
  await capture.stop();
  await redis.config("SET", "min-replicas-to-write", 0);
});

test("21: users' WAIT counts the replica and not us, wherever we are attached", async () => {
  const { capture } = start();
  await capture.ready;
  await redis.set("k:waited", 1);
  assert.is(await redis.wait(2, 1200), 1);
  await capture.stop();
});

test("a replica that dies is left: the stream goes on at the primary from the saved position, and nothing is swept", async () => {
  const third = await startNode();
  await replicate(third, primary);
  await replica.redis.call("REPLICAOF", "NO", "ONE");
  await until(async () => /connected_slaves:1\r/.test(await redis.info("replication")), "one replica is left");
  const { capture, lanes, events } = start();
  await capture.ready;
  assert.ok(await isLinked(third.redis));
  await redis.set("k:before", 1);
  await untilNamed(redis, lanes, "k:before");
  await third.server.kill();
  await redis.set("k:meanwhile", 1);
  await untilNamed(redis, lanes, "k:meanwhile");
  await until(() => isLinked(redis), "the primary is asked");
  assert.equal(await sweepOf(redis, lanes), { needed: 1, cause: "first_load" });
  assert.ok(events.includes("attached resume"));
  await capture.stop();
  third.redis.disconnect();
  await third.server.remove();
  await replicate(replica, primary);
});

test("a replica that hangs is left within seconds, not when its silence is noticed", async () => {
  const { capture, lanes } = start();
  await capture.ready;
  assert.ok(await isLinked(replica.redis));
  await replica.server.kill("SIGSTOP");
  try {
    await redis.set("k:hung", 1);
    await untilNamed(redis, lanes, "k:hung");
    assert.is((await sweepOf(redis, lanes)).needed, 1);
  } finally {
    await replica.server.kill("SIGCONT");
    await capture.stop();
    await inStep(primary, replica.redis);
  }
});

test("the position of the primary is continued at a replica and the other way round", async () => {
  const project = "there-and-back";
  const alone = await startNode();
  const first = watch({ url: alone.server.url, project, limits: { superviseMs: 50 } });
  await first.capture.ready;
  await alone.redis.set("k:a", 1);
  await untilNamed(alone.redis, first.lanes, "k:a");
  await first.capture.stop();
  const other = await startNode();
  await replicate(other, alone);
  await alone.redis.set("k:b", 1);
  await inStep(alone, other.redis);
  const second = watch({ url: alone.server.url, project, limits: { superviseMs: 50 } });
  await second.capture.ready;
  await untilNamed(alone.redis, second.lanes, "k:b");
  assert.ok(second.events.includes("attached resume"));
  await second.capture.stop();
  await other.redis.call("REPLICAOF", "NO", "ONE");
  await alone.redis.set("k:c", 1);
  const third = watch({ url: alone.server.url, project, limits: { superviseMs: 50 } });
  await third.capture.ready;
  await untilNamed(alone.redis, third.lanes, "k:c");
  assert.ok(third.events.includes("attached resume"));
  assert.is((await sweepOf(alone.redis, third.lanes)).needed, 1);
  await third.capture.stop();
  for (const node of [alone, other]) {
    node.redis.disconnect();
    await node.server.remove();
  }
});

test.after(async () => {
  for (const node of [primary, replica]) {
    node.redis.disconnect();
    await node.server.remove();
  }
});

test.run();
