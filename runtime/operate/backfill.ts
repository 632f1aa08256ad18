import { runScript } from "../apply/lua.ts";
import { notesOf, type SweepNote } from "../control/lane-notes.ts";
import { readMarks, type LaneMarks } from "../sweep/marks.ts";
import { routesNamed, type OperatedProject, type OperatedRoute } from "./project.ts";
import { withSource, type Source } from "./source.ts";

/** A sweep that was asked for. */
export interface Backfill {
  readonly route: string;
  /** False where the route was never loaded: its first load is still to come and does the same. */
  readonly asked: boolean;
}

export interface BackfillProgress {
  readonly route: string;
  readonly done: boolean;
  /** Whether a worker owns the first lane, which is the one that sweeps. */
  readonly worked: boolean;
  /** Undefined until the sweep has begun. */
  readonly sweep: SweepNote | undefined;
}

/** Asks for a sweep of all routes of that name. Rejects with `StartupError`. */
export async function requestSweep(project: OperatedProject, name: string): Promise<readonly Backfill[]> {
  const routes = routesNamed(project, name);
  return withSource(project, async (source) => {
    const asked: Backfill[] = [];
    for (const route of routes) asked.push({ route: route.name, asked: await ask(source, route) });
    return asked;
  });
}

/** Tells how far the sweeps have come, about once a second, until all that are needed at the call are done or `told` wants no more. */
export async function followSweeps(
  project: OperatedProject,
  name: string,
  told: (progress: readonly BackfillProgress[]) => boolean,
): Promise<void> {
  const routes = routesNamed(project, name);
  await withSource(project, async (source) => {
    const begun = Date.now();
    const wanted = await Promise.all(routes.map((route) => readMarks(source.redis, route.name, source.lanes)));
    for (;;) {
      const progress = await Promise.all(
        routes.map((route, at) => progressOf(source, route, { wanted: wanted[at] ?? [], begun })),
      );
      if (!told(progress) || progress.every(({ done }) => done)) return;
      await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
    }
  });
}

const FOLLOW_MS = 1_000;

async function ask({ redis, lanes, scripts }: Source, { name }: OperatedRoute): Promise<boolean> {
  const replies = [];
  for (const lane of lanes) replies.push(await runScript(redis, scripts.askSweep, [lane.sweep(name)], []));
  return replies.some((reply) => reply !== null);
}

interface Wanted {
  readonly wanted: readonly LaneMarks[];
  readonly begun: number;
}

async function progressOf(
  { redis, lanes }: Source,
  { name }: OperatedRoute,
  { wanted, begun }: Wanted,
): Promise<BackfillProgress> {
  const [first] = lanes;
  const marks = await readMarks(redis, name, lanes);
  const worked = first !== undefined && (await redis.exists(first.lease(name))) === 1;
  const { sweep } = notesOf(first === undefined ? {} : await redis.hgetall(first.notes(name)));
  // Before the first load there is no mark that could be reached.
  const done = marks.every(({ done: reached }, at) => reached >= Math.max(1, wanted[at]?.needed ?? 0));
  const isOfNow = sweep !== undefined && (sweep.phase !== "done" || sweep.at > begun);
  return { route: name, done, worked, sweep: isOfNow ? sweep : undefined };
}
