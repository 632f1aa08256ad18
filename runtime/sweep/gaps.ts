import { runScript } from "../apply/lua.ts";
import type { ApplyContext, Route } from "../apply/route.ts";
import { keepsPast } from "../sinks/past.ts";
import type { LaneMarks } from "./marks.ts";

/** Causes of sweeps that nothing was missed before. */
const NO_GAP: ReadonlySet<string> = new Set(["first_load", "backfill"]);

/** Tells that a history or a log may lack changes, before the sweep that repairs everything else. */
export type GapRecorder = (begun: readonly LaneMarks[]) => Promise<void>;

/**
 * Each gap is told once, also when its sweep begins again after an error. A first load has missed nothing, nor has a sweep that somebody asked for. What
 * was told stands beside the counters, which are lost together: a number that comes again is another gap.
 */
export function createGapRecorder(context: ApplyContext, route: Route): GapRecorder {
  return async (begun) => {
    if (!route.tables.some(keepsPast)) return;
    const holes = begun
      .map((marks, lane) => ({ ...marks, lane, cause: gapCause(marks) }))
      .filter(({ needed, done, told, cause }) => needed > Math.max(done, told) && !NO_GAP.has(cause));
    for (const gap of gapsOf(holes, begun.length)) {
      await route.sink.recordGap({ project: context.project, route: route.name, ...gap });
      tell(context, route, gap);
    }
    for (const { lane, needed } of holes)
      await runScript(context.redis, context.scripts.tellGap, [context.laneKeys(lane).sweep(route.name)], [needed]);
  };
}

function gapCause({ cause, lost, done, told }: LaneMarks): string {
  return lost > Math.max(done, told) ? "control_keys_lost" : cause;
}

interface Hole {
  readonly lane: number | undefined;
  readonly cause: string;
}

/** One gap where all lanes have it for the same cause. */
function gapsOf(holes: readonly Hole[], lanes: number): readonly Hole[] {
  const [first] = holes;
  const isOne = holes.length === lanes && holes.every(({ cause }) => cause === first?.cause);
  return isOne && first !== undefined
    ? [{ lane: undefined, cause: first.cause }]
    : holes.map(({ lane, cause }) => ({ lane, cause }));
}

function tell({ log, metrics }: ApplyContext, route: Route, { lane, cause }: Hole): void {
  metrics.gaps.inc({ job: route.job.name, target: route.target, cause });
  log.error(
    { route: route.name, lane, cause },
    `changes may have been missed (${cause}): histories and appended rows of ${route.name} may have a hole, which rdi_gaps records`,
  );
}
