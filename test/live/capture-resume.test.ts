import { test } from "uvu";
import * as assert from "uvu/assert";
import { setTimeout as sleep } from "node:timers/promises";
import { captureScripts } from "../../runtime/capture/capture-scripts.ts";
import { flushLane } from "../../runtime/capture/flush.ts";
import { laneKeys, projectKeys } from "../../runtime/control/keys.ts";
import { startRedis } from "../setup/servers.mjs";
import { startProxy } from "./capture-proxy.ts";
import { connect, infoNumber, named, routeOn, sweepOf, until, untilNamed, watch } from "./capture-support.ts";

const server = await startRedis();
const redis = connect(server.url);
let projects = 0;
const nextProject = () => `resume${projects++}`;

/** Runs capture once, so that all positions are saved, and names what it wrote. */
async function once(project: string, url = server.url) {
  const run = watch({ url, project });
  await run.capture.ready;
  await redis.set("k:first", 1);
  await untilNamed(redis, run.lanes, "k:first");
  await run.capture.stop();
  return run;
}

test("a restart resumes: no full synchronisation, no sweep, and only what changed since is named", async () => {
  const project = nextProject();
  const { lanes, events } = await once(project);
  assert.equal(
    events.filter((event) => event.startsWith("raised")),
    ["raised job.target first_load"],
  );
  const before = { full: await infoNumber(redis, "sync_full"), names: await named(redis, lanes) };

  await redis.mset("k:while", 1, "k:down", 1, "other", 1);
  const again = watch({ url: server.url, project });
  await again.capture.ready;
  const names = await untilNamed(redis, lanes, "k:down");
  await again.capture.stop();

  assert.equal(names.slice(before.names.length), ["k:while", "k:down"]);
  assert.is(await infoNumber(redis, "sync_full"), before.full);
  assert.equal(await sweepOf(redis, lanes), { needed: 1, cause: "first_load" });
  assert.ok(again.events.includes("attached resume"));
});

test("a first start takes no snapshot of the data", async () => {
  const fresh = await startRedis();
  const client = connect(fresh.url);
  const { capture, events } = watch({ url: fresh.url, project: "fresh" });
  await capture.ready;
  assert.ok(events.includes("attached current first_load"));
  assert.is(await infoNumber(client, "latest_fork_usec"), 0);
  await capture.stop();
  client.disconnect();
  await fresh.remove();
});

test("a link that is cut inside MULTI resumes before it, and the transaction's keys are named", async () => {
  const proxy = await startProxy(server.port);
  const { capture, lanes, events } = watch({ url: proxy.url, project: nextProject() });
  await capture.ready;
  await redis.set("k:before", 1);
  await untilNamed(redis, lanes, "k:before");
  proxy.cutAfter("k:inside1");
  await redis.multi().set("k:inside1", 1).set("k:inside2", 1).exec();
  const names = await untilNamed(redis, lanes, "k:inside2");
  assert.ok(names.includes("k:inside1"));
  assert.equal(
    events.filter((event) => event.startsWith("attached")),
    ["attached current first_load", "attached resume"],
  );
  assert.equal(await sweepOf(redis, lanes), { needed: 1, cause: "first_load" });
  await capture.stop();
  await proxy.close();
});

test("17: a link that is cut inside MULTI is resumed with the database that was selected before it", async () => {
  const proxy = await startProxy(server.port);
  const second = connect(server.url, 2);
  const { capture, lanes, events } = watch({ url: `${proxy.url}/2`, project: nextProject() });
  await capture.ready;
  await second.set("k:before", 1);
  await untilNamed(second, lanes, "k:before");
  // The place to resume from lies in database 0, the transaction in 2, and what follows in 0 again.
  await redis.set("k:elsewhere1", 1);
  proxy.cutAfter("k:inside1");
  await second.multi().set("k:inside1", 1).set("k:inside2", 1).exec();
  await redis.set("k:elsewhere2", 1);
  await untilNamed(second, lanes, "k:inside2");
  await second.set("k:after", 1);
  const names = await untilNamed(second, lanes, "k:after");
  assert.equal(
    ["k:inside1", "k:inside2", "k:elsewhere1", "k:elsewhere2"].map((key) => names.includes(key)),
    [true, true, false, false],
  );
  assert.ok(events.includes("attached resume"));
  await capture.stop();
  second.disconnect();
  await proxy.close();
});

test("until the stream's first SELECT a key counts, whatever database is watched", async () => {
  const fresh = await startRedis();
  const [first, second] = [connect(fresh.url), connect(fresh.url, 2)];
  // The stream is in database 2 already, and does not say so to those who come now.
  await second.set("k:old", 1);
  const warm = watch({ url: fresh.url, project: "warm" });
  await warm.capture.ready;
  await warm.capture.stop();
  await second.set("k:old", 2);
  const { capture, lanes, events } = watch({ url: `${fresh.url}/2`, project: "unknown" });
  await capture.ready;
  assert.ok(events.includes("attached current first_load"));
  await second.set("k:silent", 1);
  await untilNamed(second, lanes, "k:silent");
  await first.set("k:other", 1);
  await second.set("k:told", 1);
  assert.not.ok((await untilNamed(second, lanes, "k:told")).includes("k:other"));
  await capture.stop();
  for (const client of [first, second]) client.disconnect();
  await fresh.remove();
});

test("a link that is cut between two commands, and within one, loses nothing", async () => {
  const proxy = await startProxy(server.port);
  const { capture, lanes, events } = watch({ url: proxy.url, project: nextProject() });
  await capture.ready;
  const keys: string[] = [];
  for (let round = 0; round < 20; round++) {
    proxy.cutAfter(["v\r\n", `k:cut${round}`, "*3\r\n", "SET"][round % 4] ?? "");
    for (const key of [`k:cut${round}`, `k:next${round}`]) {
      keys.push(key);
      await redis.set(key, "v");
    }
    if (round % 5 === 4) proxy.cutAll();
    await untilNamed(redis, lanes, `k:next${round}`);
  }
  const names = new Set(await named(redis, lanes));
  assert.equal(
    keys.filter((key) => !names.has(key)),
    [],
  );
  assert.is((await sweepOf(redis, lanes)).needed, 1);
  assert.ok(events.filter((event) => event === "attached resume").length >= 15);
  await capture.stop();
  await proxy.close();
});

test("the database that was selected is remembered over a restart", async () => {
  const project = nextProject();
  const second = connect(server.url, 2);
  const url = `${server.url}/2`;
  const first = watch({ url, project });
  await first.capture.ready;
  await second.set("k:a", 1);
  await untilNamed(second, first.lanes, "k:a");
  // The stream now stays in database 0, and so must the position.
  await redis.set("k:elsewhere", 1);
  await until(
    async () => (await second.hget(first.lanes[0]?.position ?? "", "0"))?.endsWith(":0") ?? false,
    "the position is in database 0",
  );
  await first.capture.stop();
  await redis.set("k:elsewhere", 2);
  await second.set("k:b", 1);
  const again = watch({ url, project });
  await again.capture.ready;
  const names = await untilNamed(second, again.lanes, "k:b");
  await again.capture.stop();
  assert.ok(again.events.includes("attached resume"));
  assert.not.ok(names.slice(1).includes("k:elsewhere"));
  second.disconnect();
});

test("each lane drops what its own position already covers", async () => {
  const project = nextProject();
  const first = watch({ url: server.url, project, lanes: 4 });
  await first.capture.ready;
  const [behind, ...others] = first.lanes;
  assert.ok(behind);
  const write = async (from: number, to: number) => {
    for (let id = from; id < to; id++) await redis.set(`k:lane${id}`, 1);
    await untilNamed(redis, first.lanes, `k:lane${to - 1}`);
  };
  await write(0, 100);
  const early = (await redis.hget(behind?.position ?? "", "0")) ?? "";
  await write(100, 200);
  await first.capture.stop();
  const own = await named(redis, first.lanes.slice(0, 1));
  const rest = await named(redis, others);
  assert.is(new Set([...own, ...rest]).size, 200);

  // One lane is taken back, as if a failover had lost its last flushes.
  await redis.hset(behind?.position ?? "", "0", early);
  const again = watch({ url: server.url, project, lanes: 4 });
  await again.capture.ready;
  await redis.set("k:end", 1);
  await untilNamed(redis, again.lanes, "k:end");
  await again.capture.stop();
  assert.ok(again.events.includes("attached resume"));
  const repeated = (await named(redis, again.lanes.slice(0, 1))).slice(own.length).filter((key) => key !== "k:end");
  const late = own.filter((key) => Number(key.slice("k:lane".length)) >= 100);
  assert.equal(
    late.filter((key) => !repeated.includes(key)),
    [],
  );
  const after = (await named(redis, others)).filter((key) => key !== "k:end");
  assert.equal(after, rest);
});

test("a position that lies within a command is given up, and the lanes are swept", async () => {
  const project = nextProject();
  const { lanes } = await once(project);
  const position = lanes[0]?.position ?? "";
  const [replid, offset] = ((await redis.hget(position, "0")) ?? "").split(":");
  await redis.hset(position, "0", `${replid}:${Number(offset) - 3}:0`);
  const again = watch({ url: server.url, project });
  await until(() => again.events.includes("attached current gap"), "capture attaches without it");
  await redis.set("k:after", 1);
  await untilNamed(redis, again.lanes, "k:after");
  assert.equal(await sweepOf(redis, again.lanes), { needed: 2, cause: "gap" });
  await again.capture.stop();
});

test("positions of lanes without changes follow foreign traffic and rest otherwise", async () => {
  const { capture, lanes } = watch({ url: server.url, project: nextProject(), lanes: 4 });
  await capture.ready;
  const saved = () => capture.state().lanes;
  await redis.set("foreign", 1);
  const target = await infoNumber(redis, "master_repl_offset");
  await until(() => saved().every((offset) => offset > target - 200), "all lanes followed");
  await sleep(150);
  const resting = saved();
  const written = await infoNumber(redis, "total_commands_processed");
  await sleep(400);
  assert.equal(saved(), resting);
  assert.ok((await infoNumber(redis, "total_commands_processed")) - written < 20);
  assert.is(lanes.length, 4);
  await capture.stop();
});

test("21: users' WAIT is not satisfied by capture, and Redis lists no address for it", async () => {
  const { capture } = watch({ url: server.url, project: nextProject() });
  await capture.ready;
  await redis.set("k:a", 1);
  assert.is(await redis.wait(1, 1500), 0);
  const info = await redis.info("replication");
  assert.match(info, /slave0:ip=rdi-capture,port=0,state=online,offset=0/);
  await capture.stop();
});

test("a second capture of the project waits until the first one ends", async () => {
  const project = nextProject();
  const first = watch({ url: server.url, project, limits: { leaseMs: 300 } });
  await first.capture.ready;
  const second = watch({ url: server.url, project, limits: { leaseMs: 300 } });
  await until(() => second.capture.state().phase === "waiting", "the second one waits");
  await sleep(600);
  assert.is(second.capture.state().phase, "waiting");
  await first.capture.stop();
  await second.capture.ready;
  assert.ok(second.events.includes("attached resume"));
  await second.capture.stop();
});

test("two captures at once name each change once", async () => {
  const project = nextProject();
  const limits = { leaseMs: 1500 };
  const captures = [watch({ url: server.url, project, lanes: 3, limits })];
  const [first] = captures;
  await first?.capture.ready;
  const keys: string[] = [];
  for (let round = 0; round < 4; round++) {
    const next = watch({ url: server.url, project, lanes: 3, limits });
    captures.push(next);
    // The one that captures does not know, until it prolongs its lease the next time.
    await redis.del(projectKeys(project).captureLease);
    await until(() => next.capture.state().phase === "streaming", "the next one captures");
    for (let n = 0; n < 100; n++) {
      const key = `k:${round}:${n}`;
      keys.push(key);
      await redis.set(key, 1);
      if (n % 10 === 0) await sleep(10);
    }
  }
  const isStreaming = () => captures.filter(({ capture }) => capture.state().phase === "streaming").length === 1;
  await until(isStreaming, "one of them captures");
  const lanes = first?.lanes ?? [];
  // Each lane is flushed by itself.
  await until(async () => new Set(await named(redis, lanes)).size >= keys.length, "all keys are named");
  await Promise.all(captures.map(({ capture }) => capture.stop()));
  assert.equal([...(await named(redis, lanes))].sort(), [...keys].sort());
  assert.is((await sweepOf(redis, lanes)).needed, 1);
  assert.ok(
    captures.some(({ events }) => events.some((event) => event.includes("has moved a position"))),
    "at least one flush was refused",
  );
});

test("what a session sent before its connection was lost, and comes late, is not written beside what its successor wrote", async () => {
  const project = nextProject();
  const { lanes } = await once(project);
  const [lane] = lanes;
  const saved = (await redis.hget(lane?.position ?? "", "0")) ?? "";
  const again = watch({ url: server.url, project });
  await redis.set("k:between", 1);
  const names = await untilNamed(redis, lanes, "k:between");
  await again.capture.stop();
  const scripts = captureScripts("7.0.0");
  const position = { replid: saved.slice(0, 40), offset: 1e9, database: 0 };
  const late = {
    keys: lane ?? laneKeys(project, 0, 1),
    routes: [routeOn("k:")],
    starts: new Map(),
    members: new Map(),
    position,
    saved,
  };
  const withKeys = { ...late, budget: 1e6, changed: [["k:between"]], raises: [undefined], bytes: [0] };
  const raising = { ...late, budget: 1e6, changed: [[]], raises: ["gap" as const], bytes: [0] };
  const overflowing = { ...withKeys, budget: 1 };
  for (const flush of [withKeys, raising, overflowing])
    assert.equal(await flushLane(redis, scripts, flush), { kind: "superseded" });
  assert.equal(await named(redis, lanes), names);
  assert.is((await sweepOf(redis, lanes)).needed, 1);
});

test("a lane whose position was lost begins at the present, and names no change a second time", async () => {
  const project = nextProject();
  const first = watch({ url: server.url, project, lanes: 4 });
  await first.capture.ready;
  const [behind, lost] = first.lanes;
  const early = (await redis.hget(behind?.position ?? "", "0")) ?? "";
  for (let id = 0; id < 100; id++) await redis.set(`k:lost${id}`, 1);
  await untilNamed(redis, first.lanes, "k:lost99");
  await first.capture.stop();
  const own = first.lanes.slice(1, 2);
  const before = await named(redis, own);
  await redis.hset(behind?.position ?? "", "0", early);
  await redis.del(lost?.position ?? "");
  const again = watch({ url: server.url, project, lanes: 4 });
  await again.capture.ready;
  await redis.set("k:end", 1);
  await untilNamed(redis, again.lanes, "k:end");
  await again.capture.stop();
  assert.ok(again.events.includes("attached resume control_keys_lost"));
  assert.ok(before.length > 0);
  assert.equal(
    (await named(redis, own)).filter((key) => key !== "k:end"),
    before,
  );
});

test("a link that falls silent is given up and made anew", async () => {
  const proxy = await startProxy(server.port);
  const { capture, events } = watch({
    url: proxy.url,
    project: nextProject(),
    limits: { silenceMs: 300, leaseMs: 60_000 },
  });
  await capture.ready;
  proxy.freeze();
  await until(() => events.some((event) => /^failed .*no byte for 300 ms/.test(event)), "the silence is noticed");
  await proxy.close();
  await capture.stop();
});

test.after(async () => {
  redis.disconnect();
  await server.remove();
});

test.run();
