import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis } from "../setup/servers.mjs";
import { connect, sweepOf, until, untilNamed, watch } from "./capture-support.ts";

/** A server with capture that has saved its positions and stopped. */
async function prepared(args: readonly string[] = [], aof = false) {
  const server = await startRedis({ args, aof });
  const redis = connect(server.url);
  const start = async () => {
    const run = watch({ url: server.url, project: "gaps" });
    await run.capture.ready;
    return run;
  };
  const first = await start();
  await redis.set("k:first", 1);
  await untilNamed(redis, first.lanes, "k:first");
  const [lane] = first.lanes;
  assert.ok(lane);
  const keys = {
    position: lane?.position ?? "",
    sweep: lane?.sweep("job.target") ?? "",
    stream: lane?.stream("job.target") ?? "",
  };
  const end = async () => {
    redis.disconnect();
    await server.remove();
  };
  return { server, redis, first, start, keys, end };
}

test("18: a backlog that was overrun while capture was down is a gap", async () => {
  const { redis, first, start, end } = await prepared(["--repl-backlog-size", "16384"]);
  await first.capture.stop();
  for (let id = 0; id < 20; id++) await redis.set(`k:${id}`, "x".repeat(2000));
  const again = await start();
  assert.ok(again.events.includes("attached current gap"));
  assert.equal(await sweepOf(redis, again.lanes), { needed: 2, cause: "gap" });
  await redis.set("k:after", 1);
  await untilNamed(redis, again.lanes, "k:after");
  await again.capture.stop();
  await end();
});

test("FLUSHALL under a running capture is recorded, and what follows is captured", async () => {
  const { redis, first, end } = await prepared();
  await redis.flushall();
  await redis.set("k:after", 1);
  await untilNamed(redis, first.lanes, "k:after");
  await until(async () => (await sweepOf(redis, first.lanes)).cause === "keyspace_replaced", "the sweep is recorded");
  assert.equal(
    first.events.filter((event) => event.startsWith("failed")),
    [],
  );
  await first.capture.stop();
  await end();
});

test("FLUSHDB of another database is nobody's business, SWAPDB with the watched one is", async () => {
  const { redis, first, end } = await prepared();
  const second = connect(redis.options.port === undefined ? "" : `redis://127.0.0.1:${redis.options.port}`, 1);
  await second.set("k:x", 1);
  await second.flushdb();
  await redis.call("SWAPDB", 3, 4);
  await redis.set("k:a", 1);
  await untilNamed(redis, first.lanes, "k:a");
  assert.equal(await sweepOf(redis, first.lanes), { needed: 1, cause: "first_load" });
  await redis.call("SWAPDB", 0, 1);
  await until(async () => (await sweepOf(redis, first.lanes)).cause === "keyspace_replaced", "the sweep is recorded");
  await first.capture.stop();
  second.disconnect();
  await end();
});

test("FLUSHALL while capture is down begins anew", async () => {
  const { redis, first, start, end } = await prepared();
  await first.capture.stop();
  await redis.flushall();
  const again = await start();
  assert.equal(await sweepOf(redis, again.lanes), { needed: 1, cause: "first_load" });
  await again.capture.stop();
  await end();
});

test("a position that is missing is a gap, and so is a sweep's record", async () => {
  const { redis, first, start, keys, end } = await prepared();
  await first.capture.stop();
  await redis.del(keys.position);
  const second = await start();
  assert.equal(await sweepOf(redis, second.lanes), { needed: 2, cause: "control_keys_lost" });
  await second.capture.stop();
  await redis.del(keys.sweep);
  const third = await start();
  assert.is((await sweepOf(redis, third.lanes)).cause, "control_keys_lost");
  await third.capture.stop();
  await end();
});

test("a stream that somebody deletes is a gap, whether capture runs or not", async () => {
  const { redis, first, start, keys, end } = await prepared();
  await redis.del(keys.stream);
  await until(async () => (await sweepOf(redis, first.lanes)).needed === 2, "the sweep is recorded");
  assert.is((await sweepOf(redis, first.lanes)).cause, "control_keys_lost");
  await redis.set("k:a", 1);
  await untilNamed(redis, first.lanes, "k:a");
  await first.capture.stop();
  await redis.del(keys.stream);
  const again = await start();
  await until(async () => (await sweepOf(redis, again.lanes)).needed >= 3, "the sweep is recorded");
  assert.ok(again.events.includes("attached resume control_keys_lost"), String(again.events));
  await again.capture.stop();
  await end();
});

test("a route that is new to the project is loaded, and the others go on", async () => {
  const { server, redis, first, end } = await prepared();
  await first.capture.stop();
  const { routeOn } = await import("./capture-support.ts");
  const routes = [routeOn("k:"), routeOn("n:", "new.target")];
  const again = watch({ url: server.url, project: "gaps", routes });
  await again.capture.ready;
  assert.equal(await sweepOf(redis, again.lanes), { needed: 1, cause: "first_load" });
  assert.equal(await sweepOf(redis, again.lanes, "new.target"), { needed: 1, cause: "first_load" });
  assert.ok(again.events.includes("attached resume first_load"));
  await again.capture.stop();
  await end();
});

test("Redis that restarts with its append-only file is a gap, and capture goes on by itself", async () => {
  const { server, redis, first, end } = await prepared([], true);
  await server.kill();
  await server.start();
  await until(() => first.events.some((event) => /^attached .*gap/.test(event)), "capture attached again");
  await redis.set("k:after", 1);
  await untilNamed(redis, first.lanes, "k:after");
  assert.equal(await sweepOf(redis, first.lanes), { needed: 2, cause: "gap" });
  await first.capture.stop();
  await end();
});

test("Redis that restarts with a snapshot and keeps its history is resumed or a gap, never neither", async () => {
  const { server, redis, first, start, end } = await prepared();
  await redis.config("SET", "save", "3600 1");
  await first.capture.stop();
  await server.restart();
  const again = await start();
  const attached = again.events.find((event) => event.startsWith("attached"));
  const { needed } = await sweepOf(redis, again.lanes);
  assert.is(needed, attached === "attached resume" ? 1 : 2, attached);
  await again.capture.stop();
  await end();
});

test("16: a replica that is promoted continues the stream under a new history", async () => {
  const primary = await startRedis();
  const replica = await startRedis({
    args: ["--replicaof", "127.0.0.1", String(primary.port), "--repl-diskless-sync-delay", "0"],
  });
  const [onPrimary, onReplica] = [connect(primary.url), connect(replica.url)];
  await until(
    async () => (await onReplica.info("replication")).includes("master_link_status:up"),
    "the replica follows",
  );
  const first = watch({ url: primary.url, project: "gaps" });
  await first.capture.ready;
  await onPrimary.set("k:first", 1);
  await untilNamed(onPrimary, first.lanes, "k:first");
  await first.capture.stop();
  await onPrimary.wait(1, 5000);
  await primary.kill();
  await onReplica.replicaof("NO", "ONE");
  await onReplica.set("k:promoted", 1);
  const again = watch({ url: replica.url, project: "gaps" });
  await again.capture.ready;
  await untilNamed(onReplica, again.lanes, "k:promoted");
  assert.ok(again.events.includes("attached resume"), String(again.events));
  assert.equal(await sweepOf(onReplica, again.lanes), { needed: 1, cause: "first_load" });
  const position = await onReplica.hget(again.lanes[0]?.position ?? "", "0");
  assert.is(position?.split(":")[0], /master_replid:(\w+)/.exec(await onReplica.info("replication"))?.[1]);
  await again.capture.stop();
  for (const client of [onPrimary, onReplica]) client.disconnect();
  for (const server of [primary, replica]) await server.remove();
});

test.run();
