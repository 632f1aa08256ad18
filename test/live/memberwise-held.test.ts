/** A batch is read while the one before is committed: what that commit turns out to hold back must be read again, and as a whole. */
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage, sweepsAreDone } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }
delivery { batch: 2, retry_max: 1h }

job labels {
  from hash "label:{id:int}"
  for name, code in @value { into w.labels key (id, name) { id: int = @id, name: text, code: text } }
}`;

const SCHEMA = `CREATE TABLE labels (id int, name text COLLATE "C", code text UNIQUE, PRIMARY KEY (id, name))`;

const stage = await setStage({ bundle: await buildText("held", PROJECT), schema: SCHEMA });
test.after(() => stage.close());

async function rows(): Promise<string> {
  const all = await stage.query("SELECT concat_ws(' ', id, name, code) AS label FROM labels ORDER BY 1");
  return all.map(({ label }) => label).join(", ");
}

async function namedInTheStream(text: string): Promise<void> {
  const { redis } = stage;
  await eventually(`the stream names ${text}`, async () => {
    const [stream = ""] = (await redis.keys("rdi:*")).filter((key) => key.includes(":stream:"));
    return (await redis.xrange(stream, "-", "+")).some((entry) => entry.join(" ").includes(text));
  });
}

test("a key that the commit before parks is read as a whole, though only one more member of it had been read", async () => {
  const { redis, database } = stage;
  const first = await stage.start();
  await redis.hset("label:1", "old", "1");
  await eventually("the first row is there", async () => (await rows()) === "1 old 1");
  await sweepsAreDone(stage);
  await first.stop();

  const capture = await stage.start("capture");
  await redis.hset("label:1", "a", "taken");
  await redis.hset("label:2", "m", "2");
  await namedInTheStream("label:2");
  await redis.hset("label:3", "m", "3");
  await redis.hset("label:1", "b", "free");
  await namedInTheStream("label:3");
  await capture.stop();

  // The first batch (1 and 2) waits for this transaction; the second one (3 and 1) is read meanwhile.
  const other = await database.connect();
  await other.query("BEGIN");
  await other.query("INSERT INTO labels VALUES (500, 'x', 'taken')");
  const apply = await stage.start("apply");
  try {
    await eventually("the commit waits", async () => {
      const waiting = await stage.query("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      return waiting.length > 0;
    });
    await sleep(500);
    await other.query("COMMIT");
    await eventually("the third key is written", async () => (await rows()).includes("3 m 3"));
    assert.is(await rows(), "1 old 1, 2 m 2, 3 m 3, 500 x taken");
    await database.query("DELETE FROM labels WHERE id = 500");
    await eventually(
      "all of it is written",
      async () => (await rows()) === "1 a taken, 1 b free, 1 old 1, 2 m 2, 3 m 3",
    );
    assert.equal(await stage.deadLetters(), []);
  } finally {
    other.release();
    await apply.stop();
  }
});

test.run();
