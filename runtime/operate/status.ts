import { laneBudget } from "../control/stream-budget.ts";
import { attentionOf, type Attention } from "./attention.ts";
import { routesNamed, type OperatedProject } from "./project.ts";
import { routeStatus, type RouteStatus } from "./route-status.ts";
import { withSource, type Source } from "./source.ts";
import { sourceStatus, type SourceStatus } from "./source-status.ts";
import { targetStatus, type TargetStatus } from "./target-status.ts";

/** One look at a project: what Redis and the targets say, whether or not a worker runs. Changes nothing. */
export interface Status {
  readonly project: string;
  /** ms, by the source's clock. */
  readonly time: number;
  readonly source: SourceStatus;
  readonly targets: readonly TargetStatus[];
  readonly routes: readonly RouteStatus[];
  /** Of all our keys in Redis; null where the user may not ask. */
  readonly bytes: number | null;
  /** What a person should look at; empty when all is well. */
  readonly attention: readonly Attention[];
}

/** Rejects with `StartupError` when Redis can't be reached; a target that can't be is told in its place. */
export function readStatus(project: OperatedProject): Promise<Status> {
  return withSource(project, (source) => look(project, source));
}

/** Looks again and again over one connection, until `told` wants no more. */
export function watchStatus(
  project: OperatedProject,
  told: (status: Status) => boolean,
  pauseMs = 2_000,
): Promise<void> {
  return withSource(project, async (source) => {
    while (told(await look(project, source))) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  });
}

async function look(project: OperatedProject, source: Source): Promise<Status> {
  const time = await timeOf(source);
  const operated = routesNamed(project);
  const lanes = source.lanes.length;
  const budget = lanes * laneBudget(project.source.streamBudget, operated.length, lanes);
  const [seen, targets, routes] = await Promise.all([
    sourceStatus(project, source),
    Promise.all(project.targets.map((target) => targetStatus(project, target))),
    Promise.all(operated.map((route) => routeStatus(source, route, { now: time, budget }))),
  ]);
  const bytes = routes.every((route) => route.bytes !== null)
    ? routes.reduce((sum, route) => sum + (route.bytes?.total ?? 0), 0)
    : null;
  const found = { project: project.name, time, source: seen, targets, routes, bytes };
  return { ...found, attention: attentionOf(found) };
}

/** Ages are measured by the clock that stamped them. */
async function timeOf({ redis }: Source): Promise<number> {
  try {
    const [seconds, micros] = await redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  } catch {
    return Date.now();
  }
}
