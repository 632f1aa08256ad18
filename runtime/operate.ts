import { fixedLanes } from "./apply/check-source.ts";
import { controlScripts } from "./apply/control-scripts.ts";
import { firstConnect, redisConnector } from "./apply/redis-client.ts";
import { runScript } from "./apply/lua.ts";
import { targetsOf } from "./apply/route.ts";
import { laneKeys } from "./control/keys.ts";
import { EXIT, StartupError } from "./errors.ts";
import type { Project } from "./job.ts";
import { resolveSetting } from "./settings.ts";

export { introspect, ownTableTexts } from "./introspect.ts";

/** What of a project the operating commands need. A compiler's plan has it as well. */
export interface OperatedProject {
  readonly name: string;
  readonly source: Pick<Project["source"], "url" | "lanes">;
  readonly jobs: readonly OperatedJob[];
}

interface OperatedJob {
  readonly name: string;
  readonly tables: readonly { readonly target: string }[];
}

/**
 * Accepts that the sweeps which the routes need now remove rows, however many. `name` is a job or `job.target`. Returns the routes. Rejects
 * with `StartupError` when Redis can't be reached or no route has that name.
 */
export async function acceptDeletes(project: OperatedProject, name: string): Promise<readonly string[]> {
  const routes = project.jobs
    .flatMap((job) => targetsOf(job).map((target) => ({ job: job.name, route: `${job.name}.${target}` })))
    .filter(({ job, route }) => job === name || route === name)
    .map(({ route }) => route);
  if (routes.length === 0) throw unknownRoute(project, name);
  const url = resolveSetting(project.source.url, "The url of the source");
  const redis = redisConnector(url, "rdi-operate")();
  await firstConnect(redis, url);
  try {
    const lanes = (await fixedLanes(redis, project.name)) ?? project.source.lanes;
    const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "6.0.0";
    const { acceptDeletes: accept } = controlScripts(version);
    for (const route of routes) {
      for (let lane = 0; lane < lanes; lane++)
        await runScript(redis, accept, [laneKeys(project.name, lane, lanes).sweep(route)], []);
    }
    return routes;
  } finally {
    redis.disconnect();
  }
}

function unknownRoute(project: OperatedProject, name: string): StartupError {
  const known = project.jobs.flatMap((job) => targetsOf(job).map((target) => `${job.name}.${target}`)).join(", ");
  return new StartupError("RDI5001", EXIT.usage, `There is no job or route ${name}.`, `The routes are: ${known}.`);
}
