import type { Redis } from "ioredis";
import type { LaneKeys } from "../control/keys.ts";
import type { Destination } from "../destination.ts";
import type { RuntimeCode } from "../errors.ts";
import type { Job } from "../job.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Sink } from "../sinks/sink.ts";
import type { ControlScripts } from "./control-scripts.ts";
import { createRateLimit, type RateLimit } from "./rate-limit.ts";
import { luaScript, type LuaScript, type ScriptRunner } from "./lua.ts";
import type { SourceIdentity } from "./source-identity.ts";

/** A job and one of its targets. Nothing but its job is shared with another route. */
export interface Route {
  /** `job.target`, as it stands in the names of control keys. */
  readonly name: string;
  readonly job: Job;
  readonly target: string;
  /** The job's tables in this target, in the order of the text. */
  readonly tables: readonly Destination[];
  readonly sink: Sink;
  readonly read: LuaScript;
  /** Reads single members; undefined where keys are always read as a whole. */
  readonly readMembers: LuaScript | undefined;
  /** Names of columns whose values are never shown. */
  readonly sensitive: ReadonlySet<string>;
  readonly state: RouteState;
  readonly rate: RateLimit;
}

/** What the lanes of a route share while they run. */
export interface RouteState {
  halted: HaltReason | undefined;
  /** Aborted when the route is halted. */
  readonly halt: AbortController;
  /** A sweep that waits for `--accept-deletes`. */
  waitingForAccept: string | undefined;
  readonly lanes: Map<number, string>;
}

export interface HaltReason {
  readonly code: RuntimeCode;
  readonly message: string;
}

/** Stops a route until a person has looked at it; the other routes go on. */
export class RouteHalt extends Error {
  override readonly name = "RouteHalt";
  readonly code: RuntimeCode;

  constructor(code: RuntimeCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What all routes of a worker share; `redis` is for everything that does not wait. */
export interface ApplyContext extends ScriptRunner {
  readonly project: string;
  readonly release: string;
  readonly lanes: number;
  /** What the stream of one route and lane may hold. */
  readonly streamBytes: number;
  /** A connection of one's own, for reads that wait. Not connected yet. */
  readonly openRedis: () => Redis;
  readonly scripts: ControlScripts;
  readonly laneKeys: (lane: number) => LaneKeys;
  readonly identity: SourceIdentity;
  /** The id of the source's present history, as it was about a second ago. */
  readonly replid: () => Promise<string>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Aborted when the worker is to stop. */
  readonly stopping: AbortSignal;
}

export function createRoute(job: Job, target: string, sink: Sink): Route {
  const tables = job.tables.filter((table) => table.target === target);
  return {
    name: `${job.name}.${target}`,
    job,
    target,
    tables,
    sink,
    read: luaScript(job.read.text),
    readMembers: job.members === undefined ? undefined : luaScript(job.members.text),
    sensitive: new Set(
      tables.flatMap((table) => table.columns.filter((column) => column.sensitive).map((column) => column.name)),
    ),
    state: { halted: undefined, halt: new AbortController(), waitingForAccept: undefined, lanes: new Map() },
    rate: createRateLimit(job.delivery.rate ?? 0),
  };
}

/** Whether it writes a row for each observed change, somewhere. */
export function appends({ tables }: Route): boolean {
  return tables.some(({ mode }) => mode === "append");
}

/** The targets that a job writes, in the order of the text. */
export function targetsOf(job: { readonly tables: readonly Pick<Destination, "target">[] }): readonly string[] {
  return [...new Set(job.tables.map((table) => table.target))];
}
