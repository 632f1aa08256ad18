import { startCapture } from "../capture/capture.ts";
import type { Capture } from "../capture/capture-options.ts";
import type { GapCause } from "../capture/gap.ts";
import { changesBudget, laneBudget } from "../control/stream-budget.ts";
import type { Project } from "../job.ts";
import type { Health } from "../observe/health.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { targetsOf } from "./route.ts";

export interface CaptureRole {
  readonly project: Project;
  readonly url: string;
  readonly lanes: number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** Starts capture and joins it to logs, metrics and readiness. `failed` rejects with a StartupError that a retry would not mend. */
export function captureFor({
  project,
  url,
  lanes,
  log,
  metrics,
  health,
}: CaptureRole): Capture & { readonly failed: Promise<void> } {
  const routes = project.jobs.flatMap((job) =>
    targetsOf(job).map((target) => ({
      name: `${job.name}.${target}`,
      pattern: job.pattern,
      job: job.name,
      target,
      memberwise: job.members !== undefined,
      appends: job.tables.some((table) => table.target === target && table.mode === "append"),
    })),
  );
  const streamBytes = changesBudget(laneBudget(project.source.streamBudget, routes.length, lanes));
  for (const { job, target } of routes) metrics.overflows.inc({ job, target }, 0);
  const raised = (name: string, _lane: number, cause: GapCause): void => {
    const route = routes.find((one) => one.name === name);
    if (cause === "overflow" && route !== undefined) metrics.overflows.inc({ job: route.job, target: route.target });
  };
  const changes = metrics.changesCaptured;
  const unmatched = (job: string): void => metrics.keysUnmatched.inc({ job });
  const flushed = (keys: number): void => changes.inc(keys);
  const lost = (what: string): void => metrics.controlKeysLost.inc({ what });
  const phase = (now: string): void => metrics.connected.set({ system: "capture" }, now === "streaming" ? 1 : 0);
  const capture = startCapture({
    url,
    project: project.name,
    routes,
    keys: project.keys,
    lanes,
    log,
    limits: { streamBytes },
    events: { unmatched, flushed, phase, raised, lost },
  });
  health.ask("capture", () => {
    const state = capture.state().phase;
    return state === "streaming" || state === "waiting" ? undefined : `capture is ${state.replace("_", " ")}`;
  });
  health.show("capture", () => {
    const { phase: now, mode, offset, pendingKeys } = capture.state();
    return { phase: now, attached: mode ?? "not yet", offset: offset ?? "unknown", "pending keys": pendingKeys };
  });
  return { ...capture, failed: capture.ready };
}
