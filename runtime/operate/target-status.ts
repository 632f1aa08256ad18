import { coerceError } from "../errors.ts";
import { redactUrl, resolveSetting } from "../settings.ts";
import type { SeenTarget } from "../sinks/seen-target.ts";
import { operationsOf } from "../sinks/table-operations.ts";
import { routesNamed, type OperatedProject } from "./project.ts";
import { redisCheckpoints, type TargetLane } from "./redis-checkpoints.ts";

export interface TargetStatus extends SeenTarget {
  readonly name: string;
  readonly system: string;
  /** Without its password; null where its setting is missing. */
  readonly address: string | null;
}

type Target = OperatedProject["targets"][number];

/** Never rejects: a target that is down is told in its place. */
export async function targetStatus(project: OperatedProject, target: Target): Promise<TargetStatus> {
  const { name, system } = target;
  const nothing = { name, system, address: null, reachable: false, problem: null, checkpoints: [] };
  let url: string;
  try {
    url = resolveSetting(target.url, `The url of target ${name}`);
  } catch (thrown) {
    return { ...nothing, problem: coerceError(thrown).message };
  }
  const known = { ...nothing, address: redactUrl(url) };
  if (system === "redis")
    return { ...known, ...(await redisCheckpoints({ project: project.name, url, lanes: lanesOf(project, name) })) };
  const { checkpoints } = await operationsOf(system);
  const { schema, options } = target;
  return { ...known, ...(await checkpoints({ project: project.name, url, schema, options })) };
}

/** All that may have a checkpoint in the target. */
function lanesOf(project: OperatedProject, target: string): readonly TargetLane[] {
  const routes = routesNamed(project).filter((route) => route.target === target);
  const lanes = Array.from({ length: project.source.lanes }, (_, lane) => lane);
  return routes.flatMap(({ name: route }) => lanes.map((lane) => ({ route, lane })));
}
