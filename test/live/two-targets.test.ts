/** One job with two targets: whichever of them is lost, the other goes on, and nothing is lost of either. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type pg from "pg";
import { buildText, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { setStage, sweepsAreDone } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target near: postgres { url: env("WAREHOUSE_URL") }
target far: postgres { url: env("FAR_URL") }
delivery { retry_max: 500ms }

job readings {
  from hash "reading:{id:int}"
  into near.readings key (id) { id: int = @id, value: int }
  into far.readings key (id) { id: int = @id, value: int }
}`;
const SCHEMA = "CREATE TABLE readings (id int PRIMARY KEY, value int)";

const stage = await setStage({
  bundle: await buildText("readings", PROJECT),
  schema: SCHEMA,
  moreTargets: ["FAR_URL"],
});
const ways = {
  near: await startProxy(stage.postgres.port),
  far: await startProxy(stage.postgres.port),
};
const databases: Readonly<Record<Name, pg.Pool | undefined>> = {
  near: stage.database,
  far: stage.others.get("FAR_URL"),
};
const env = {
  ...stage.env,
  WAREHOUSE_URL: ways.near.through(stage.env["WAREHOUSE_URL"] ?? ""),
  FAR_URL: ways.far.through(stage.env["FAR_URL"] ?? ""),
};
test.after(async () => {
  await Promise.all([ways.near.close(), ways.far.close()]);
  await stage.close();
});

type Name = "near" | "far";
const BOTH: readonly (readonly [Name, Name])[] = [
  ["near", "far"],
  ["far", "near"],
];

async function lose(way: Proxy): Promise<void> {
  await way.refuse();
  way.cut();
}

let written = 0;

/** Changes every key. */
async function write(): Promise<void> {
  written++;
  for (let id = 1; id <= 20; id++) await stage.redis.hset(`reading:${id}`, { value: String(written * 100 + id) });
  if (written > 1) await stage.redis.del(`reading:${written}`);
}

async function isEqual(name: Name): Promise<void> {
  const keys = await stage.redis.keys("reading:*");
  const expected = await Promise.all(
    keys.map(async (key) => `${key.slice("reading:".length)} ${(await stage.redis.hget(key, "value")) ?? ""}`),
  );
  await eventually(
    `${name} has every row`,
    async () => {
      const rows = (await databases[name]?.query("SELECT concat(id, ' ', value) AS text FROM readings"))?.rows ?? [];
      return (
        rows
          .map(({ text }) => text)
          .sort()
          .join() === [...expected].sort().join()
      );
    },
    { within: 40_000, every: 100 },
  );
}

async function readiness(worker: Worker): Promise<string> {
  const reply = await fetch(`${worker.url}/readyz`);
  return `${reply.status} ${await reply.text()}`;
}

const sweeps = (worker: Worker): Promise<number> => worker.total("rdi_sweeps_total");

for (const [lost, other] of BOTH) {
  test(`${lost} is lost while the worker runs: ${other} goes on, and ${lost} catches up without a sweep`, async () => {
    const worker = await startWorker({ bundle: stage.bundle, env });
    await worker.ready();
    await write();
    await Promise.all([isEqual(lost), isEqual(other)]);
    await sweepsAreDone(stage);
    const before = await sweeps(worker);
    await lose(ways[lost]);
    await write();
    await isEqual(other);
    await ways[lost].resume();
    await isEqual(lost);
    assert.is(await sweeps(worker), before);
    await worker.stop();
  });

  test(`${lost} is not there when the worker starts: ${other} is written, the worker says what it waits for, and ${lost} catches up`, async () => {
    await lose(ways[lost]);
    const worker = await startWorker({ bundle: stage.bundle, env });
    await write();
    await isEqual(other);
    const said = await readiness(worker);
    assert.match(said, /^503/);
    assert.match(said, `readings.${lost}`);
    assert.match(said, /its target can't be reached/);
    assert.match(
      worker.process.stderr() + worker.process.stdout(),
      /RDI5005.*the jobs that write to it wait, the others go on/,
    );
    await ways[lost].resume();
    await isEqual(lost);
    await worker.ready();
    await worker.stop();
  });
}

test("a target that comes late and is not as it must be halts its jobs alone", async () => {
  await lose(ways.far);
  const worker = await startWorker({ bundle: stage.bundle, env });
  await databases.far?.query("ALTER TABLE readings RENAME TO elsewhere");
  await ways.far.resume();
  await eventually("the route is halted", async () => (await readiness(worker)).includes("halted"), { within: 20_000 });
  assert.match(await readiness(worker), /readings/);
  await write();
  await isEqual("near");
  await worker.stop();
  await databases.far?.query("ALTER TABLE elsewhere RENAME TO readings");
  const next = await startWorker({ bundle: stage.bundle, env });
  await isEqual("far");
  await next.stop();
});

test("when no target can be reached the worker does not start", async () => {
  await Promise.all([lose(ways.near), lose(ways.far)]);
  const run = startNode(stage.bundle, ["--port", "0"], { env });
  const { code } = await run.exit(30_000);
  assert.is(code, 4);
  assert.match(run.stderr(), /RDI5005/);
});

test.run();
