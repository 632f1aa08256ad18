import { randomUUID } from "node:crypto";
import { fieldsOf } from "../apply/dead-letters.ts";
import { runScript } from "../apply/lua.ts";
import type { ApplyContext, Route } from "../apply/route.ts";
import type { LaneKeys } from "../control/keys.ts";
import { sweepBudget } from "../control/stream-budget.ts";
import type { NoteWriter } from "../control/lane-notes.ts";
import { brake } from "./brake.ts";
import { createFeeder, type Feeder } from "./feeder.ts";
import { causeOf, type LaneMarks } from "./marks.ts";
import { missingKeys } from "./missing-keys.ts";
import { createPassKeeper, readPass, type Pass, type PassPlace } from "./pass.ts";
import { createProgress, type Progress } from "./progress.ts";
import { scanKeys } from "./scan-keys.ts";

export interface Sweep {
  readonly context: ApplyContext;
  readonly route: Route;
  readonly lanes: readonly LaneKeys[];
  readonly signal: AbortSignal;
  /** Of the first lane. */
  readonly notes: NoteWriter;
}

/** A sweep that is under way. */
export interface Running extends Sweep {
  readonly pass: Pass;
  readonly feeder: Feeder;
  readonly progress: Progress;
  /** Keeps the place that was reached: what lies before it was named. */
  reached(place: PassPlace, isForced?: boolean): Promise<void>;
}

/**
 * One sweep of a route, or the rest of one that was broken off. It only names keys, in both directions; the lanes read them and decide. It counts as done up to the counters that
 * were read before it began, and only once everything that it named is committed. It ends with its connection: behind the next one may be a server that has taken
 * over without the names that came last, and only what Redis itself keeps of the pass is as old as the streams are.
 */
export async function runSweep(sweep: Sweep, marks: readonly LaneMarks[]): Promise<void> {
  const { redis } = sweep.context;
  const lost = new AbortController();
  const lose = (): void => lost.abort(new Error("the connection to Redis was lost"));
  redis.once("close", lose);
  try {
    await sweepOnce({ ...sweep, signal: AbortSignal.any([sweep.signal, lost.signal]) }, marks);
  } finally {
    redis.off("close", lose);
  }
}

async function sweepOnce(sweep: Sweep, marks: readonly LaneMarks[]): Promise<void> {
  const { context, route, lanes } = sweep;
  const before = await readPass(context.redis, route.name, { lanes, release: context.release });
  const pass = before ?? (await begin(sweep, marks));
  if (pass === undefined) return;
  const log = context.log.child({ route: route.name, sweep: pass.token.slice(0, 8) });
  log.info(
    { cause: pass.cause, from: before?.place.kind },
    before === undefined ? "a sweep begins" : "a sweep goes on",
  );
  const running = runningOf(sweep, pass, log);
  if (before !== undefined) await running.feeder.remember();
  for (let place: PassPlace | undefined = pass.place; place !== undefined; place = await stepFrom(running, place));
  const counted = await finish(running);
  running.progress.phase("done");
  log.info(
    { keys: running.feeder.named, seconds: (Date.now() - pass.began) / 1000, cause: pass.cause },
    counted ? "the sweep is done" : "the sweep does not count: another one began, or control keys were lost",
  );
}

/** Undefined when the marks are not what they were any more: they are to be read again. */
async function begin({ context, route, lanes }: Sweep, marks: readonly LaneMarks[]): Promise<Pass | undefined> {
  const { redis, scripts } = context;
  const token = randomUUID();
  const needed = marks.map((mark) => mark.needed);
  for (const [at, lane] of lanes.entries()) {
    const reply = await runScript(redis, scripts.beginSweep, [lane.sweep(route.name)], [token, needed[at] ?? 0]);
    if (reply !== 1) return undefined;
  }
  const cause = causeOf(marks);
  context.metrics.sweeps.inc({ job: route.job.name, target: route.target, cause });
  return {
    token,
    release: context.release,
    needed,
    cause,
    began: Date.now(),
    keys: 0,
    place: { kind: "keys", after: undefined },
  };
}

function runningOf(sweep: Sweep, pass: Pass, log: ApplyContext["log"]): Running {
  const { context, route, lanes, notes, signal } = sweep;
  const { redis, scripts } = context;
  const streams = lanes.map((lane) => ({ stream: lane.stream(route.name), sweep: lane.sweep(route.name) }));
  const feeder = createFeeder({
    redis,
    streams,
    budget: sweepBudget(context.streamBytes),
    sweep: pass.token,
    signal,
    refused: () => log.warn("Redis is at its memory limit (OOM) and takes no names of keys; the sweep waits for room"),
    named: pass.keys,
    wait: route.job.delivery.wait,
  });
  const hash = lanes[0]?.sweep(route.name) ?? "";
  const keeper = createPassKeeper({ redis, script: scripts.keepPass, hash });
  return {
    ...sweep,
    pass,
    feeder,
    progress: createProgress({ log, notes, feeder, cause: pass.cause }),
    reached: (place, isForced) => {
      signal.throwIfAborted();
      return keeper.keep({ ...pass, keys: feeder.named, place }, isForced);
    },
  };
}

/** Goes through one phase. Returns where the next one begins; undefined behind the last one. */
async function stepFrom(running: Running, place: PassPlace): Promise<PassPlace | undefined> {
  await running.reached(place, true);
  switch (place.kind) {
    case "keys":
      return nameKeys(running, place);
    case "count":
      return brake(running, place);
    case "rows":
      return nameMissing(running, place);
    case "draining":
      running.progress.phase("draining");
      await running.feeder.drained();
      return undefined;
  }
}

type PlaceOf<Kind extends PassPlace["kind"]> = Extract<PassPlace, { readonly kind: Kind }>;

async function nameKeys(running: Running, { after }: PlaceOf<"keys">): Promise<PassPlace> {
  const { context, route, signal, feeder, progress } = running;
  const named = context.metrics.sweepKeys.labels({ job: route.job.name, target: route.target, direction: "source" });
  progress.phase("keys");
  for await (const { keys, share, place } of scanKeys(context.redis, route.job.pattern, { signal, after })) {
    await feeder.name(keys);
    named.inc(keys.length);
    progress.scanned(keys.length, share);
    await running.reached({ kind: "keys", after: place });
  }
  await feeder.name(await deadLettered(running));
  return { kind: "count", after: undefined, owners: 0, missing: 0 };
}

/** Names rows whose key is gone. Back to the brake when there are more than it has let through: keys vanish, by a flush or an empty restart. */
async function nameMissing(running: Running, { after, left: allowed }: PlaceOf<"rows">): Promise<PassPlace> {
  const { context, route, signal, feeder, progress } = running;
  const named = context.metrics.sweepKeys.labels({ job: route.job.name, target: route.target, direction: "target" });
  let left = allowed;
  progress.phase("rows");
  for await (const { owners, missing, place } of missingKeys(context.redis, route, { signal, from: after })) {
    if (left !== undefined) left -= missing.length;
    if (left !== undefined && left < 0) return { kind: "count", after: undefined, owners: 0, missing: 0 };
    await feeder.name(missing);
    named.inc(missing.length);
    progress.looked(owners);
    await running.reached({ kind: "rows", after: place, left });
  }
  return { kind: "draining" };
}

/** A key that was never written has no row: when it vanishes unseen, only its dead letter tells of it, or what a flush of our keys has left of that. */
async function deadLettered({ context: { redis }, route, lanes }: Sweep): Promise<readonly string[]> {
  const listed = await Promise.all(lanes.map((lane) => redis.zrangeBuffer(lane.dead(route.name), 0, "-1")));
  const kept = await Promise.all(lanes.map((lane) => fieldsOf(redis, lane.deadWhy(route.name))));
  const keys = new Set([...listed.flat().map((key) => key.toString("latin1")), ...kept.flatMap((all) => [...all])]);
  return [...keys].filter((key) => route.job.pattern.regex.test(key));
}

async function finish({ context, route, lanes, pass, signal }: Running): Promise<boolean> {
  signal.throwIfAborted();
  const replies = await Promise.all(
    lanes.map((lane, at) =>
      runScript(
        context.redis,
        context.scripts.finishSweep,
        [lane.sweep(route.name)],
        [pass.token, pass.needed[at] ?? 0],
      ),
    ),
  );
  return replies.every((reply) => reply === 1);
}
