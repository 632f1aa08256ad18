import type { Project } from "../job.ts";
import type { Log } from "../observe/log.ts";
import type { Sink } from "../sinks/sink.ts";
import { isUnreachable, type AbsentTarget } from "./absent-target.ts";
import { targetsOf } from "./route.ts";

export interface OpenSinks {
  /** By the targets' names. */
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Those of them that are not prepared yet, as they can't be reached. */
  readonly absent: ReadonlyMap<string, AbsentTarget>;
}

/**
 * Opens and prepares the targets that jobs write to. Rejects with `StartupError` when none can be reached, or one is not as it must be; what was opened
 * until then is closed.
 */
export async function openSinks(project: Project, urls: ReadonlyMap<string, string>, log: Log): Promise<OpenSinks> {
  const used = new Set(project.jobs.flatMap(targetsOf));
  const sinks = new Map<string, Sink>();
  const absent = new Map<string, AbsentTarget>();
  try {
    for (const target of project.targets.filter(({ name }) => used.has(name))) {
      const sink = await target.open({ project: project.name, url: urls.get(target.name) ?? "", log });
      sinks.set(target.name, sink);
      const tables = project.jobs.flatMap((job) => job.tables.filter((table) => table.target === target.name));
      await sink.prepare(tables).catch((error: unknown) => {
        if (!isUnreachable(error)) throw error;
        absent.set(target.name, { sink, error });
      });
    }
    const [first] = absent.values();
    if (first !== undefined && absent.size === sinks.size) throw first.error;
    return { sinks, absent };
  } catch (error) {
    await Promise.allSettled([...sinks.values()].map((sink) => sink.close()));
    throw error;
  }
}
