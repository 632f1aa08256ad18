import type { Redis } from "ioredis";
import { fixedLanes } from "../apply/check-source.ts";
import { controlScripts, type ControlScripts } from "../apply/control-scripts.ts";
import { explained, firstConnect, redisConnector } from "../apply/redis-client.ts";
import { laneKeys, type LaneKeys } from "../control/keys.ts";
import { infoFields, softwareOf, type Software } from "../redis-info.ts";
import { resolveSetting } from "../settings.ts";
import type { OperatedProject } from "./project.ts";

/** The Redis of a project, for one command. */
export interface Source {
  readonly url: string;
  readonly redis: Redis;
  /** As many as the project was first started with. */
  readonly lanes: readonly LaneKeys[];
  /** Undefined where the user may not ask. */
  readonly software: Software | undefined;
  readonly scripts: ControlScripts;
}

/** Rejects with `StartupError` when Redis can't be reached. */
export async function withSource<Result>(
  project: OperatedProject,
  use: (source: Source) => Promise<Result>,
): Promise<Result> {
  const url = resolveSetting(project.source.url, "The url of the source");
  const redis = redisConnector(url, "rdi-operate")();
  await firstConnect(redis, url);
  try {
    const count = (await fixedLanes(redis, project.name)) ?? project.source.lanes;
    const info = await redis.info("server").catch(() => "");
    const fields = infoFields(info);
    const software = softwareOf(fields);
    const scripts = controlScripts(fields.get("redis_version") ?? "6.0.0");
    const lanes = Array.from({ length: count }, (_, lane) => laneKeys(project.name, lane, count));
    return await use({ url, redis, lanes, software, scripts });
  } catch (error) {
    throw explained(error, url);
  } finally {
    redis.disconnect();
  }
}
