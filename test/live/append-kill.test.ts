import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import pg from "pg";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { laneKeys } from "../../runtime/control/keys.ts";
import { packKeys } from "../../runtime/control/stream-entry.ts";
import { LOG_DDL } from "../runtime/apply/log-job.ts";
import { startWorkerProcess, type WorkerProcess } from "../runtime/apply/worker-process.ts";
import { endAll, startPostgres, startRedis } from "../setup/servers.mjs";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";

const PROGRAM = fileURLToPath(new URL("./append-program.ts", import.meta.url));
const ROUTE = "log.warehouse";
const ENTRIES = 3_000;
const KEYS = 40;
const KILLS = 4;

test("kill -9 between a commit and the removal of its entries appends no row a second time, and loses none", async () => {
  const dice = random();
  const [server, postgres] = await Promise.all([startRedis(), startPostgres({ fast: true })]);
  const url = await postgres.createDatabase("warehouse");
  const database = new pg.Pool({ connectionString: url, max: 2 });
  const redis = new Redis(server.url);
  const lane = laneKeys("shop", 0, 1);
  const rows = async (): Promise<number> => Number((await database.query("select count(*) from log")).rows[0]?.count);
  const start = (): WorkerProcess =>
    startWorkerProcess({ REDIS_URL: server.url, WAREHOUSE_URL: url }, ["--role", "apply", "--port", "0"], PROGRAM);
  try {
    await database.query(LOG_DDL);
    for (let n = 0; n < KEYS; n += 2) await redis.hset(`visit:${n}`, { name: `name ${n}` });
    const expected = await writeEntries(redis, lane.stream(ROUTE), dice);
    let redelivered = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await rows();
      const worker = start();
      await eventually("rows come", async () => (await rows()) > before, { within: 30_000, every: 5 });
      // What is committed now can't be removed from the stream.
      await redis.client("PAUSE", 5_000, "WRITE");
      await sleep(dice.int(50, 300));
      worker.child.kill("SIGKILL");
      await worker.ended;
      await redis.client("UNPAUSE");
      redelivered += await committedEntries(redis, lane.stream(ROUTE), database);
      await redis.del(lane.lease(ROUTE));
    }
    const last = start();
    await eventually("the stream is empty", async () => (await redis.xlen(lane.stream(ROUTE))) === 0, {
      within: 60_000,
    });
    await last.stop();
    assert.ok(redelivered >= 1, "at least one kill fell between a commit and its removal");
    const { rows: found } = await database.query<{ row: string }>(
      "select n || '@' || round(extract(epoch from seen) * 1000) || coalesce(' ' || name, '') as row from log",
    );
    assert.equal(found.map(({ row }) => row).sort(), expected);
  } finally {
    redis.disconnect();
    await database.end();
    await endAll();
  }
});

/** Every key of an entry is one observed change, at the time of the entry's id. */
async function writeEntries(redis: Redis, stream: string, dice: Random): Promise<readonly string[]> {
  const expected: string[] = [];
  const pipeline = redis.pipeline();
  for (let ms = 1; ms <= ENTRIES; ms++) {
    const numbers = [...new Set(Array.from({ length: dice.int(1, 4) }, () => dice.int(0, KEYS - 1)))];
    pipeline.xadd(stream, `${ms}-${dice.int(1, 9)}`, "k", packKeys(numbers.map((n) => `visit:${n}`)), "o", "1");
    expected.push(...numbers.map((n) => `${n}@${ms}${n % 2 === 0 ? ` name ${n}` : ""}`));
  }
  await pipeline.exec();
  return expected.sort();
}

/** 1 when the head of the stream was committed already. */
async function committedEntries(redis: Redis, stream: string, database: pg.Pool): Promise<number> {
  const [head] = await redis.xrange(stream, "-", "+", "COUNT", 1);
  const checkpoint = await database.query<{ appended: string | null }>("select appended from rdi_checkpoint");
  const appended = checkpoint.rows[0]?.appended ?? "0-0";
  return head !== undefined && Number.parseInt(head[0], 10) <= Number.parseInt(appended, 10) ? 1 : 0;
}

test.run();
