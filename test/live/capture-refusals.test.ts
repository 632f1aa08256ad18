import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { startRedis } from "../setup/servers.mjs";
import { startProxy } from "./capture-proxy.ts";
import { connect, sweepOf, until, untilNamed, watch } from "./capture-support.ts";

const server = await startRedis();
const redis = connect(server.url);
let projects = 0;

/** The StartupError that capture at the URL ends with. */
async function refused(url: string): Promise<StartupError> {
  const { capture } = watch({ url, project: `refusals${projects++}` });
  try {
    await capture.ready;
  } catch (error) {
    await capture.stop();
    if (error instanceof StartupError) return error;
    throw error;
  }
  await capture.stop();
  throw new Error("capture became ready");
}

/** The rights that docs name: the link's, then the control connection's. */
const RIGHTS = [
  "+psync +replconf +ping",
  "+info +command +select +eval +evalsha +get +set +pexpire +del +type +hget +hset +hincrby +xadd +xlen +xtrim ~rdi:*",
];
const asUser = (name: string) => server.url.replace("redis://", `redis://${name}:secret@`);
const createUser = (name: string, ...rules: string[]) =>
  redis.call("ACL", "SETUSER", name, "reset", "on", ">secret", ...rules.join(" ").split(" "));

test("a user with the least rights attaches, also one that may read no key but ours", async () => {
  await createUser("least", ...RIGHTS);
  const { capture, lanes } = watch({ url: asUser("least"), project: "least" });
  await capture.ready;
  await redis.set("k:a", 1);
  await untilNamed(redis, lanes, "k:a");
  assert.is(capture.state().evictionPolicy, "noeviction");
  await capture.stop();
});

test("without PSYNC or REPLCONF capture ends with RDI5004 and names what to allow", async () => {
  for (const missing of ["psync", "replconf"]) {
    await createUser("without", ...RIGHTS, `-${missing}`);
    const error = await refused(asUser("without"));
    assert.is(error.code, "RDI5004");
    assert.is(error.exitCode, 3);
    assert.match(error.message, missing.toUpperCase());
    assert.match(error.hint, /\+psync \+replconf \+ping/);
  }
});

test("without INFO capture still attaches, behind a snapshot without data", async () => {
  await createUser("blind", ...RIGHTS, "-info");
  await redis.config("SET", "repl-diskless-sync-delay", 0);
  const { capture, lanes, events } = watch({ url: asUser("blind"), project: "blind" });
  await capture.ready;
  assert.ok(events.includes("attached snapshot first_load"));
  await redis.set("k:a", 1);
  await untilNamed(redis, lanes, "k:a");
  await capture.stop();
  const again = watch({ url: asUser("blind"), project: "blind" });
  await again.capture.ready;
  assert.ok(again.events.includes("attached resume"));
  await again.capture.stop();
});

test("a right that the control connection lacks is named", async () => {
  for (const right of ["evalsha", "eval"]) {
    await redis.script("FLUSH");
    await createUser("writer", ...RIGHTS, `-${right}`);
    const error = await refused(asUser("writer"));
    assert.is(error.code, "RDI5003", right);
    assert.match(error.message, new RegExp(`'${right}'`));
  }
});

test("a wrong password, and none where one is needed, is RDI5003", async () => {
  const guarded = await startRedis({ password: "right" });
  for (const url of [guarded.url.replace("right", "wrong"), guarded.url.replace(":right@", "")]) {
    const error = await refused(url);
    assert.is(error.code, "RDI5003");
    assert.is(error.exitCode, 3);
    assert.not.match(`${error.message} ${error.hint}`, /right\b(?!s)|wrong/);
  }
  const { capture } = watch({ url: guarded.url, project: "password" });
  await capture.ready;
  await capture.stop();
  await guarded.remove();
});

test("a Redis that nobody runs is RDI5002 and names the address", async () => {
  const gone = await startRedis();
  await gone.stop();
  const error = await refused(gone.url);
  assert.is(error.code, "RDI5002");
  assert.match(error.message, `127.0.0.1:${gone.port}`);
  await gone.remove();
});

test("a primary that counts its replicas, none of which can be read, is refused with RDI5004", async () => {
  await redis.config("SET", "min-replicas-to-write", 1);
  // Without a replica the lease cannot be written either, so capture would wait. This one does not let us in.
  await redis.config("SET", "min-replicas-max-lag", 10);
  const helper = await startRedis({ args: ["--replicaof", "127.0.0.1", String(server.port)], password: "other" });
  await until(async () => (await redis.info("replication")).includes("min_slaves_good_slaves:1"), "a replica counts");
  const error = await refused(server.url);
  assert.is(error.code, "RDI5004");
  assert.match(error.message, /min-replicas-to-write/);
  await redis.config("SET", "min-replicas-to-write", 0);
  await helper.remove();
});

test("while Redis is out of memory changed keys are kept, and written when it is not", async () => {
  const { capture, lanes, events } = watch({ url: server.url, project: "memory" });
  await capture.ready;
  await redis.set("k:a", 1);
  await untilNamed(redis, lanes, "k:a");
  await redis.mset("k:b", 1, "k:c", 1);
  await untilNamed(redis, lanes, "k:c");
  await redis.config("SET", "maxmemory", 1);
  await redis.del("k:a", "k:b");
  await until(() => capture.state().phase === "refused", "the refusal is noticed");
  assert.ok(events.includes("refused OOM"));
  await redis.del("k:c");
  await until(() => capture.state().pendingKeys === 3, "all three keys are kept");
  await redis.config("SET", "maxmemory", 0);
  await until(() => capture.state().phase === "streaming" && capture.state().pendingKeys === 0, "they are written");
  await redis.set("k:end", 1);
  const names = await untilNamed(redis, lanes, "k:end");
  assert.equal(names.slice(-4).toSorted(), ["k:a", "k:b", "k:c", "k:end"]);
  assert.equal(await sweepOf(redis, lanes), { needed: 1, cause: "first_load" });
  assert.equal(
    events.filter((event) => event.startsWith("failed")),
    [],
  );
  await capture.stop();
});

test("beyond the limit keys are forgotten, and a sweep is recorded", async () => {
  const { capture, lanes, events } = watch({ url: server.url, project: "overflow", limits: { dirtyKeys: 100 } });
  await capture.ready;
  for (let id = 0; id < 300; id++) await redis.set(`k:many${id}`, 1);
  await untilNamed(redis, lanes, "k:many299");
  await redis.config("SET", "maxmemory", 1);
  for (let id = 0; id < 300; id++) await redis.del(`k:many${id}`);
  await until(() => events.includes("refused OOM") && capture.state().pendingKeys < 100, "keys are forgotten");
  await redis.config("SET", "maxmemory", 0);
  await until(async () => (await sweepOf(redis, lanes)).cause === "overflow", "the sweep is recorded");
  await capture.stop();
});

test("a control key that holds something else stops capture until it is removed", async () => {
  const project = "foreign";
  const { lanes } = watch({ url: "redis://127.0.0.1:1", project });
  const stream = lanes[0]?.stream("job.target") ?? "";
  await redis.set(stream, "not a stream");
  const { capture, events } = watch({ url: server.url, project });
  await until(() => events.some((event) => event.startsWith("failed") && event.includes(stream)), "the key is named");
  await redis.del(stream);
  await capture.ready;
  await capture.stop();
});

test("a Redis that goes away while capture waits for its turn is waited for", async () => {
  const proxy = await startProxy(server.port);
  const first = watch({ url: server.url, project: "turn", limits: { leaseMs: 300 } });
  await first.capture.ready;
  const second = watch({ url: proxy.url, project: "turn", limits: { leaseMs: 300 } });
  await until(() => second.capture.state().phase === "waiting", "the second one waits");
  proxy.cutAll();
  await until(() => second.events.some((event) => event.startsWith("failed")), "the cut is noticed");
  await first.capture.stop();
  await second.capture.ready;
  await second.capture.stop();
  await proxy.close();
});

test("stop() ends an attempt that gets no answer", async () => {
  const proxy = await startProxy(server.port);
  proxy.freeze();
  const { capture } = watch({ url: proxy.url, project: "silent" });
  const began = performance.now();
  await capture.stop();
  const outcome = await capture.ready.then(
    () => "ready",
    () => "stopped",
  );
  assert.is(outcome, "stopped");
  assert.ok(performance.now() - began < 5000);
  await proxy.close();
});

test.after(async () => {
  redis.disconnect();
  await server.remove();
});

test.run();
