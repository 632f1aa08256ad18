import type { Redis } from "ioredis";
import { projectKeys } from "../control/keys.ts";
import { EXIT, StartupError } from "../errors.ts";
import type { Project } from "../job.ts";
import { infoFields } from "../redis-info.ts";
import { controlScripts, type ControlScripts } from "./control-scripts.ts";
import { runScript } from "./lua.ts";

export interface SourceFacts {
  readonly version: string;
  readonly evictionPolicy: string;
  /** As fixed at the first start. */
  readonly lanes: number;
}

/** Looks at what the worker depends on before anything is written. Throws `StartupError`. */
export async function checkSource(redis: Redis, project: Project): Promise<SourceFacts> {
  const server = infoFields(await redis.info("server"));
  const memory = infoFields(await redis.info("memory"));
  const evictionPolicy = memory.get("maxmemory_policy") ?? "noeviction";
  refuseEvictions(project, evictionPolicy, memory.get("maxmemory") ?? "0");
  const version = server.get("redis_version") ?? "6.0.0";
  return { version, evictionPolicy, lanes: await fixLanes(redis, project, controlScripts(version)) };
}

/** Eviction arrives as a delete, so it would empty tables. Without a memory limit nothing is evicted. */
function refuseEvictions(project: Project, policy: string, limit: string): void {
  const removing = project.jobs.filter((job) =>
    job.tables.some((table) => table.owners !== undefined || table.goneRow !== undefined),
  );
  if (policy === "noeviction" || limit === "0" || removing.length === 0 || project.source.evictions === "remove")
    return;
  const names = removing.map(({ name }) => name).join(", ");
  throw new StartupError(
    "RDI5045",
    EXIT.configuration,
    `This Redis evicts keys (maxmemory-policy ${policy}), and an eviction looks like a delete, so rows of ${names} would be removed.`,
    "Set maxmemory-policy noeviction, or write evictions: remove in the source if rows are to go with evicted keys.",
  );
}

async function fixLanes(redis: Redis, project: Project, { setFirst }: ControlScripts): Promise<number> {
  const wanted = project.source.lanes;
  const { lanes: key } = projectKeys(project.name);
  let fixed = await fixedLanes(redis, project.name);
  if (fixed === undefined) {
    await runScript(redis, setFirst, [key], [String(wanted)]);
    fixed = Number(await redis.get(key));
  }
  if (fixed === wanted) return fixed;
  throw new StartupError(
    "RDI5001",
    EXIT.configuration,
    `The source says lanes: ${wanted}, but this project was first started with ${fixed}; its streams are laid out for that.`,
    `Write lanes: ${fixed} in the source.`,
  );
}

/** The number of lanes that the project was first started with. */
export async function fixedLanes(redis: Redis, project: string): Promise<number | undefined> {
  const lanes = await redis.get(projectKeys(project).lanes);
  return lanes === null ? undefined : Number(lanes);
}
