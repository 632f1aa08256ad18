import { coerceError } from "../errors.ts";
import { redactUrl, resolveSetting } from "../settings.ts";
import { postgresCheckpoints } from "./postgres-checkpoints.ts";
import { routesNamed, type OperatedProject } from "./project.ts";
import { redisCheckpoints, type TargetLane } from "./redis-checkpoints.ts";

export interface TargetStatus {
  readonly name: string;
  readonly system: string;
  /** Without its password; null where its setting is missing. */
  readonly address: string | null;
  readonly reachable: boolean;
  /** Why it can't be reached, or its checkpoints can't be read. */
  readonly problem: string | null;
  readonly checkpoints: readonly CheckpointStatus[];
}

export interface CheckpointStatus {
  readonly route: string;
  readonly lane: number;
  readonly epoch: string;
  readonly seq: string;
  readonly release: string;
  /** As the target prints it; null where it keeps none. */
  readonly updatedAt: string | null;
}

/** What a target says of itself. */
export type SeenTarget = Pick<TargetStatus, "reachable" | "problem" | "checkpoints">;

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
  const seen =
    target.system === "redis"
      ? await redisCheckpoints({ project: project.name, url, lanes: lanesOf(project, name) })
      : await postgresCheckpoints({ project: project.name, url, schema: target.schema });
  return { ...known, ...seen };
}

/** All that may have a checkpoint in the target. */
function lanesOf(project: OperatedProject, target: string): readonly TargetLane[] {
  const routes = routesNamed(project).filter((route) => route.target === target);
  const lanes = Array.from({ length: project.source.lanes }, (_, lane) => lane);
  return routes.flatMap(({ name: route }) => lanes.map((lane) => ({ route, lane })));
}
