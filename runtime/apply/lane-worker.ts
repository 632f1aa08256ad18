import type { Redis } from "ioredis";
import { createNoteWriter, tellError, type NoteWriter } from "../control/lane-notes.ts";
import { ownerToken } from "../control/owner-token.ts";
import { StartupError, coerceError } from "../errors.ts";
import { SinkError } from "../sinks/sink.ts";
import { createBackOff, type BackOff } from "./back-off.ts";
import { claimLane } from "./claim.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { laneCounters, type LaneCounters } from "./lane.ts";
import { haltRoute } from "./halt.ts";
import { createLaneTeller, type LaneTeller } from "./lane-teller.ts";
import { createLease, type Lease } from "./lease.ts";
import { createParking } from "./parking.ts";
import { pause } from "./pause.ts";
import { pump } from "./pump.ts";
import { failureText } from "./redis-client.ts";
import { RouteHalt, type ApplyContext, type Route } from "./route.ts";
import { HistoryReplaced, readHistory } from "./source-history.ts";

/** How often a worker asks for a lane that another one owns. */
const ASK_AGAIN_MS = 1_000;

/**
 * Works on one lane of one route until the worker stops or the route halts.
 *
 *   waiting ──lease──▶ claiming ──epoch──▶ running ──stop──▶ released
 *      ▲                   │                  │
 *      │                   ├─ connection ─────┤──▶ backing off ──▶ claiming (the lease is kept; from the stream's head)
 *      ├──── fenced, lease lost ──────────────┤
 *      │                                      └─ everything else ─▶ halted (all lanes of the route), until a person has looked
 *
 * A lost lease stops the pump; a commit that is on its way then is the fence's to refuse. Keys that collide are parked within `running`.
 */
export async function runLane(context: ApplyContext, route: Route, lane: number): Promise<void> {
  const stopped = AbortSignal.any([context.stopping, route.state.halt.signal]);
  const worker = createWorker(context, route, lane, stopped);
  try {
    while (!stopped.aborted) {
      if (await hasLease(worker)) await own(worker);
      else await pause(ASK_AGAIN_MS, stopped);
    }
  } finally {
    await worker.lease.release();
    worker.show(route.state.halted === undefined ? "released" : "halted");
    await worker.notes.close();
  }
}

interface LaneWorker {
  readonly context: ApplyContext;
  readonly route: Route;
  readonly lane: number;
  /** The worker stops, or the route is halted. */
  readonly stopped: AbortSignal;
  readonly lease: Lease;
  readonly backOff: BackOff;
  readonly counters: LaneCounters;
  readonly log: ApplyContext["log"];
  readonly notes: NoteWriter;
  readonly teller: LaneTeller;
  readonly show: (state: string) => void;
  /** Aborted when the lease is lost; a new one each time that it is taken. */
  turn: AbortController;
  /** The last failure that was logged, so that an outage is told once. */
  alarmed: string | undefined;
}

function createWorker(context: ApplyContext, route: Route, lane: number, stopped: AbortSignal): LaneWorker {
  const { redis, scripts, metrics } = context;
  const key = context.laneKeys(lane).lease(route.name);
  const notes = createNoteWriter(redis, context.laneKeys(lane).notes(route.name));
  const teller = createLaneTeller(notes);
  const { retryMin, retryMax } = route.job.delivery;
  const worker: LaneWorker = {
    context,
    route,
    lane,
    stopped,
    lease: createLease({ redis, scripts, key, token: ownerToken(), lost: () => worker.turn.abort() }),
    backOff: createBackOff(retryMin, retryMax),
    counters: laneCounters(metrics, route),
    log: context.log.child({ route: route.name, lane }),
    notes,
    teller,
    show: (state) => {
      route.state.lanes.set(lane, state);
      teller.state(state);
      const owned = [...route.state.lanes.values()].filter((one) => one === "running").length;
      metrics.lanesOwned.set({ job: route.job.name, target: route.target }, owned);
    },
    turn: new AbortController(),
    alarmed: undefined,
  };
  worker.show("waiting");
  return worker;
}

async function hasLease(worker: LaneWorker): Promise<boolean> {
  if (worker.lease.held() && !worker.turn.signal.aborted) return true;
  worker.turn = new AbortController();
  try {
    if (await worker.lease.take()) return true;
    worker.show("waiting for another worker");
  } catch (error) {
    await backOff(worker, "redis", error);
  }
  return false;
}

/** Claims the lane and pumps, once. Returns when the lease is lost, the worker stops, or after an error that was dealt with. */
async function own(worker: LaneWorker): Promise<void> {
  const { context, route } = worker;
  const keys = context.laneKeys(worker.lane);
  const signal = AbortSignal.any([worker.stopped, worker.turn.signal]);
  const reader = context.openRedis();
  // A second call would start a timer of the client that keeps the process from ending.
  let connected = true;
  const unblock = (): void => {
    if (connected) reader.disconnect();
    connected = false;
  };
  signal.addEventListener("abort", unblock);
  worker.show("claiming");
  try {
    await reader.connect();
    const { session, owner, appended, replid, lineage } = await claimLane(context, route, keys);
    try {
      await sameServer(reader, replid);
      const deadLetters = createDeadLetters(context, route, keys, owner);
      const parking = createParking(context, route, keys, owner);
      await Promise.all([deadLetters.load(), parking.load()]);
      worker.show("running");
      context.metrics.connected.set({ system: route.target }, 1);
      const committed = (keysDone: number): void => {
        worker.teller.committed(keysDone);
        recovered(worker);
      };
      await pump(
        { ...worker, keys, session, owner, appended, replid, lineage, reader, deadLetters, parking, committed },
        signal,
      );
    } finally {
      await session.close().catch(() => undefined);
    }
  } catch (error) {
    if (!signal.aborted || isFatal(error)) await dealWith(worker, error);
  } finally {
    signal.removeEventListener("abort", unblock);
    unblock();
  }
  if (worker.turn.signal.aborted)
    worker.log.warn({ code: "RDI5043" }, "the lane's lease was lost; it will be asked for again");
}

/** What a stream says about changes is understood only in the history that the lane was claimed in. */
async function sameServer(reader: Redis, replid: string): Promise<void> {
  const history = await readHistory(reader);
  if (history.replid !== replid)
    throw new Error("two connections lead to different servers; one of them has taken over");
}

async function dealWith(worker: LaneWorker, error: unknown): Promise<void> {
  if (error instanceof StartupError) throw error;
  if (error instanceof RouteHalt) return halt(worker, error);
  if (error instanceof SinkError) return dealWithSink(worker, error);
  if (isOurMistake(error))
    return halt(
      worker,
      new RouteHalt("RDI5040", `A mistake of ours stops ${worker.route.name}: ${coerceError(error).stack}`, error),
    );
  if (error instanceof HistoryReplaced) worker.context.redis.disconnect(true);
  await backOff(worker, "redis", error);
}

async function dealWithSink(worker: LaneWorker, error: SinkError): Promise<void> {
  switch (error.class) {
    case "connection":
      return backOff(worker, "connection", error);
    case "fenced":
      worker.counters.retried("fenced");
      worker.log.warn({ code: "RDI5043" }, error.message);
      await worker.lease.release();
      return pause(ASK_AGAIN_MS, worker.stopped);
    case "data":
    case "order":
    case "halt":
      return halt(
        worker,
        new RouteHalt("RDI5040", `${worker.route.name} is halted: ${error.message} [${error.serverCode}]`, error),
      );
  }
}

async function backOff(worker: LaneWorker, system: string, error: unknown): Promise<void> {
  const message = failureText(error);
  const code = error instanceof HistoryReplaced ? error.code : undefined;
  const ms = worker.backOff.next();
  worker.show("backing off");
  worker.counters.retried(system);
  if (system === "connection") worker.context.metrics.connected.set({ system: worker.route.target }, 0);
  if (worker.alarmed !== message)
    worker.log.error({ code, system, ms }, `the lane waits and tries again, for ever: ${message}`);
  worker.alarmed = message;
  tellError(worker.notes, code, message);
  await pause(ms, worker.stopped);
}

function recovered(worker: LaneWorker): void {
  if (worker.alarmed === undefined) return;
  worker.log.info("the lane works again");
  worker.alarmed = undefined;
  worker.backOff.reset();
}

function halt({ route, context, log, notes }: LaneWorker, reason: RouteHalt): void {
  haltRoute({ route, metrics: context.metrics, log, notes }, reason);
}

function isFatal(error: unknown): boolean {
  return error instanceof StartupError || error instanceof RouteHalt;
}

function isOurMistake(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}
