import type { Redis } from "ioredis";
import { targetKeys } from "../control/target-keys.ts";
import { redactText } from "../settings.ts";
import { connect } from "../sinks/redis/connection.ts";
import { sinkError } from "../sinks/redis/error-classes.ts";
import type { CheckpointStatus, SeenTarget } from "../sinks/seen-target.ts";

export interface TargetLane {
  readonly route: string;
  readonly lane: number;
}

export interface RedisTarget {
  readonly project: string;
  readonly url: string;
  readonly lanes: readonly TargetLane[];
}

/** Never rejects. */
export async function redisCheckpoints({ project, url, lanes }: RedisTarget): Promise<SeenTarget> {
  const keys = targetKeys(project);
  let redis: Redis;
  try {
    redis = await connect(url, "rdi-status");
  } catch (thrown) {
    return { reachable: false, problem: problemOf(thrown, url), checkpoints: [] };
  }
  try {
    const found = await Promise.all(
      lanes.map(async (lane) => {
        const key = keys.checkpoint(lane.route, lane.lane);
        return checkpointOf(lane, await redis.hmget(key, "epoch", "seq", "release"));
      }),
    );
    const checkpoints = found.filter((one) => one !== undefined);
    const problem = checkpoints.length === 0 ? "no checkpoint yet: no worker has written here" : null;
    return { reachable: true, problem, checkpoints };
  } catch (thrown) {
    return { reachable: true, problem: problemOf(thrown, url), checkpoints: [] };
  } finally {
    redis.disconnect();
  }
}

/** Undefined where the lane has none. */
function checkpointOf(lane: TargetLane, fields: readonly (string | null)[]): CheckpointStatus | undefined {
  const [epoch, seq, release] = fields;
  if (epoch == null || seq == null) return undefined;
  return { ...lane, epoch, seq, release: release ?? "", updatedAt: null };
}

function problemOf(thrown: unknown, url: string): string {
  return redactText(sinkError(thrown, "checkpoint").message, [url]);
}
