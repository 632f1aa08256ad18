import type { Redis } from "ioredis";
import { laneKeys } from "../control/keys.ts";
import { laneBudget } from "../control/stream-budget.ts";
import type { Project } from "../job.ts";
import type { Health } from "../observe/health.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Sink } from "../sinks/sink.ts";
import { runSweeper } from "../sweep/sweeper.ts";
import { arrival, type AbsentTarget } from "./absent-target.ts";
import { controlScripts } from "./control-scripts.ts";
import { runLane } from "./lane-worker.ts";
import { runScript } from "./lua.ts";
import { createRoute, targetsOf, type ApplyContext, type Route } from "./route.ts";
import { createHistoryWatch } from "./source-history.ts";
import { createSourceIdentity } from "./source-identity.ts";

/** So long a quiet lane may not know that another server took the source's place. */
const HISTORY_MS = 900;

export interface ApplyOptions {
  readonly project: Project;
  /** As fixed in Redis. */
  readonly lanes: number;
  readonly redisVersion: string;
  /** Connected. */
  readonly redis: Redis;
  readonly openRedis: () => Redis;
  /** By the targets' names; prepared unless absent. */
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Those of them that could not be reached. */
  readonly absent?: ReadonlyMap<string, AbsentTarget>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly stopping: AbortSignal;
}

export interface Apply {
  readonly routes: readonly Route[];
  /** Rejects with an error that ends the process. */
  readonly failed: Promise<void>;
  /** Resolves when everything has stopped. */
  readonly finished: Promise<void>;
}

/** Starts a worker for each lane of each route, and a sweeper for each route; where the target is absent, once it is there. */
export function startApply(options: ApplyOptions): Apply {
  const routes = routesOf(options.project, options.sinks);
  const context = contextOf(options, routes);
  for (const route of routes) report(options, route);
  const lanes = Array.from({ length: options.lanes }, (_, lane) => lane);
  const arrivals = arrivalsOf(context, routes, options.absent);
  const work = routes.flatMap((route) =>
    [...lanes.map((lane) => () => runLane(context, route, lane)), () => runSweeper(context, route)].map(async (run) => {
      if ((await arrivals.get(route.target)) ?? true) await run();
    }),
  );
  const failed = Promise.all(work).then(() => undefined);
  failed.catch(() => undefined);
  return { routes, failed, finished: Promise.allSettled(work).then(() => undefined) };
}

export function routesOf(project: Project, sinks: ReadonlyMap<string, Sink>): readonly Route[] {
  return project.jobs.flatMap((job) =>
    targetsOf(job).flatMap((target) => {
      const sink = sinks.get(target);
      return sink === undefined ? [] : [createRoute(job, target, sink)];
    }),
  );
}

/** By the names of absent targets: true once it is there. */
function arrivalsOf(
  context: ApplyContext,
  routes: readonly Route[],
  absent: ApplyOptions["absent"],
): ReadonlyMap<string, Promise<boolean>> {
  return new Map(
    [...(absent ?? [])].map(([name, target]) => {
      const own = routes.filter((route) => route.target === name);
      return [name, arrival(context, own, target)];
    }),
  );
}

function contextOf(options: ApplyOptions, routes: readonly Route[]): ApplyContext {
  const { project, lanes, redis, openRedis, log, metrics, stopping } = options;
  const scripts = controlScripts(options.redisVersion);
  const keys = Array.from({ length: lanes }, (_, lane) => laneKeys(project.name, lane, lanes));
  async function controlKeysLost(): Promise<void> {
    log.warn("Redis had lost its identity; it was put back as the target records it, and everything is swept");
    for (const lane of keys) {
      for (const route of routes)
        await runScript(redis, scripts.needSweep, [lane.sweep(route.name)], ["control_keys_lost", "always"]);
    }
  }
  return {
    project: project.name,
    release: project.release,
    lanes,
    streamBytes: laneBudget(project.source.streamBudget, routes.length, lanes),
    redis,
    hasReadOnlyScripts: Number.parseInt(options.redisVersion, 10) >= 7,
    openRedis,
    scripts,
    laneKeys: (lane) => keys[lane] ?? laneKeys(project.name, lane, lanes),
    identity: createSourceIdentity({ redis, project: project.name, scripts, controlKeysLost }),
    replid: createHistoryWatch(redis, HISTORY_MS),
    log,
    metrics,
    stopping,
  };
}

/** What `/readyz` and the status page say about a route. */
function report({ health, metrics, lanes }: ApplyOptions, route: Route): void {
  const labels = { job: route.job.name, target: route.target };
  metrics.routeHalted.set(labels, 0);
  metrics.sweepWaiting.set(labels, 0);
  health.ask(route.name, () => {
    if (route.state.halted !== undefined) return `halted: ${route.state.halted.code} ${route.state.halted.message}`;
    const unsettled = [...route.state.lanes].filter(([, state]) => state !== "running" && !state.startsWith("waiting"));
    if (route.state.lanes.size < lanes) return "its lanes are not started yet";
    return unsettled.length === 0 ? undefined : unsettled.map(([lane, state]) => `lane ${lane} is ${state}`).join(", ");
  });
  health.show(route.name, () => ({
    ...Object.fromEntries([...route.state.lanes].map(([lane, state]) => [`lane ${lane}`, state])),
    ...(route.state.halted === undefined ? {} : { halted: route.state.halted.message }),
    ...(route.state.waitingForAccept === undefined ? {} : { sweep: route.state.waitingForAccept }),
  }));
}
