import type { ChainableCommander } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import { notesOf, type ErrorNote, type LaneNotes, type SweepNote } from "../control/lane-notes.ts";
import { nameOfToken } from "../control/owner-token.ts";
import { lacksRight } from "../redis-replies.ts";
import { causeOf, isSweepNeeded, readMarks, type LaneMarks } from "../sweep/marks.ts";
import type { OperatedRoute } from "./project.ts";
import type { Source } from "./source.ts";

export interface RouteStatus {
  readonly route: string;
  readonly job: string;
  readonly target: string;
  /** ms: the age of the oldest entry that is not applied; null where none waits. */
  readonly lag: number | null;
  /** Stream entries that are not applied. */
  readonly entries: number;
  /** Keys a second, of the last few seconds. */
  readonly perSecond: number;
  readonly deadLetters: number;
  readonly parked: number;
  readonly lastError: ErrorNote | null;
  readonly sweep: SweepStatus;
  readonly lanes: readonly LaneStatus[];
  readonly stream: StreamStatus;
  /** Of our keys in Redis; null where the user may not ask. */
  readonly bytes: RouteBytes | null;
}

export interface SweepStatus {
  /** `first_load`: nothing was loaded yet, and no worker has begun to. */
  readonly state: "none" | "needed" | "running" | "waiting";
  /** Of the one that is needed; null where none is. */
  readonly cause: string | null;
  /** Of the last one; null before the first. */
  readonly progress: SweepNote | null;
}

export interface LaneStatus {
  readonly lane: number;
  /** `host/process`; null where nobody owns it. */
  readonly owner: string | null;
  /** What its owner said last; `free` where nobody owns it. */
  readonly state: string;
  readonly entries: number;
  readonly lag: number | null;
}

/** What `stream_budget` bounds. */
export interface StreamStatus {
  /** What the changes that wait take, by our count. */
  readonly bytes: number;
  /** What they may take: the route's share. */
  readonly budget: number;
  /** How often changes that waited were dropped for a sweep to find, because a budget was reached. */
  readonly overflows: number;
}

export interface RouteBytes {
  readonly streams: number;
  readonly deadLetters: number;
  readonly parked: number;
  /** Marks, leases and notes. */
  readonly state: number;
  readonly total: number;
}

/** `now` is the time by the clock of Redis; `budget` the route's share. */
export async function routeStatus(
  source: Source,
  route: OperatedRoute,
  { now, budget }: { readonly now: number; readonly budget: number },
): Promise<RouteStatus> {
  const looks = await Promise.all(source.lanes.map((lane) => lookAt(source, lane, route.name)));
  const marks = await readMarks(source.redis, route.name, source.lanes);
  const lanes = looks.map((look, at) => laneStatus(look, at, now));
  const lags = lanes.flatMap(({ lag }) => lag ?? []);
  return {
    route: route.name,
    job: route.job,
    target: route.target,
    lag: lags.length === 0 ? null : Math.max(...lags),
    entries: sum(looks.map(({ entries }) => entries)),
    perSecond: sum(looks.map(currentRate)),
    deadLetters: sum(looks.map(({ deadLetters }) => deadLetters)),
    parked: sum(looks.map(({ parked }) => parked)),
    lastError: latest(looks.map(({ notes }) => notes.error)),
    sweep: sweepStatus(marks, looks[0]?.notes.sweep),
    lanes,
    stream: {
      bytes: sum(looks.map(({ streamBytes }) => streamBytes)),
      budget,
      overflows: sum(looks.map(({ overflows }) => overflows)),
    },
    bytes: bytesOf(looks),
  };
}

interface LaneLook {
  readonly entries: number;
  /** ms; undefined for an empty stream. */
  readonly oldest: number | undefined;
  readonly deadLetters: number;
  readonly parked: number;
  readonly holder: string | undefined;
  readonly notes: LaneNotes;
  readonly streamBytes: number;
  readonly overflows: number;
  /** Of the stream, dead letters, parked keys and the rest; undefined where the user may not ask. */
  readonly bytes: readonly (number | undefined)[];
}

async function lookAt({ redis }: Source, lane: LaneKeys, route: string): Promise<LaneLook> {
  const measured = [
    [lane.stream(route)],
    [lane.dead(route), lane.deadWhy(route)],
    [lane.parked(route), lane.parkedWhy(route)],
    [lane.sweep(route), lane.lease(route), lane.owner(route), lane.begun(route), lane.notes(route)],
  ];
  const pipeline = redis
    .pipeline()
    .xlen(lane.stream(route))
    .xrange(lane.stream(route), "-", "+", "COUNT", 1)
    .zcard(lane.dead(route))
    .zcard(lane.parked(route))
    .get(lane.lease(route))
    .hgetall(lane.notes(route))
    .hmget(lane.sweep(route), "bytes", "overflows");
  for (const key of measured.flat()) pipeline.memory("USAGE", key);
  const [entries, head, deadLetters, parked, holder, notes, counters, ...sizes] = await answersOf(pipeline);
  const left = [...sizes];
  const [streamBytes, overflows] = Array.isArray(counters) ? counters : [];
  return {
    entries: Number(entries ?? 0),
    oldest: timeOfHead(head),
    deadLetters: Number(deadLetters ?? 0),
    parked: Number(parked ?? 0),
    holder: typeof holder === "string" ? holder : undefined,
    notes: notesOf(typeof notes === "object" && notes !== null ? { ...notes } : {}),
    streamBytes: Number(streamBytes ?? 0),
    overflows: Number(overflows ?? 0),
    bytes: measured.map((keys) => sizeOf(left.splice(0, keys.length))),
  };
}

/** What the user may not ask is undefined. */
async function answersOf(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, value]) => {
    if (error === null) return value;
    if (lacksRight(error.message)) return undefined;
    throw error;
  });
}

/** A key that is missing has no size, which is null. */
function sizeOf(sizes: readonly unknown[]): number | undefined {
  return sizes.includes(undefined) ? undefined : sum(sizes.map((size) => Number(size ?? 0)));
}

function timeOfHead(head: unknown): number | undefined {
  const [first] = Array.isArray(head) ? (head as readonly unknown[]) : [];
  const [id] = Array.isArray(first) ? (first as readonly unknown[]) : [];
  return typeof id === "string" ? Number.parseInt(id, 10) : undefined;
}

function laneStatus({ entries, oldest, holder, notes }: LaneLook, lane: number, now: number): LaneStatus {
  const state = notes.lane?.state ?? "unknown";
  return {
    lane,
    owner: holder === undefined ? null : nameOfToken(holder),
    state: holder === undefined && state !== "halted" ? "free" : state,
    entries,
    lag: oldest === undefined ? null : Math.max(0, now - oldest),
  };
}

/** A note is written while there is something to tell: an old one says that nothing moves. */
function currentRate({ holder, notes: { lane } }: LaneLook): number {
  return holder !== undefined && lane !== undefined && Date.now() - lane.at < RATE_MS ? lane.perSecond : 0;
}

const RATE_MS = 3_000;

function latest(errors: readonly (ErrorNote | undefined)[]): ErrorNote | null {
  return errors.reduce<ErrorNote | null>(
    (last, error) => (error !== undefined && error.time > (last?.time ?? 0) ? error : last),
    null,
  );
}

function sweepStatus(marks: readonly LaneMarks[], note: SweepNote | undefined): SweepStatus {
  const progress = note ?? null;
  const isFirst = marks.every(({ needed }) => needed === 0);
  if (!isFirst && !isSweepNeeded(marks)) return { state: "none", cause: null, progress };
  const cause = isFirst ? "first_load" : causeOf(marks);
  const isRunning = note !== undefined && note.phase !== "done";
  if (!isRunning) return { state: "needed", cause, progress };
  return { state: note.phase === "waiting" ? "waiting" : "running", cause, progress };
}

function bytesOf(looks: readonly LaneLook[]): RouteBytes | null {
  const sizes = [0, 1, 2, 3].map((part) => looks.map(({ bytes }) => bytes[part]));
  if (sizes.some((part) => part.includes(undefined))) return null;
  const [streams = 0, deadLetters = 0, parked = 0, state = 0] = sizes.map((part) => sum(part.map((size) => size ?? 0)));
  return { streams, deadLetters, parked, state, total: streams + deadLetters + parked + state };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
