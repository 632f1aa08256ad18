/** A worker that finds its Redis through a Sentinel. */
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { followSentinels } from "../../runtime/apply/follow-sentinels.ts";
import { parseRedisUrl } from "../../runtime/capture/redis-url.ts";
import { StartupError } from "../../runtime/errors.ts";
import type { Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { inStep, replidOf, setReplicated, startNode, type Replicated } from "../support/replicated.ts";
import { startSentinel, type Sentinel } from "../support/sentinel.ts";
import { watch } from "./capture-support.ts";

async function withSentinel(
  work: (stage: Replicated & { readonly sentinel: Sentinel; readonly url: string }, worker: Worker) => Promise<void>,
): Promise<void> {
  const stage = await setReplicated();
  const sentinel = await startSentinel(stage.primary.server.port);
  // One that nobody runs comes first.
  const url = `redis+sentinel://127.0.0.1:1,127.0.0.1:${sentinel.server.port}/main`;
  try {
    await eventually("the Sentinel knows the replica", async () => (await sentinel.replicas()).length === 1, {
      within: 20_000,
    });
    await stage.primary.redis.hset("person:1", "name", "Ada");
    const worker = await stage.start(url);
    await stage.rowsAre("1=Ada");
    await work({ ...stage, sentinel, url }, worker);
    await worker.stop();
  } finally {
    await sentinel.close();
    await stage.close();
  }
}

test("21: the Sentinel does not register capture as a replica", async () => {
  await withSentinel(async ({ primary, sentinel, rowsAre, replica }) => {
    // Also at the primary, where it looks for replicas.
    await replica.redis.call("REPLICAOF", "NO", "ONE");
    await eventually("capture is attached to the primary", async () =>
      (await primary.redis.info("replication")).includes("ip=rdi-capture"),
    );
    // It asks for the list of replicas every ten seconds, and more often while one is missing.
    await sleep(11_000);
    assert.equal(await sentinel.replicas(), [`127.0.0.1:${replica.server.port}`]);
    await primary.redis.hset("person:2", "name", "Grace");
    await rowsAre("1=Ada 2=Grace");
  });
});

test("16: the primary dies, the Sentinel promotes the replica, and the worker follows without a restart", async () => {
  await withSentinel(async ({ primary, replica, sentinel, rowsAre, checkpoint }, worker) => {
    await inStep(primary, replica.redis);
    await primary.server.kill();
    await eventually("the Sentinel has promoted it", async () => (await sentinel.primary()) === replica.server.port, {
      within: 30_000,
    });
    await replica.redis.hset("person:2", "name", "Grace");
    await rowsAre("1=Ada 2=Grace");
    const replid = await replidOf(replica);
    await eventually("the checkpoint follows", async () => (await checkpoint())["read_replid"] === replid);
    assert.ok((await fetch(`${worker.url}/readyz`)).ok);
  });
});

test("16: a primary that is cut off from the Sentinel, and not from the worker, is left for the new one", async () => {
  await withSentinel(async ({ primary, replica, sentinel, rowsAre }) => {
    await inStep(primary, replica.redis);
    // It can't be told that it is a replica from now on, so it goes on as a primary, with the worker's connections.
    await primary.redis.call("ACL", "SETUSER", "default", "-replicaof", "-slaveof");
    await sentinel.redis.call("SENTINEL", "FAILOVER", "main");
    await eventually("the Sentinel has promoted it", async () => (await sentinel.primary()) === replica.server.port, {
      within: 30_000,
    });
    await primary.redis.hset("person:1", "name", "lost");
    assert.match(await primary.redis.info("replication"), "role:master");
    await replica.redis.hset("person:2", "name", "Grace");
    await rowsAre("1=Ada 2=Grace");
  });
});

test("16: a client that is connected to another server than the Sentinel names leaves it, whenever it asks first", async () => {
  const [named, other] = await Promise.all([startNode(), startNode()]);
  const sentinel = await startSentinel(named.server.port);
  const address = parseRedisUrl(`redis+sentinel://localhost:${sentinel.server.port}/main`);
  const left = { named: 0, other: 0 };
  for (const [name, { redis }] of [["named", named] as const, ["other", other] as const]) {
    await redis.ping();
    redis.on("close", () => left[name]++);
    followSentinels(redis, address);
  }
  await eventually("the other one is left", () => left.other > 0, { within: 20_000 });
  await sleep(1_500);
  assert.is(left.named, 0);
  for (const { redis, server } of [named, other]) {
    redis.disconnect();
    await server.remove();
  }
  await sentinel.close();
});

test("a name that the Sentinel does not know, and Sentinels that nobody runs, are told apart", async () => {
  const stage = await startSentinel(1);
  const refused = async (url: string): Promise<string> => {
    const { capture } = watch({ url, project: "refused" });
    const error = await capture.ready.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await capture.stop();
    assert.instance(error, StartupError);
    return `${(error as StartupError).code} ${(error as StartupError).message}`;
  };
  const at = `127.0.0.1:${stage.server.port}`;
  assert.is(await refused(`redis+sentinel://${at}/other`), "RDI5002 The Sentinels know no primary of the name other.");
  assert.match(await refused("redis+sentinel://127.0.0.1:1/main"), "RDI5002 No Sentinel can be asked for main of");
  await stage.close();
});

test.run();
