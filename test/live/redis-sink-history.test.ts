/** What the checkpoint in a target Redis keeps of the source's histories. */
import { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createRedisSink } from "../../runtime/sinks/redis/sink.ts";
import { SinkError } from "../../runtime/sinks/sink.ts";
import { startRedis } from "../setup/servers.mjs";
import { batchOf, keysTable } from "../support/redis-tables.ts";

const identity = { project: "test", route: "job.cache", lane: 0, source: "redis-1", release: "r1" };
const server = await startRedis();
const redis = new Redis(server.url);
const sink = createRedisSink({ name: "cache", url: server.url, project: "test" });
await sink.prepare([keysTable]);

test("a history that was replaced claims nothing any more, and leaves the lane alone", async () => {
  const [past, present] = ["a".repeat(40), "b".repeat(40)];
  const session = await sink.openLane({ ...identity, replid: past });
  assert.equal((await session.claim()).replaced, []);
  await session.commit(batchOf({}, { readAt: { replid: present, offset: 7n }, replaced: past }));
  const late = await sink.openLane({ ...identity, replid: past });
  const found = await late.claim();
  assert.equal([found.readAt, found.replaced], [{ replid: present, offset: 7n }, [past]]);
  const refused = await late.commit(batchOf({})).catch((thrown: unknown) => thrown);
  assert.ok(refused instanceof SinkError && refused.class === "fenced", String(refused));
  await late.close();
  await session.commit(batchOf({}, { replaced: present }));
  await session.close();
  const next = await sink.openLane({ ...identity, replid: "c".repeat(40) });
  assert.equal((await next.claim()).replaced, [past, present]);
  await next.probe();
  await next.close();
});

test.after(async () => {
  redis.disconnect();
  await sink.close();
  await server.remove();
});

test.run();
