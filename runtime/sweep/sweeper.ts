import { SinkError } from "../sinks/sink.ts";
import { createBackOff } from "../apply/back-off.ts";
import { pause } from "../apply/pause.ts";
import { failureText } from "../apply/redis-client.ts";
import type { ApplyContext, Route } from "../apply/route.ts";
import { createNoteWriter, tellError } from "../control/lane-notes.ts";
import { createGapRecorder, type GapRecorder } from "./gaps.ts";
import { isSweepNeeded, readMarks } from "./marks.ts";
import { runSweep, type Sweep } from "./sweep.ts";

const LOOK_MS = 500;

/**
 * Watches the sweep marks of one route and sweeps while one is needed. The worker that owns lane 0 does it; should two of them sweep
 * at once, they name some keys twice.
 *
 *   idle ──needed > done, capture attached──▶ sweeping ──done──▶ idle
 *                                                └─ an error ─▶ backing off ─▶ idle (from the beginning)
 */
export async function runSweeper(context: ApplyContext, route: Route): Promise<void> {
  const signal = AbortSignal.any([context.stopping, route.state.halt.signal]);
  const lanes = Array.from({ length: context.lanes }, (_, lane) => context.laneKeys(lane));
  const backOff = createBackOff(route.job.delivery.retryMin, route.job.delivery.retryMax);
  const recordGap = createGapRecorder(context, route);
  const notes = createNoteWriter(context.redis, context.laneKeys(0).notes(route.name));
  const sweep: Sweep = { context, route, lanes, signal, notes };
  let alarmed: string | undefined;
  while (!signal.aborted) {
    try {
      if (ownsFirstLane(route)) await sweepIfNeeded(sweep, recordGap);
      alarmed = undefined;
      backOff.reset();
    } catch (error) {
      if (signal.aborted) break;
      alarmed = await recover(sweep, error, backOff.next(), alarmed);
    }
    await pause(LOOK_MS, signal);
  }
  await notes.close();
}

function ownsFirstLane(route: Route): boolean {
  return route.state.lanes.get(0) === "running";
}

async function sweepIfNeeded(sweep: Sweep, recordGap: GapRecorder): Promise<void> {
  const marks = await readMarks(sweep.context.redis, sweep.route.name, sweep.lanes);
  // Before capture is attached a change could slip through between the scan and the first recorded one.
  if (!isSweepNeeded(marks) || !marks.every(({ captured }) => captured)) return;
  await recordGap(marks);
  await runSweep(sweep, marks);
}

/** A statement that can't work will not work in a second either, but the lanes are well: they go on, the sweep tries again. */
async function recover(
  { context, route, signal, notes }: Sweep,
  error: unknown,
  ms: number,
  alarmed: string | undefined,
): Promise<string> {
  const message = failureText(error);
  const kind = error instanceof SinkError ? error.class : "redis";
  context.metrics.retries.inc({ job: route.job.name, target: route.target, class: `sweep ${kind}` });
  tellError(notes, undefined, `the sweep starts again after: ${message}`);
  if (alarmed !== message) context.log.error({ route: route.name, ms }, `the sweep starts again after: ${message}`);
  await pause(ms, signal);
  return message;
}
