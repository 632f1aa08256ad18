/** What a failover of the source, or a target that went back in time, does to the rows. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Worker } from "../support/bundle.ts";
import { eventually, stays } from "../support/eventually.ts";
import {
  A_ROW_A_CHANGE,
  inStep,
  type Node,
  replicate,
  replidOf,
  setReplicated,
  type Replicated,
} from "../support/replicated.ts";

/** Runs the worker on a primary with a replica, until the first row is there and its sweep is done. */
async function withWorker(work: (stage: Replicated, worker: Worker) => Promise<void>): Promise<void> {
  const stage = await setReplicated();
  try {
    const { redis } = stage.primary;
    await redis.hset("person:1", "name", "Ada");
    const worker = await stage.start();
    await stage.rowsAre("1=Ada");
    await swept(redis);
    await work(stage, worker);
    await worker.stop();
  } finally {
    await stage.close();
  }
}

async function swept(redis: Replicated["primary"]["redis"]): Promise<void> {
  const [mark = ""] = await redis.keys("rdi:*:sweep:*");
  await eventually("the sweep is done", async () => {
    const [needed, done] = await redis.hmget(mark, "needed", "done");
    return needed !== null && needed === done;
  });
}

async function joined(stage: Replicated, replid: string): Promise<void> {
  await eventually("the checkpoint names the new history", async () => {
    return (await stage.checkpoint())["read_replid"] === replid;
  });
}

test("16: a failover that lost nothing is resumed, noticed by a quiet lane, and costs no sweep", async () => {
  await withWorker(async (stage, worker) => {
    const { primary, replica, address } = stage;
    const before = await replidOf(primary);
    await inStep(primary, replica.redis);
    await primary.redis.call("FAILOVER", "TO", "127.0.0.1", String(replica.server.port));
    await eventually("the replica is promoted", async () =>
      (await replica.redis.info("replication")).includes("role:master"),
    );
    address.pointTo(replica.server.port);
    const after = await replidOf(replica);
    assert.is.not(after, before);
    await joined(stage, after);
    assert.is((await stage.checkpoint())["replaced"], before);
    await replica.redis.hset("person:2", "name", "Grace");
    await stage.rowsAre("1=Ada 2=Grace");
    assert.is(await worker.total("rdi_sweeps_total"), 1, "the first load");
  });
});

test("16: rows of writes that a failover lost are repaired, and the isolated old primary is refused", async () => {
  await withWorker(async (stage, worker) => {
    const { primary, replica, address } = stage;
    await inStep(primary, replica.redis);
    await replica.redis.call("REPLICAOF", "NO", "ONE");
    await primary.redis.hset("person:1", "name", "lost");
    await primary.redis.hset("person:2", "name", "lost too");
    await stage.rowsAre("1=lost 2=lost too");
    await replica.redis.hset("person:3", "name", "Grace");
    address.pointTo(replica.server.port);
    await stage.rowsAre("1=Ada 3=Grace");
    assert.is((await worker.total("rdi_sweeps_total", 'cause="failover"')) > 0, true);
    await swept(replica.redis);

    const accepted = await stage.checkpoint();
    address.pointTo(primary.server.port);
    await primary.redis.hset("person:4", "name", "of the past");
    await worker.process.line(/"code":"RDI5048"/, 20_000);
    await stays("the rows", async () => (await stage.rows()) === "1=Ada 3=Grace", 1500);
    const { epoch, seq } = await stage.checkpoint();
    assert.equal([epoch, seq], [accepted["epoch"], accepted["seq"]], "nothing is claimed or written");
    assert.not.ok((await fetch(`${worker.url}/readyz`)).ok);

    address.pointTo(replica.server.port);
    await replica.redis.hset("person:5", "name", "Edsger");
    await stage.rowsAre("1=Ada 3=Grace 5=Edsger");
  });
});

test("16: a change is appended once, though a failover kept it and lost the entry that named it", async () => {
  const stage = await setReplicated([], A_ROW_A_CHANGE);
  const { primary, replica, address } = stage;
  try {
    const worker = await stage.start();
    const write = ({ redis }: Node, id: number, name: string) => redis.hset(`person:${id}`, "name", name);
    await write(primary, 1, "before");
    await stage.rowsAre("1=before");
    const [position = ""] = await primary.redis.keys("rdi:*:position");
    const saved = (await primary.redis.hget(position, "0")) ?? "";
    await write(primary, 2, "kept");
    await stage.rowsAre("1=before 2=kept");
    await write(primary, 3, "kept");
    await stage.rowsAre("1=before 2=kept 3=kept");
    await inStep(primary, replica.redis);
    await replica.redis.call("REPLICAOF", "NO", "ONE");
    await write(primary, 4, "lost");
    await stage.rowsAre("1=before 2=kept 3=kept 4=lost");
    // The replica had the changes, and not yet what capture wrote about them; entries were removed that it never had.
    await replica.redis.hset(position, "0", saved);
    await write(replica, 3, "since");
    await write(replica, 5, "since");
    address.pointTo(replica.server.port);
    await stage.rowsAre("1=before 2=kept 3=kept 3=since 4=lost 5=since");
    await write(replica, 6, "then");
    await stage.rowsAre("1=before 2=kept 3=kept 3=since 4=lost 5=since 6=then");
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("a server that takes over without the history of what was read is swept", async () => {
  await withWorker(async (stage, worker) => {
    const { primary, replica, address } = stage;
    // Two failovers while nobody looked: the second one does not tell of the first.
    await worker.stop();
    await inStep(primary, replica.redis);
    await replica.redis.call("REPLICAOF", "NO", "ONE");
    await replica.redis.hset("person:1", "name", "Grace");
    await replicate(primary, replica);
    await primary.redis.call("REPLICAOF", "NO", "ONE");
    address.pointTo(primary.server.port);
    const next = await stage.start();
    await stage.rowsAre("1=Grace");
    await joined(stage, await replidOf(primary));
    await swept(primary.redis);
    assert.is((await next.total("rdi_sweeps_total")) > 0, true);
    await next.stop();
  });
});

test("18: a backlog that was overrun while the worker was down is swept, with what was deleted meanwhile", async () => {
  await withWorker(async (stage, worker) => {
    const { redis } = stage.primary;
    await redis.hset("person:2", "name", "Grace");
    await stage.rowsAre("1=Ada 2=Grace");
    await worker.stop();
    // The replica has one of its own, which would do as well.
    for (const server of [redis, stage.replica.redis]) await server.config("SET", "repl-backlog-size", "16384");
    await redis.del("person:2");
    await redis.hset("person:3", "name", "Edsger");
    for (let n = 0; n < 40; n++) await redis.set("other", "x".repeat(2000));
    const next = await stage.start();
    await stage.rowsAre("1=Ada 3=Edsger");
    await eventually("the sweep is counted", async () => (await next.total("rdi_sweeps_total", 'cause="gap"')) === 1);
    await next.stop();
  });
});

test("a target that was restored to an older state is noticed and swept, also by a worker that goes on", async () => {
  await withWorker(async ({ primary: { redis }, database, ...stage }, worker) => {
    const old = await stage.checkpoint();
    await redis.hset("person:2", "name", "Grace");
    await stage.rowsAre("1=Ada 2=Grace");
    // As a restore does: rows and checkpoint are those of before, and the connections end.
    await database.query(`DELETE FROM people WHERE id = 2; UPDATE rdi_checkpoint SET seq = ${old["seq"]}`);
    await database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'rdi %'");
    await stage.rowsAre("1=Ada 2=Grace");
    await eventually("the sweep is counted", async () => {
      return (await worker.total("rdi_sweeps_total", 'cause="target_restored"')) === 1;
    });
  });
});

test.run();
