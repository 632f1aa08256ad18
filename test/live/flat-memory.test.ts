/**
 * A worker's memory does not grow with what waits. RDI_BACKLOG says how many keys wait (300 000); RDI_SHOW=1 prints what was measured.
 */
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import type { RunningProcess } from "../support/processes.ts";
import { setShop, type Stage } from "../support/stage.ts";

const BACKLOG = Number(process.env["RDI_BACKLOG"] ?? 300_000);
const SMALL = 10_000;
const WITHIN = 30_000 + BACKLOG;
/** Node's own heap breathes by some dozens of MiB; a backlog that is held in memory takes more than 100 bytes a key and batch. */
const GROWTH_MIB = 120;
const PEAK_MIB = 400;

test("the peak memory of capture and apply is the same with a short and a long backlog", async () => {
  const stage = await setShop();
  try {
    const short = await peaks(stage, SMALL);
    const long = await peaks(stage, BACKLOG);
    if (process.env["RDI_SHOW"] === "1") console.log({ backlog: BACKLOG, short, long });
    assert.ok(long.waited >= BACKLOG, `${long.waited} keys waited before apply began`);
    for (const role of ["capture", "apply"] as const) {
      assert.ok(long[role] < PEAK_MIB, `${role} took ${long[role]} MiB`);
      assert.ok(long[role] - short[role] < GROWTH_MIB, `${role} took ${short[role]} MiB, then ${long[role]}`);
    }
  } finally {
    await stage.close();
  }
});

interface Peaks {
  /** MiB. */
  readonly capture: number;
  readonly apply: number;
  /** Keys that had changed and were not applied. */
  readonly waited: number;
}

/** Lets so many changed keys pile up, then applies them. */
async function peaks(stage: Stage, keys: number): Promise<Peaks> {
  const loaded = await stage.start("apply");
  const capture = await stage.start("capture");
  await eventually("the first load is done", () => isSwept(stage.redis), { within: WITHIN });
  await loaded.stop();
  const before = await capture.total("rdi_changes_captured_total");
  await change(stage.redis, keys);
  const waited = async (): Promise<number> => (await capture.total("rdi_changes_captured_total")) - before;
  await eventually("all changes wait", async () => (await waited()) >= keys, { within: WITHIN });
  const piled = await waited();
  const streams = await controlKeys(stage.redis, ":stream:");
  const apply = await stage.start("apply");
  await eventually("nothing waits any more", async () => (await waitingEntries(stage.redis, streams)) === 0, {
    within: WITHIN,
    every: 200,
  });
  const found = { capture: peakOf(capture.process), apply: peakOf(apply.process), waited: piled };
  const [rows] = await stage.query("SELECT count(*)::text AS n FROM customers");
  assert.is(Number(rows?.["n"]), keys);
  assert.is(await apply.total("rdi_overflows_total"), 0);
  await Promise.all([capture.stop(), apply.stop()]);
  return found;
}

async function change(redis: Redis, keys: number): Promise<void> {
  for (let from = 1; from <= keys; from += 2000) {
    const pipeline = redis.pipeline();
    for (let id = from; id < from + 2000 && id <= keys; id++)
      pipeline.hset(`customer:${id}`, {
        fname: "Ada",
        lname: `Kim ${id}`,
        email: `a${id}@example.com`,
        region: "eu",
        balance: "1.50",
        created: 1_600_000_000_000,
      });
    await pipeline.exec();
  }
}

/** The most that the process ever had in memory, in MiB. */
function peakOf({ pid }: RunningProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}

/** KEYS looks at every key of the users, so it is not asked twice. */
async function controlKeys(redis: Redis, what: string): Promise<readonly string[]> {
  return (await redis.keys("rdi:*")).filter((key) => key.includes(what));
}

async function waitingEntries(redis: Redis, streams: readonly string[]): Promise<number> {
  const lengths = await Promise.all(streams.map((stream) => redis.xlen(stream)));
  return lengths.reduce((sum, length) => sum + length, 0);
}

async function isSwept(redis: Redis): Promise<boolean> {
  const sweeps = await controlKeys(redis, ":sweep:");
  const marks = await Promise.all(sweeps.map((sweep) => redis.hmget(sweep, "needed", "done")));
  return (
    marks.length === 2 && marks.every(([needed, done]) => Number(needed) > 0 && Number(done ?? 0) >= Number(needed))
  );
}

test.run();
