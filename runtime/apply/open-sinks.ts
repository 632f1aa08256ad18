import type { Project } from "../job.ts";
import type { Log } from "../observe/log.ts";
import type { Sink } from "../sinks/sink.ts";
import { targetsOf } from "./route.ts";

/** Opens and prepares the targets that jobs write to. Rejects with `StartupError`; what was opened until then is closed. */
export async function openSinks(
  project: Project,
  urls: ReadonlyMap<string, string>,
  log: Log,
): Promise<ReadonlyMap<string, Sink>> {
  const used = new Set(project.jobs.flatMap(targetsOf));
  const sinks = new Map<string, Sink>();
  try {
    for (const target of project.targets.filter(({ name }) => used.has(name))) {
      const sink = await target.open({ project: project.name, url: urls.get(target.name) ?? "", log });
      sinks.set(target.name, sink);
      await sink.prepare(project.jobs.flatMap((job) => job.tables.filter((table) => table.target === target.name)));
    }
    return sinks;
  } catch (error) {
    await Promise.allSettled([...sinks.values()].map((sink) => sink.close()));
    throw error;
  }
}
