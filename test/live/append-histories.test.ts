/** Redis comes back with its data and another history, whose offsets begin anew, while entries of the one before still wait. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage, sweepsAreDone } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }
delivery { retry_max: 500ms }

job log {
  from string "visit:{id:int}"
  append into w.log { id: int = @id, value: text = @value }
}`;

const stage = await setStage({
  bundle: await buildText("histories", PROJECT),
  schema: "CREATE TABLE log (id int NOT NULL, value text)",
  redis: { aof: true },
});
test.after(() => stage.close());

async function logged(): Promise<string> {
  const rows = await stage.query("SELECT concat(id, ' ', value) AS row FROM log ORDER BY id");
  return rows.map(({ row }) => row).join();
}

const visits = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function visit(ids: readonly number[]): Promise<void> {
  for (const id of ids) await stage.redis.set(`visit:${id}`, "seen");
}

const rowsOf = (ids: readonly number[]): string => ids.map((id) => `${id} seen`).join();

test("what is observed after entries of a history that was given up is appended, whatever their offsets were", async () => {
  const { redis, redisServer, postgres } = stage;
  const worker = await stage.start();
  await sweepsAreDone(stage);
  await visit(visits(1, 5));
  await eventually("the first rows are there", async () => (await logged()) === rowsOf(visits(1, 5)));
  // So that the offsets of the first history are above those of the second.
  await redis.set("filler", "x".repeat(4_000_000));
  await postgres.stop("immediate");
  await visit(visits(6, 10));
  await eventually("its changes wait in the stream", async () => {
    const [stream = ""] = (await redis.keys("rdi:*")).filter((key) => key.includes(":stream:"));
    return (await redis.xrange(stream, "-", "+")).join(" ").includes("visit:10");
  });
  await redisServer.kill();
  await redisServer.start();
  await postgres.start();
  await eventually("they are appended", async () => (await logged()) === rowsOf(visits(1, 10)), { within: 30_000 });
  // What the checkpoint says counts for whoever claims the lane next.
  await worker.stop();
  const next = await stage.start();
  await visit(visits(11, 20));
  await eventually("and so are those after them", async () => (await logged()) === rowsOf(visits(1, 20)), {
    within: 30_000,
  });
  assert.is(await logged(), rowsOf(visits(1, 20)));
  await next.stop();
});

test.run();
