import { randomUUID } from "node:crypto";
import { runScript } from "../apply/lua.ts";
import { pause } from "../apply/pause.ts";
import type { ApplyContext, Route } from "../apply/route.ts";
import type { LaneKeys } from "../control/keys.ts";
import type { NoteWriter } from "../control/lane-notes.ts";
import { createFeeder, type Feeder } from "./feeder.ts";
import { causeOf, isAccepted, readMarks, type LaneMarks } from "./marks.ts";
import { missingKeys } from "./missing-keys.ts";
import { createProgress, type Progress } from "./progress.ts";
import { scanKeys } from "./scan-keys.ts";

/** A sweep that would remove more rows than this share, and more than this number, waits until somebody accepts it. */
const BRAKE_SHARE = 0.1;
const BRAKE_FLOOR = 100;
const ASK_AGAIN_MS = 1_000;
/** So often a waiting sweep counts again: the keys may have come back. */
const COUNT_AGAIN = 30;

export interface Sweep {
  readonly context: ApplyContext;
  readonly route: Route;
  readonly lanes: readonly LaneKeys[];
  readonly signal: AbortSignal;
  /** Of the first lane. */
  readonly notes: NoteWriter;
}

/**
 * One sweep of a route. It only names keys, in both directions; the lanes read them and decide. It counts as done up to the counters that
 * were read before it began, and only once everything that it named is committed. What it notes of its progress is for people: after a crash
 * it starts from the beginning, which costs time and rewrites no row that is equal.
 */
export async function runSweep(sweep: Sweep, begun: readonly LaneMarks[]): Promise<void> {
  const { context, route, lanes, signal, notes } = sweep;
  const token = randomUUID();
  const labels = { job: route.job.name, target: route.target };
  const cause = causeOf(begun);
  const log = context.log.child({ route: route.name, sweep: token.slice(0, 8) });
  context.metrics.sweeps.inc({ ...labels, cause });
  log.info({ cause }, "a sweep begins");
  const began = Date.now();
  for (const lane of lanes)
    await runScript(context.redis, context.scripts.beginSweep, [lane.sweep(route.name)], [token]);

  const streams = lanes.map((lane) => lane.stream(route.name));
  const feeder = createFeeder({ redis: context.redis, streams, sweep: token, signal });
  const progress = createProgress({ log, notes, feeder, cause });
  for await (const { keys, share } of scanKeys(context.redis, route.job.pattern, signal)) {
    await feeder.name(keys);
    context.metrics.sweepKeys.inc({ ...labels, direction: "source" }, keys.length);
    progress.scanned(share);
    progress.report();
  }
  await feeder.name(await deadLettered(sweep));
  while (!(await nameMissing(sweep, await brake(sweep, begun, progress), feeder, progress)));
  progress.phase("draining");
  await feeder.drained();
  const counted = await finish(sweep, begun, token);
  progress.phase("done");
  log.info(
    { keys: feeder.named, seconds: (Date.now() - began) / 1000, cause },
    counted ? "the sweep is done" : "the sweep does not count: another one began, or control keys were lost",
  );
}

/** A key that was never written has no row: when it vanishes unseen, only its dead letter tells of it. */
async function deadLettered({ context, route, lanes }: Sweep): Promise<readonly string[]> {
  const { redis } = context;
  const lists = await Promise.all(lanes.map((lane) => redis.zrangeBuffer(lane.dead(route.name), 0, "-1")));
  const keys = lists.flat().map((key) => key.toString("latin1"));
  return keys.filter((key) => route.job.pattern.regex.test(key));
}

async function finish({ context, route, lanes }: Sweep, begun: readonly LaneMarks[], token: string): Promise<boolean> {
  const replies = await Promise.all(
    lanes.map((lane, at) =>
      runScript(context.redis, context.scripts.finishSweep, [lane.sweep(route.name)], [token, begun[at]?.needed ?? 0]),
    ),
  );
  return replies.every((reply) => reply === 1);
}

/** Names rows whose key is gone. False when there are more than the brake has let through: keys vanish, by a flush or an empty restart. */
async function nameMissing(
  { context, route, signal }: Sweep,
  allowed: number,
  feeder: Feeder,
  progress: Progress,
): Promise<boolean> {
  progress.phase("rows");
  let left = allowed;
  for await (const { missing } of missingKeys(context.redis, route, signal)) {
    left -= missing.length;
    if (left < 0) return false;
    await feeder.name(missing);
    const labels = { job: route.job.name, target: route.target, direction: "target" };
    context.metrics.sweepKeys.inc(labels, missing.length);
    progress.report();
  }
  return true;
}

/** Counts the rows whose key is gone, and waits while they are too many and nobody has accepted that they go. Returns how many may go. */
async function brake(sweep: Sweep, begun: readonly LaneMarks[], progress: Progress): Promise<number> {
  const { context, route, lanes, signal } = sweep;
  const gauge = context.metrics.sweepWaiting.labels({ job: route.job.name, target: route.target });
  try {
    for (let round = 0; ; round++) {
      if (isAccepted(await readMarks(context.redis, route.name, lanes), begun)) return Infinity;
      if (round % COUNT_AGAIN === 0) {
        const counted = await count(sweep);
        const limit = Math.max(BRAKE_FLOOR, BRAKE_SHARE * counted.owners);
        if (counted.missing <= limit) return limit;
        gauge.set(1);
        alarm(sweep, counted);
        progress.waiting(counted.missing, counted.owners);
      }
      await pause(ASK_AGAIN_MS, signal);
      signal.throwIfAborted();
    }
  } finally {
    gauge.set(0);
    route.state.waitingForAccept = undefined;
  }
}

interface Counted {
  readonly owners: number;
  readonly missing: number;
}

async function count({ context, route, signal }: Sweep): Promise<Counted> {
  let owners = 0;
  let missing = 0;
  for await (const page of missingKeys(context.redis, route, signal)) {
    owners += page.owners;
    missing += page.missing.length;
  }
  return { owners, missing };
}

function alarm({ context, route }: Sweep, { missing, owners }: Counted): void {
  const message = `A sweep of ${route.name} would remove ${missing} of ${owners} rows. Nothing is removed until somebody runs: rdi resume ${route.name} --accept-deletes`;
  if (route.state.waitingForAccept === undefined)
    context.log.error({ route: route.name, code: "RDI5042", missing, owners }, message);
  route.state.waitingForAccept = message;
}
